/**
 * Ring collectives of NCCL: reduce-scatter, all-gather and all-reduce. A group with k members in each node
 * runs k rings (channels), each over all members: inside a node over NVLink, from node to node on one rail.
 * Ring c leaves a node by the last member it visits and goes on at that member's rail in the next node, so
 * every member's NIC serves one ring; the order of visits is such that a ring comes back on the rail on which
 * it set out. Every hop of a ring carries the same bytes, all hops at once and at one rate, that of the
 * slowest: who is ahead waits for chunks.
 */
import { COLLECTIVE_LAUNCH } from './constants.js';
import { type Fabric, Traffic } from '../traffic/index.js';
import { type CollectiveTime, collectiveTime, timed, withoutPeers } from './outcome.js';
import { type Groups, haveNoPeers, representativeGroups } from './representatives.js';
import { regularGroups } from './symmetry.js';

export type RingOperation = 'reduce-scatter' | 'all-gather' | 'all-reduce';

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
  return regularRing(fabric, operation, request) ?? simulatedRing(fabric, operation, request);
}

/** Every NIC serves one ring, every NVLink all but one. */
function regularRing(
  fabric: Fabric,
  operation: RingOperation,
  request: GroupCollective,
): CollectiveTime | undefined {
  const regular = regularGroups(fabric, request.groups);
  if (regular === undefined) return undefined;
  const { nodes, perNode } = regular;
  const members = nodes * perNode;
  const rounds = roundsOf(operation, members);
  const hopBytes = (rounds / members) * (request.bytes / perNode);
  // On one node every hop is NVLink; otherwise each ring has one network hop for every perNode - 1 over
  // NVLink.
  const network = nodes === 1 ? 0 : hopBytes / fabric.nicRate;
  const nvlink = (hopBytes * (nodes === 1 ? perNode : perNode - 1)) / fabric.nvlinkRate;
  const latency = members > 1 ? COLLECTIVE_LAUNCH.value + rounds * stepLatency(fabric, request.groups) : 0;
  const transfer = members > 1 ? Math.max(network, nvlink) : 0;
  return timed(
    transfer,
    latency,
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
  const traffic = addRings(
    new Traffic(fabric),
    operation,
    request,
    representativeGroups(fabric, request.groups).groups,
  );
  const members = Math.max(...request.groups.map((group) => group.length));
  const rounds = roundsOf(operation, members);
  const latency = members > 1 ? COLLECTIVE_LAUNCH.value + rounds * traffic.legLatency : 0;
  return collectiveTime(traffic, latency, { bytes: request.bytes, busFactor: rounds / members });
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
    rings.forEach((ring, channel) =>
      traffic.sendAlong(
        ring.map((from, i) => ({ from, to: ring[(i + 1) % ring.length], queuePair: channel })),
        hopBytes,
      ),
    );
  }
  return traffic;
}

/** Members of a group in the order of each of its rings: as many as its emptiest node has members. */
export function ringsOf(fabric: Fabric, group: readonly number[]): readonly (readonly number[])[] {
  const byNode = membersByNode(fabric, group);
  const channels = Math.min(...byNode.map((members) => members.length));
  return Array.from({ length: channels }, (_, channel) => ringOrder(byNode, channel));
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

/** Mean latency of a hop of the first group's first ring, where all are identical. */
function stepLatency(fabric: Fabric, groups: Groups): number {
  const ring = ringOrder(membersByNode(fabric, groups[0]), 0);
  let total = 0;
  for (let i = 0; i < ring.length; i += 1)
    total += fabric.router.route(ring[i], ring[(i + 1) % ring.length])?.latency ?? 0;
  return total / ring.length;
}
