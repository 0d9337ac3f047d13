/** NCCL all-to-all and point-to-point: every pair's messages at once, by PXN or straight from the sender's NIC. */
import { COLLECTIVE_LAUNCH, MESSAGE_COST } from './constants.js';
import { type Fabric } from './fabric.js';
import { type CollectiveTime, collectiveTime } from './outcome.js';
import { type Groups, representativeGroups } from './representatives.js';
import { type GroupCollective } from './ring.js';
import { Traffic, type TrafficOptions } from './traffic.js';

/** `bytes` is what one rank holds: bytes / n go to each member, itself included. @throws InvariantError when no path is left. */
export function allToAll(fabric: Fabric, request: GroupCollective): CollectiveTime {
  const traffic = allToAllTraffic(fabric, request, representativeGroups(fabric, request.groups).groups);
  const members = Math.max(...request.groups.map((group) => group.length));
  const remote = Math.max(...request.groups.map((group) => group.filter((gpu) => fabric.nodeOf(gpu) !== fabric.nodeOf(group[0]!)).length));
  const latency = members > 1 ? COLLECTIVE_LAUNCH.value + traffic.latency + remote * MESSAGE_COST.value : 0;
  return collectiveTime(traffic, latency, { bytes: request.bytes, busFactor: (members - 1) / members });
}

export function allToAllTraffic(fabric: Fabric, request: GroupCollective, groups: Groups, options: TrafficOptions = {}): Traffic {
  const traffic = new Traffic(fabric, options);
  for (const group of groups) {
    for (const from of group) for (const to of group) traffic.send(from, to, request.bytes / group.length);
  }
  return traffic;
}

export interface SendReceiveRequest {
  /** (sender, receiver) GPU ranks; all pairs at once. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly bytes: number;
}

/** Pipeline-parallel boundaries: every sender has one message for its receiver. @throws InvariantError when no path is left. */
export function sendReceive(fabric: Fabric, request: SendReceiveRequest): CollectiveTime {
  const traffic = sendReceiveTraffic(fabric, { ...request, pairs: representativePairs(fabric, request.pairs) });
  return collectiveTime(traffic, COLLECTIVE_LAUNCH.value + traffic.latency, { bytes: request.bytes, busFactor: 1 });
}

/**
 * One pair of each kind (in one node, under one leaf, across leaves) when pairs cannot meet: all on one rail with a NIC for each GPU, no
 * GPU sends or receives twice, and the way between leaves, if taken, is non-blocking. Otherwise all pairs.
 */
function representativePairs(fabric: Fabric, pairs: SendReceiveRequest['pairs']): SendReceiveRequest['pairs'] {
  const { graph, gpusPerNode } = fabric;
  if (!fabric.healthy || fabric.spec.nic.perNode !== gpusPerNode || graph.shape.portsPerNic !== 1) return pairs;
  const used = new Uint8Array(graph.gpuCount);
  const kinds: (readonly [number, number] | undefined)[] = [];
  for (const pair of pairs) {
    const [from, to] = pair;
    if ((used[from]! & SENDS) !== 0 || (used[to]! & RECEIVES) !== 0) return pairs;
    used[from]! |= SENDS;
    used[to]! |= RECEIVES;
    const inNode = fabric.nodeOf(from) === fabric.nodeOf(to);
    const oneLeaf = fabric.leafOf(from) === fabric.leafOf(to);
    if (!inNode && (from % gpusPerNode !== to % gpusPerNode || (!oneLeaf && !fabric.nonBlocking))) return pairs;
    kinds[inNode ? 0 : oneLeaf ? 1 : 2] ??= pair;
  }
  return kinds.filter((pair) => pair !== undefined);
}

const SENDS = 1;
const RECEIVES = 2;

export function sendReceiveTraffic(fabric: Fabric, request: SendReceiveRequest, options: TrafficOptions = {}): Traffic {
  const traffic = new Traffic(fabric, options);
  for (const [from, to] of request.pairs) traffic.send(from, to, request.bytes);
  return traffic;
}
