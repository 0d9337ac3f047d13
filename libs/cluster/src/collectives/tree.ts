/**
 * Double binary tree all-reduce (Sanders, Speck, Traff 2009; NCCL since 2.4): every node is inside one tree
 * and a leaf of the other, each tree takes half of the data up to its root and down again. Inside a node
 * members reduce and broadcast along a chain over NVLink. A channel's way through one tree, chains included,
 * is a pipeline: the root sends down what comes up, chunk by chunk, so all of it moves at one rate. Bandwidth
 * is that of a ring, latency grows with log2 of the nodes.
 */
import { gigabytesPerSecond } from '@railyard/base';
import { type Fabric, type Leg, Traffic } from '../traffic/index.js';
import { type Parts, chunkedSeconds } from './between-nodes.js';
import { type Bandwidth, type CollectiveTime, completedTime, timed, withoutPeers } from './outcome.js';
import { type Groups, haveNoPeers, onNvlink, representativeGroups } from './representatives.js';
import { type GroupCollective, membersByNode } from './ring.js';
import { regularGroups } from './symmetry.js';

/** @throws NoRouteError when a fault leaves two members without a path. */
export function treeAllReduce(fabric: Fabric, request: GroupCollective): CollectiveTime {
  if (haveNoPeers(request.groups)) return withoutPeers(request.bytes);
  return regularTree(fabric, request) ?? simulatedTree(fabric, request);
}

/**
 * All flows are equal: a NIC carries both trees of its channel to each neighbour there, an NVLink every chain
 * to each neighbour.
 */
function regularTree(fabric: Fabric, request: GroupCollective): CollectiveTime | undefined {
  const regular = regularGroups(fabric, request.groups);
  if (regular === undefined) return undefined;
  const { nodes, perNode } = regular;
  const flowBytes = request.bytes / perNode / 2;
  const network = (flowBytes * mostNeighbours(nodes)) / fabric.nicRate;
  // At every GPU one chain begins and one ends, and each chain is there for both trees.
  const nvlink = (flowBytes * 2 * 2 * (perNode - 1)) / fabric.nvlinkRate;
  const shape = { nodes, perNode, edgeSeconds: regular.networkSeconds, crossesPcie: false };
  const { latencySeconds, transferSeconds } = treeSeconds(fabric, request, shape, Math.max(network, nvlink));
  return timed(
    transferSeconds,
    latencySeconds,
    bandwidthOf(request, nodes * perNode),
    network >= nvlink ? 'host' : 'nvlink',
    0,
  );
}

export function simulatedTree(fabric: Fabric, request: GroupCollective): CollectiveTime {
  const { groups } = representativeGroups(fabric, request.groups);
  const traffic = addTrees(new Traffic(fabric), request, groups);
  const members = Math.max(...request.groups.map((group) => group.length));
  const shapes = groups.map((group) => shapeOf(fabric, group));
  return completedTime(traffic, bandwidthOf(request, members), (wire) => {
    const parts = shapes.map((shape) => treeSeconds(fabric, request, shape, wire));
    return {
      latencySeconds: Math.max(...parts.map(({ latencySeconds }) => latencySeconds)),
      transferSeconds: Math.max(...parts.map(({ transferSeconds }) => transferSeconds)),
    };
  });
}

interface TreeShape {
  readonly nodes: number;
  /** Members of the node that has most. */
  readonly perNode: number;
  /** The slowest hop between nodes, seconds on the wire. */
  readonly edgeSeconds: number;
  /** NVLink joins parts of a node only, and the chains inside cross PCIe between them. */
  readonly crossesPcie: boolean;
}

function shapeOf(fabric: Fabric, group: readonly number[]): TreeShape {
  const byNode = membersByNode(fabric, group);
  const trees = treesOf(byNode);
  const slowest = (legs: readonly Leg[]): number =>
    legs.reduce(
      (seconds, { from, to, queuePair }) =>
        Math.max(seconds, fabric.router.route(from, to, queuePair)?.latency ?? 0),
      0,
    );
  return {
    nodes: byNode.length,
    perNode: Math.max(...byNode.map((members) => members.length)),
    edgeSeconds: slowest(trees.flatMap(({ edges }) => edges)),
    crossesPcie: !fabric.graph.isOneNvlinkGroup && byNode.some((members) => !onNvlink(fabric, members)),
  };
}

/**
 * Up and down again: along the chain of a node, then from level to level. NCCL has a tree move a chunk by one
 * way at a time, so that two nodes gain nothing from the half that their interfaces have left (measured on
 * nodes of A100: what a ring reaches). So it is with chains over PCIe; each edge is in all chains but one.
 */
