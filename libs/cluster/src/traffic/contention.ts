/**
 * Several kinds of traffic at once (paper, sections 4.5 and 5.2.2): how long each takes alone, when all flows
 * share links as equals, when each kind has a queue of its own on every link (VOQ, traffic classes), and when
 * kinds keep to planes of their own. Shared, a kind gets bandwidth in proportion to its flows, so an
 * all-to-all of many crowds out a ring of one per NIC.
 */
import { invariant } from '@railyard/base';
import { type FlowSet, simulateFlows } from '../flows/index.js';
import { type Fabric } from './fabric.js';
import { finishInQueues } from './queues.js';
import { Traffic } from './traffic.js';

export interface TrafficKind {
  readonly name: string;
  /** Puts the kind's messages into the traffic: `addExpertMessages`, `addRings`, `Traffic.store`, ... */
  readonly add: (traffic: Traffic) => unknown;
  /** Rails of the kind when kinds are kept apart by plane. */
  readonly rails?: readonly number[];
}

export interface KindTimes {
  readonly name: string;
  readonly aloneSeconds: number;
  readonly sharedSeconds: number;
  /** Each link divides its rate evenly over the kinds that want it, then max-min fairly over their flows. */
  readonly queuedSeconds: number;
  /** On its own rails only; undefined unless every kind names rails. */
  readonly separatedSeconds: number | undefined;
}

export function contention(fabric: Fabric, kinds: readonly TrafficKind[]): readonly KindTimes[] {
  invariant(kinds.length > 0 && kinds.length <= 256, 'one to 256 kinds of traffic', { kinds: kinds.length });
  const together = gather(fabric, kinds, false);
  const ends = (set: FlowSet, finish = simulateFlows(set).finish): Float64Array =>
    endByKind(set, finish, kinds.length);
  const shared = ends(together);
  const queued = ends(together, finishInQueues(together, kinds.length));
  const separated = kinds.every((kind) => kind.rails !== undefined)
    ? ends(gather(fabric, kinds, true))
    : undefined;
  return kinds.map((kind, i) => ({
    name: kind.name,
    aloneSeconds: ends(gather(fabric, [kind], false))[0],
    sharedSeconds: shared[i],
    queuedSeconds: queued[i],
    separatedSeconds: separated?.[i],
  }));
}

function gather(fabric: Fabric, kinds: readonly TrafficKind[], onOwnRails: boolean): FlowSet {
  const traffic = new Traffic(fabric);
  kinds.forEach((kind, i) => {
    traffic.trafficClass = i;
    traffic.rails = onOwnRails ? kind.rails : undefined;
    kind.add(traffic);
  });
  return traffic.build().flows;
}

function endByKind(set: FlowSet, finish: Float64Array, kinds: number): Float64Array {
  const end = new Float64Array(kinds);
  for (let flow = 0; flow < finish.length; flow += 1)
    end[set.trafficClass[flow]] = Math.max(end[set.trafficClass[flow]], finish[flow]);
  return end;
}
