/** Two collectives of the same GPUs at once: what they do to each other, and what queues or rails of their own save (paper, sections 4.5 and 5.2.2). */
import { contention, type TrafficKind } from './contention.js';
import { type Fabric } from './fabric.js';
import { addMessages, type CollectiveName } from './named-collective.js';

interface Named {
  readonly collective: CollectiveName;
  readonly bytes: number;
}

/** How long a collective's transfers take at what links can carry: latencies, and what an EP kernel leaves of a link, are left out. */
export interface BesideTimes {
  readonly collective: CollectiveName;
  readonly aloneUs: number;
  /** All flows as equals on every link. */
  readonly sharedUs: number;
  /** Each collective with a queue of its own on every link. */
  readonly queuedUs: number;
  /** On rails of its own, where nodes have rails. */
  readonly separatedUs?: number;
}

/** Kept apart by rail, `beside` has the first rail of every node and `first` has the others; only where each rail has a NIC of its own. */
export function besideTimes(fabric: Fabric, group: readonly number[], first: Named, beside: Named): readonly BesideTimes[] {
  const { gpusPerNode, graph, spec } = fabric;
  const apart = graph.shape.railAligned && spec.nic.perNode === gpusPerNode && gpusPerNode > 1 && fabric.healthy;
  const kind = ({ collective, bytes }: Named, rails: readonly number[]): TrafficKind => ({
    name: collective, add: (traffic) => addMessages(traffic, collective, group, bytes), ...(apart ? { rails } : {}),
  });
  const times = contention(fabric, [kind(first, Array.from({ length: gpusPerNode - 1 }, (_, rail) => rail + 1)), kind(beside, [0])]);
  return times.map(({ aloneSeconds, sharedSeconds, queuedSeconds, separatedSeconds }, i) => ({
    collective: [first, beside][i]!.collective, aloneUs: aloneSeconds * 1e6, sharedUs: sharedSeconds * 1e6, queuedUs: queuedSeconds * 1e6,
    ...(separatedSeconds === undefined ? {} : { separatedUs: separatedSeconds * 1e6 }),
  }));
}
