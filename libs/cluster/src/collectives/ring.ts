/**
 * Ring collectives of NCCL: reduce-scatter, all-gather and all-reduce. A group with k members in each node
 * runs k rings (channels), each over all members: inside a node over NVLink, from node to node on one rail.
 * Ring c leaves a node by the last member it visits and goes on at that member's rail in the next node, so
 * every member's NIC serves one ring; the order of visits is such that a ring comes back on the rail on which
 * it set out. Every hop of a ring carries the same bytes, all hops at once and at one rate, that of the
 * slowest: who is ahead waits for chunks.
 */
import { type FabricGraph } from '../topology/index.js';
import { type Fabric, Traffic } from '../traffic/index.js';
import { type ChunkWay, chunkedSeconds } from './between-nodes.js';
import { type RingOperation, nodeCollective } from './node-collective.js';
import { type CollectiveTime, completedTime, timed, withoutPeers } from './outcome.js';
import { type Groups, haveNoPeers, representativeGroups } from './representatives.js';
import { regularGroups } from './symmetry.js';

export interface GroupCollective {
  /** GPU ranks of every group; all groups run at once. */
  readonly groups: Groups;
  /**
   * Buffer of one rank as nccl-tests counts it: all-reduce its input, all-gather its output, reduce-scatter
   * its input.
   */
  readonly bytes: number;
}

/** Rounds of a ring over n members: once round to reduce, once to gather. */
const roundsOf = (operation: RingOperation, members: number): number =>
  (operation === 'all-reduce' ? 2 : 1) * (members - 1);

/** @throws NoRouteError when a fault leaves two members without a path. */
export function ringCollective(
  fabric: Fabric,
  operation: RingOperation,
  request: GroupCollective,
): CollectiveTime {
  if (haveNoPeers(request.groups)) return withoutPeers(request.bytes);
  return (
    nodeCollective(fabric, operation, request, 'ring')?.time ??
    regularRing(fabric, operation, request) ??
    simulatedRing(fabric, operation, request)
  );
}

/** Between nodes: every NIC serves one ring, every NVLink all but one. */
function regularRing(
  fabric: Fabric,
  operation: RingOperation,
  request: GroupCollective,
): CollectiveTime | undefined {
  const regular = regularGroups(fabric, request.groups);
  if (regular === undefined || regular.nodes === 1) return undefined;
  const { nodes, perNode } = regular;
  const members = nodes * perNode;
  const rounds = roundsOf(operation, members);
  const hopBytes = (rounds / members) * (request.bytes / perNode);
  // Each ring has one network hop for every perNode - 1 over NVLink.
  const network = hopBytes / fabric.nicRate;
  const nvlink = (hopBytes * (perNode - 1)) / fabric.nvlinkRate;
  const [ring] = ringsOf(fabric, request.groups[0]);
  const way = ringWay({ members, nodes, bytes: request.bytes, rounds }, wireLatency(fabric, ring, 0));
  const { latencySeconds, transferSeconds } = chunkedSeconds(fabric, way, Math.max(network, nvlink));
  return timed(
    transferSeconds,
    latencySeconds,
    { bytes: request.bytes, busFactor: rounds / members },
    network >= nvlink ? 'host' : 'nvlink',
    0,
  );
}

export function simulatedRing(
  fabric: Fabric,
  operation: RingOperation,
  request: GroupCollective,
): CollectiveTime {
  const { groups } = representativeGroups(fabric, request.groups);
  const traffic = addRings(new Traffic(fabric), operation, request, groups);
  const members = Math.max(...request.groups.map((group) => group.length));
  const nodes = Math.max(...request.groups.map((group) => membersByNode(fabric, group).length));
  const rounds = roundsOf(operation, members);
  const latency = Math.max(
    ...groups.flatMap((group) =>
      ringsOf(fabric, group).map((ring, channel) => wireLatency(fabric, ring, channel)),
    ),
  );
  const way = ringWay({ members, nodes, bytes: request.bytes, rounds }, latency);
  return completedTime(traffic, { bytes: request.bytes, busFactor: rounds / members }, (wire) =>
    chunkedSeconds(fabric, way, wire),
  );
}

interface RingShape {
  readonly members: number;
  readonly nodes: number;
  readonly bytes: number;
  readonly rounds: number;
}