function treeSeconds(
  fabric: Fabric,
  { bytes }: GroupCollective,
  { nodes, perNode, edgeSeconds, crossesPcie }: TreeShape,
  wire: number,
): Parts {
  const { device, nic, gpusPerNode } = fabric.spec;
  const members = nodes * perNode;
  const depth = treeDepth(nodes);
  const interfaces = ((perNode * nic.perNode) / gpusPerNode) * fabric.nicRate;
  const way = {
    members,
    nodes,
    hops: 2 * (perNode - 1),
    networkSteps: 2 * depth,
    wireLatency: 2 * depth * edgeSeconds,
    channelBytes: (2 * bytes * (members - 1)) / members,
    ownBytes: bytes / members,
  };
  const chains = (2 * bytes * (perNode - 1)) / perNode / gigabytesPerSecond(device.pcieGBps);
  const network = (2 * bytes) / interfaces;
  return chunkedSeconds(fabric, way, Math.max(wire, nodes === 1 ? 0 : network, crossesPcie ? chains : 0));
}

const bandwidthOf = ({ bytes }: GroupCollective, members: number): Bandwidth => ({
  bytes,
  busFactor: (2 * (members - 1)) / members,
});

export function addTrees(
  traffic: Traffic,
  request: GroupCollective,
  groups: Groups = request.groups,
): Traffic {
  for (const group of groups) {
    const trees = treesOf(membersByNode(traffic.fabric, group));
    for (const { chains, edges } of trees)
      traffic.sendAlong([...chains, ...edges], request.bytes / trees.length);
  }
  return traffic;
}

/** Two trees for each channel, with the chains inside nodes that hang on them. */
function treesOf(
  byNode: readonly (readonly number[])[],
): readonly { readonly chains: readonly Leg[]; readonly edges: readonly Leg[] }[] {
  const channels = Math.min(...byNode.map((members) => members.length));
  return Array.from({ length: 2 * channels }, (_, pair) => {
    const channel = pair >> 1;
    return {
      chains: byNode.flatMap((members) => chain(members, channel)),
      edges: treeEdges(
        byNode.map((members) => members[channel]),
        pair & 1,
        pair,
      ),
    };
  });
}

/** Up and down between every head and its parent. */
function treeEdges(heads: readonly number[], tree: number, queuePair: number): readonly Leg[] {
  const at = (i: number): number => heads[(i + tree) % heads.length];
  return parents(heads.length).flatMap((parent, child) =>
    parent < 0
      ? []
      : [
          { from: at(child), to: at(parent), queuePair },
          { from: at(parent), to: at(child), queuePair },
        ],
  );
}

/** Reduce towards the head of the channel and broadcast back, one neighbour to the next. */
const chain = (members: readonly number[], channel: number): readonly Leg[] =>
  members.slice(1).flatMap((_, i) => {
    const [a, b] = [members[(channel + i) % members.length], members[(channel + i + 1) % members.length]];
    return [
      { from: a, to: b },
      { from: b, to: a },
    ];
  });

/**
 * [nodes] parent in a binary tree that is in order of position: position i with lowest set bit b has its
 * children at i - b/2 and i + b/2, so the odd positions (and 0) are leaves, and moved on by one place the
 * even ones are. -1: the root.
 */
export function parents(nodes: number): readonly number[] {
  const root = largestPowerOfTwo(nodes - 1);
  return Array.from({ length: nodes }, (_, i) => {
    if (i === root) return -1;
    if (i === 0) return root;
    // Up one level, skipping positions that an incomplete tree does not have.
    let at = i;
    do {
      const bit = at & -at;
      at = (at - bit) | (bit << 1);
    } while (at >= nodes);
    return at;
  });
}

/** Of one node, in both trees together: what a NIC of it sends, and takes, as often as a flow has bytes. */
function mostNeighbours(nodes: number): number {
  const neighbours = new Int32Array(nodes);
  parents(nodes).forEach((parent, child) => {
    if (parent < 0) return;
    for (const tree of [0, 1]) for (const end of [parent, child]) neighbours[(end + tree) % nodes] += 1;
  });
  return Math.max(...neighbours);
}

const treeDepth = (nodes: number): number => {
  const up = parents(nodes);
  return Math.max(
    ...up.map((_, i) => {
      let depth = 0;
      for (let at = i; up[at] >= 0; at = up[at]) depth += 1;
      return depth;
    }),
  );
};

function largestPowerOfTwo(n: number): number {
  let power = 1;
  while (power * 2 <= n) power *= 2;
  return n < 1 ? 0 : power;
}
