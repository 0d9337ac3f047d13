/**
 * Broadcast and reduce of NCCL: the rings of the group, each cut before the root. A broadcast passes its
 * buffer from the root along every chain, a reduce towards it; chunks follow each other, so every hop of a
 * chain carries the same bytes at one rate, that of the slowest.
 */
import { type Fabric, Traffic } from '../traffic/index.js';
import { COLLECTIVE_LAUNCH } from './constants.js';
import { type CollectiveTime, collectiveTime } from './outcome.js';
import { ringsOf } from './ring.js';

export type ChainOperation = 'broadcast' | 'reduce';

export interface ChainRequest {
  /** GPU ranks; the first is the root. */
  readonly group: readonly number[];
  /** Buffer of the root. */
  readonly bytes: number;
}

/** busbw is algbw, as nccl-tests has it. @throws NoRouteError when no path is left. */
export function chainCollective(
  fabric: Fabric,
  operation: ChainOperation,
  request: ChainRequest,
): CollectiveTime {
  const { group, bytes } = request;
  const traffic = addChains(new Traffic(fabric), operation, request);
  const latency = COLLECTIVE_LAUNCH.value + (group.length - 1) * traffic.legLatency;
  return collectiveTime(traffic, latency, { bytes, busFactor: 1 });
}

export function addChains(
  traffic: Traffic,
  operation: ChainOperation,
  { group, bytes }: ChainRequest,
): Traffic {
  const rings = ringsOf(traffic.fabric, group);
  rings.forEach((ring, channel) => {
    const root = ring.indexOf(group[0]);
    const chain = [...ring.slice(root), ...ring.slice(0, root)];
    if (operation === 'reduce') chain.push(...chain.splice(0).reverse());
    traffic.sendAlong(
      chain.slice(1).map((to, i) => ({ from: chain[i], to, queuePair: channel })),
      bytes / rings.length,
    );
  });
  return traffic;
}