/** A chunk passes `rounds` steps, one of every `members` / `nodes` of them between nodes. */
function ringWay({ members, nodes, bytes, rounds }: RingShape, latency: number): ChunkWay {
  const between = nodes === 1 ? 0 : nodes / members;
  return {
    members,
    nodes,
    hops: rounds * (1 - between),
    networkSteps: rounds * between,
    wireLatency: rounds * latency,
    channelBytes: (bytes * rounds) / members,
    ownBytes: bytes / members,
  };
}

export function addRings(
  traffic: Traffic,
  operation: RingOperation,
  request: GroupCollective,
  groups: Groups = request.groups,
): Traffic {
  for (const group of groups) {
    const rings = ringsOf(traffic.fabric, group);
    const hopBytes = (roundsOf(operation, group.length) / group.length) * (request.bytes / rings.length);
    rings.forEach((ring, channel) => traffic.sendRound(ring, channel, hopBytes));
  }
  return traffic;
}

/** Every member sends the whole buffer to the NVLink switch, and takes the sum: the loads of one round. */
export function addSwitchReduction(traffic: Traffic, request: GroupCollective): Traffic {
  for (const group of request.groups) traffic.sendRound(group, 0, request.bytes);
  return traffic;
}

type Rings = readonly (readonly number[])[];

const knownRings = new WeakMap<readonly number[], { readonly graph: FabricGraph; readonly rings: Rings }>();

/**
 * Members of a group in the order of each of its rings: as many as its emptiest node has members. Kept with
 * the group, which reduces and gathers.
 */
export function ringsOf(fabric: Fabric, group: readonly number[]): Rings {
  const known = knownRings.get(group);
  if (known?.graph === fabric.graph) return known.rings;
  const byNode = membersByNode(fabric, group);
  const channels = Math.min(...byNode.map((members) => members.length));
  const rings = Array.from({ length: channels }, (_, channel) => ringOrder(byNode, channel));
  knownRings.set(group, { graph: fabric.graph, rings });
  return rings;
}

/**
 * Members in the order that ring `channel` visits them: in each node upwards from where it enters, and last
 * the one by which it leaves.
 */
function ringOrder(byNode: readonly (readonly number[])[], channel: number): readonly number[] {
  const order: number[] = [];
  let entry = channel;
  byNode.forEach((members, node) => {
    const k = members.length;
    const exit = leavesBy(entry % k, railsOver(node, byNode.length), k);
    for (let i = 0; i < k; i += 1) if ((entry + i) % k !== exit) order.push(members[(entry + i) % k]);
    order.push(members[exit]);
    entry = exit;
  });
  return order;
}

/**
 * Rails from entry to exit: one down, one up in turn; with an odd number of nodes the last three go down,
 * down and up two. The sum is none.
 */
function railsOver(node: number, nodes: number): number {
  const last = nodes - 1 - node;
  if (nodes % 2 === 0 || nodes === 1) return node % 2 === 0 ? -1 : 1;
  if (last === 0) return 2;
  return last <= 2 || node % 2 === 0 ? -1 : 1;
}

/**
 * No ring of more than one member leaves by the member where it enters: with two members, two rails up is
 * one.
 */
function leavesBy(entry: number, over: number, members: number): number {
  const exit = (((entry + over) % members) + members) % members;
  return exit === entry ? (entry + members - 1) % members : exit;
}

/** Members of a group node by node, both in the order they first appear. */
export function membersByNode(fabric: Fabric, group: readonly number[]): readonly (readonly number[])[] {
  const nodes = new Map<number, number[]>();
  for (const gpu of group) {
    const node = fabric.nodeOf(gpu);
    const members = nodes.get(node);
    if (members === undefined) nodes.set(node, [gpu]);
    else members.push(gpu);
  }
  return [...nodes.values()];
}

/** Latency of the network for a step along a ring, on average: 0 inside a node. */
function wireLatency(fabric: Fabric, ring: readonly number[], channel: number): number {
  let total = 0;
  for (let i = 0; i < ring.length; i += 1) {
    const [from, to] = [ring[i], ring[(i + 1) % ring.length]];
    if (fabric.nodeOf(from) !== fabric.nodeOf(to))
      total += fabric.router.route(from, to, channel)?.latency ?? 0;
  }
  return total / ring.length;
}
