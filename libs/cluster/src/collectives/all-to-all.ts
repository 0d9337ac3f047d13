/**
 * NCCL all-to-all and point-to-point: every pair's messages at once, by PXN or straight from the sender's
 * NIC.
 */
import { COLLECTIVE_LAUNCH, MESSAGE_COST } from './constants.js';
import { type Fabric, Traffic, type TrafficOptions } from '../traffic/index.js';
import { exchangeOf, type ReachedShares } from '../exchange/index.js';
import { nodeCollective } from './node-collective.js';
import { type Bandwidth, type CollectiveTime, collectiveTime, timed, withoutPeers } from './outcome.js';
import { type Groups, haveNoPeers, representativeGroups } from './representatives.js';
import { type GroupCollective, membersByNode } from './ring.js';
import { regularGroups } from './symmetry.js';

/**
 * `bytes` is what one rank holds: bytes / n go to each member, itself included. @throws NoRouteError when
 * no path is left.
 */
export function allToAll(fabric: Fabric, request: GroupCollective): CollectiveTime {
  const inside = nodeCollective(fabric, 'all-to-all', request);
  if (inside !== undefined) return inside.time;
  const { groups, bytes } = request;
  if (haveNoPeers(groups)) return withoutPeers(bytes);
  const members = Math.max(...groups.map((group) => group.length));
  const bandwidth = { bytes, busFactor: (members - 1) / members };
  const remote = Math.max(...groups.map((group) => mostRemote(fabric, group)));
  const overhead = members > 1 ? COLLECTIVE_LAUNCH.value + remote * MESSAGE_COST.value : 0;
  return (
    regularAllToAll(fabric, request, overhead, bandwidth) ??
    (groups.length === 1
      ? exchangeTime(fabric, groups[0], bytes / members, overhead, bandwidth)
      : simulatedAllToAll(fabric, request, overhead, bandwidth))
  );
}

/** Members in other nodes, of the member that has most of them there: one of the emptiest node. */
const mostRemote = (fabric: Fabric, group: readonly number[]): number =>
  group.length - Math.min(...membersByNode(fabric, group).map((members) => members.length));

/** Of one group: what links carry gives the time, so no flow is simulated. `message`: bytes of each. */
export function exchangeTime(
  fabric: Fabric,
  group: readonly number[],
  message: number,
  overhead: number,
  bandwidth: Bandwidth,
  shares: ReachedShares = {},
): CollectiveTime {
  const exchange = exchangeOf(fabric, group);
  const { link, seconds } = exchange.busiest(shares);
  const bottleneck = link < 0 ? 'nvlink' : fabric.graph.classOf(link);
  return timed(message * seconds, overhead + exchange.latency, bandwidth, bottleneck, 0);
}

export function simulatedAllToAll(
  fabric: Fabric,
  request: GroupCollective,
  overhead: number,
  bandwidth: Bandwidth,
): CollectiveTime {
  const traffic = addAllToAll(
    new Traffic(fabric),
    request,
    representativeGroups(fabric, request.groups).groups,
  );
  return collectiveTime(traffic, overhead + traffic.latency, bandwidth);
}

/**
 * Closed form for whole nodes with PXN. A NIC carries the messages of all k GPUs of its node to its rail of
 * the N - 1 others and is their bottleneck as long as NVLink has more for each; what NVLink has left goes to
 * messages inside the node. `reached`: what these messages reach of links.
 */
export function regularAllToAll(
  fabric: Fabric,
  request: GroupCollective,
  overhead: number,
  bandwidth: Bandwidth,
  { nicShare = 1, nvlinkShare = 1 }: Pick<TrafficOptions, 'nicShare' | 'nvlinkShare'> = {},
): CollectiveTime | undefined {
  const regular = regularGroups(fabric, request.groups);
  if (regular === undefined || regular.nodes === 1 || regular.perNode !== fabric.gpusPerNode)
    return undefined;
  if (!fabric.pxn || !fabric.graph.shape.railAligned) return undefined;
  const { nodes, perNode } = regular;
  const message = request.bytes / (nodes * perNode);
  const nvlinkRate = fabric.nvlinkRate * nvlinkShare;
  const perMessage = (fabric.nicRate * nicShare) / (perNode * (nodes - 1));
  const forwarded = (perNode - 1) * (nodes - 1);
  if (nvlinkRate / (forwarded + perNode - 1) < perMessage) return undefined;
  const network = message / perMessage;
  const whileForwarding = (nvlinkRate - forwarded * perMessage) / (perNode - 1);
  const inside = perNode === 1 ? 0 : message / whileForwarding;
  const after =
    inside <= network
      ? inside
      : network + ((message - whileForwarding * network) * (perNode - 1)) / nvlinkRate;
  const latency = overhead + regular.networkSeconds + regular.nvlinkSeconds;
  return timed(Math.max(network, after), latency, bandwidth, network >= after ? 'host' : 'nvlink', 0);
}

export function addAllToAll(
  traffic: Traffic,
  request: GroupCollective,
  groups: Groups = request.groups,
): Traffic {
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

/**
 * Pipeline-parallel boundaries: every sender has one message for its receiver. @throws NoRouteError when no
 * path is left.
 */
export function sendReceive(fabric: Fabric, request: SendReceiveRequest): CollectiveTime {
  const traffic = addSends(new Traffic(fabric), {
    ...request,
    pairs: representativePairs(fabric, request.pairs),
  });
  return collectiveTime(traffic, COLLECTIVE_LAUNCH.value + traffic.latency, {
    bytes: request.bytes,
    busFactor: 1,
  });
}

/**
 * One pair of each kind (in one node, under one leaf, across leaves) when pairs cannot meet: all on one rail
 * with a NIC for each GPU, no GPU sends or receives twice, and the way between leaves, if taken, is
 * non-blocking. Otherwise all pairs.
 */
function representativePairs(
  fabric: Fabric,
  pairs: SendReceiveRequest['pairs'],
): SendReceiveRequest['pairs'] {
  const { graph, gpusPerNode } = fabric;
  if (!fabric.healthy || fabric.spec.nic.perNode !== gpusPerNode || graph.shape.portsPerNic !== 1)
    return pairs;
  const used = new Uint8Array(graph.gpuCount);
  const kinds: (readonly [number, number] | undefined)[] = [];
  for (const pair of pairs) {
    const [from, to] = pair;
    if ((used[from] & SENDS) !== 0 || (used[to] & RECEIVES) !== 0) return pairs;
    used[from] |= SENDS;
    used[to] |= RECEIVES;
    const inNode = fabric.nodeOf(from) === fabric.nodeOf(to);
    const oneLeaf = fabric.leafOf(from) === fabric.leafOf(to);
    if (
      !inNode &&
      (fabric.graph.placeOfGpu(from) !== fabric.graph.placeOfGpu(to) || (!oneLeaf && !fabric.nonBlocking))
    )
      return pairs;
    kinds[inNode ? 0 : oneLeaf ? 1 : 2] ??= pair;
  }
  return kinds.filter((pair) => pair !== undefined);
}

const SENDS = 1;
const RECEIVES = 2;

export function addSends(traffic: Traffic, request: SendReceiveRequest): Traffic {
  for (const [from, to] of request.pairs) traffic.send(from, to, request.bytes);
  return traffic;
}
