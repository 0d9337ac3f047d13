/**
 * Expert-parallel dispatch and combine as DeepEP does them (paper, section 4.3 and 4.4). Dispatch: a token
 * crosses the network once for each other node that holds one of its experts, to the GPU on the sender's
 * rail, which forwards it over NVLink to the GPUs that want it. Combine runs the same ways backwards, partial
 * sums added up by the forwarder. Both stages run as a pipeline, so all flows share the links from the start
 * and the time is that of the slowest.
 *
 * The low-latency variant (IBGDA, no SMs) sends every token copy straight to its GPU, not deduplicated.
 */
import { GIGA } from '@railyard/base';
import { exchangeTime, regularAllToAll } from './all-to-all.js';
import {
  COLLECTIVE_LAUNCH,
  KERNEL_NVLINK_EFFICIENCY,
  LOW_LATENCY_OVERHEAD,
  SMALL_MESSAGE_NIC_SHARE,
} from './constants.js';
import { type ExpertKernel, kernelShares } from './expert-kernels.js';
import { type Fabric, Traffic, type TrafficOptions } from '../traffic/index.js';
import { type CollectiveTime, collectiveTime, timed } from './outcome.js';
import { type Groups, representativeGroups } from './representatives.js';
import { membersByNode } from './ring.js';
import { regularGroups } from './symmetry.js';

export interface ExpertAllToAllRequest extends ExpertKernel {
  /** GPU ranks of every expert-parallel group; whole nodes. All groups run at once. */
  readonly groups: Groups;
  readonly tokensPerGpu: number;
  /** Expected nodes other than its own that hold a target of a token, 0 .. nodes - 1. */
  readonly remoteNodesPerToken: number;
  /** Expected distinct GPUs that hold a target of a token, the sender's own included. */
  readonly gpusPerToken: number;
  /** [nodes of the cluster] tokens that a node's experts receive, relative to the mean of its group. */
  readonly nodeLoad?: Float64Array;
  /** [GPUs of the cluster] tokens that a GPU's experts receive, relative to the mean of its node. */
  readonly gpuLoad?: Float64Array;
  /** IBGDA without SMs: `copiesPerToken` messages per token, straight to their GPU. */
  readonly lowLatency?: { readonly copiesPerToken: number };
}

export interface ExpertAllToAllTime extends CollectiveTime {
  /** Bytes that one GPU's NIC sends, and that it sends inside its node (mostly over NVLink), on average. */
  readonly rdmaBytesPerGpu: number;
  readonly nvlinkBytesPerGpu: number;
  /** What crosses a NIC over time. */
  readonly wireGBps: number;
  /** As DeepEP reports it: token copies by node, the own node included (normal); all copies (low latency). */
  readonly logicalGBps: number;
}

/** @throws NoRouteError when a fault leaves two members without a path. */
export function expertAllToAll(fabric: Fabric, request: ExpertAllToAllRequest): ExpertAllToAllTime {
  const volume = volumeOf(fabric, request);
  const time =
    uniformTime(fabric, request, volume) ??
    directTime(fabric, request, volume) ??
    simulatedExpertTime(fabric, request, volume.logical);
  return {
    ...time,
    rdmaBytesPerGpu: volume.rdma,
    nvlinkBytesPerGpu: volume.nvlink,
    wireGBps: volume.rdma / time.seconds / GIGA,
    logicalGBps: volume.logical / time.seconds / GIGA,
  };
}

/** Mean bytes of one GPU. */
interface Volume {
  readonly nodes: number;
  readonly rdma: number;
  readonly nvlink: number;
  readonly logical: number;
}

function volumeOf(fabric: Fabric, request: ExpertAllToAllRequest): Volume {
  const group = request.groups[0];
  const nodes = nodesOf(fabric, group).length;
  const local = group.length / nodes;
  const perToken = request.tokensPerGpu * request.bytesPerToken;
  const copies = request.lowLatency?.copiesPerToken;
  if (copies !== undefined) {
    return {
      nodes,
      rdma: perToken * copies * (1 - local / group.length),
      nvlink: (perToken * copies * (local - 1)) / group.length,
      logical: perToken * copies,
    };
  }
  return {
    nodes,
    rdma: perToken * request.remoteNodesPerToken,
    nvlink: (perToken * request.gpusPerToken * (local - 1)) / local,
    logical:
      perToken * (nodes === 1 ? request.gpusPerToken : (request.remoteNodesPerToken * nodes) / (nodes - 1)),
  };
}

/** The same from its flows, one group of each kind. */
export function simulatedExpertTime(
  fabric: Fabric,
  request: ExpertAllToAllRequest,
  logicalBytes: number,
): CollectiveTime {
  const uniform = request.nodeLoad === undefined && request.gpuLoad === undefined;
  const traffic = expertTraffic(
    fabric,
    request,
    uniform ? representativeGroups(fabric, request.groups).groups : request.groups,
  );
  const overhead = request.lowLatency === undefined ? COLLECTIVE_LAUNCH.value : LOW_LATENCY_OVERHEAD.value;
  return collectiveTime(traffic, overhead + traffic.latency, { bytes: logicalBytes, busFactor: 1 });
}

/** Closed form for whole nodes and even loads; undefined when groups are not regular. */
function uniformTime(
  fabric: Fabric,
  request: ExpertAllToAllRequest,
  volume: Volume,
): CollectiveTime | undefined {
  if (request.nodeLoad !== undefined || request.gpuLoad !== undefined) return undefined;
  if (request.lowLatency !== undefined) {
    return regularAllToAll(
      fabric,
      { groups: request.groups, bytes: volume.logical },
      LOW_LATENCY_OVERHEAD.value,
      { bytes: volume.logical, busFactor: 1 },
      lowLatencyShares(fabric),
    );
  }
  const regular = regularGroups(fabric, request.groups);
  if (regular === undefined) return undefined;
  const { nicShare, nvlinkShare } = kernelShares(request, volume.nodes > 1, fabric.nvlinkRate);
  const network = volume.rdma / (fabric.nicRate * nicShare);
  const nvlink = volume.nvlink / (fabric.nvlinkRate * nvlinkShare);
  const latency = COLLECTIVE_LAUNCH.value + Math.max(regular.networkSeconds, regular.nvlinkSeconds);
  return timed(
    Math.max(network, nvlink),
    latency,
    { bytes: volume.logical, busFactor: 1 },
    network >= nvlink ? 'host' : 'nvlink',
    0,
  );
}

/** Copies of one group straight to their GPUs, even loads: messages of one size on any fabric. */
function directTime(
  fabric: Fabric,
  { groups, lowLatency, nodeLoad, gpuLoad }: ExpertAllToAllRequest,
  { logical }: Volume,
): CollectiveTime | undefined {
  if (lowLatency === undefined || nodeLoad !== undefined || gpuLoad !== undefined || groups.length > 1)
    return undefined;
  const bandwidth = { bytes: logical, busFactor: 1 };
  const message = logical / groups[0].length;
  const shares = lowLatencyShares(fabric);
  return exchangeTime(fabric, groups[0], message, LOW_LATENCY_OVERHEAD.value, bandwidth, shares);
}

/** What single-token messages without SMs reach of a NIC and of NVLink. */
export const lowLatencyShares = (
  fabric: Fabric,
): Required<Pick<TrafficOptions, 'nicShare' | 'nvlinkShare'>> => ({
  nicShare: SMALL_MESSAGE_NIC_SHARE / fabric.spec.nic.efficiency,
  nvlinkShare: KERNEL_NVLINK_EFFICIENCY.value,
});

/** The flows of `groups`, limited by what the kernel can do. */
export function expertTraffic(fabric: Fabric, request: ExpertAllToAllRequest, groups: Groups): Traffic {
  const shares =
    request.lowLatency === undefined
      ? kernelShares(request, nodesOf(fabric, request.groups[0]).length > 1, fabric.nvlinkRate)
      : lowLatencyShares(fabric);
  return addExpertMessages(new Traffic(fabric, shares), request, groups);
}

/** Both stages at once, in every group. */
export function addExpertMessages(
  traffic: Traffic,
  request: ExpertAllToAllRequest,
  groups: Groups = request.groups,
): Traffic {
  for (const group of groups) {
    if (request.lowLatency !== undefined)
      addDirectCopies(traffic, request, group, request.lowLatency.copiesPerToken);
    else {
      addNodeCopies(traffic, request, group);
      addForwarding(traffic, request, group);
    }
  }
  return traffic;
}

/** One copy for each remote node, between GPUs of one rail. */
function addNodeCopies(traffic: Traffic, request: ExpertAllToAllRequest, group: readonly number[]): void {
  const nodes = nodesOf(traffic.fabric, group);
  if (nodes.length === 1) return;
  const mean =
    (request.tokensPerGpu * request.bytesPerToken * request.remoteNodesPerToken) / (nodes.length - 1);
  const isEven = request.nodeLoad === undefined && isWholeNodes(traffic.fabric, group, nodes);
  if (isEven && traffic.sendOnRails(nodes, mean, request.direction === 'combine')) return;
  for (const gpu of group) {
    for (const node of nodes) {
      if (node === traffic.fabric.nodeOf(gpu)) continue;
      const peer = traffic.fabric.sameRail(gpu, node);
      const bytes = mean * (request.nodeLoad?.[node] ?? 1);
      if (request.direction === 'dispatch') traffic.send(gpu, peer, bytes);
      else traffic.send(peer, gpu, bytes);
    }
  }
}

/** Inside each node: from the GPU of the rail a copy came in on to the GPUs that want it. */
function addForwarding(traffic: Traffic, request: ExpertAllToAllRequest, group: readonly number[]): void {
  const byNode = membersByNode(traffic.fabric, group);
  const rails = group.length / byNode.length;
  const perPair = (request.tokensPerGpu * request.bytesPerToken * request.gpusPerToken) / rails;
  const isEven = request.nodeLoad === undefined && request.gpuLoad === undefined;
  for (const members of byNode) {
    if (isEven && traffic.sendInside(members, perPair)) continue;
    const node = traffic.fabric.nodeOf(members[0]);
    for (const target of members) {
      const bytes = perPair * (request.nodeLoad?.[node] ?? 1) * (request.gpuLoad?.[target] ?? 1);
      for (const forwarder of members) {
        if (request.direction === 'dispatch') traffic.send(forwarder, target, bytes);
        else traffic.send(target, forwarder, bytes);
      }
    }
  }
}

/** All GPUs of the nodes, node by node. */
const isWholeNodes = ({ gpusPerNode }: Fabric, group: readonly number[], nodes: readonly number[]): boolean =>
  group.length === nodes.length * gpusPerNode &&
  group.every(
    (gpu, i) => gpu === (nodes[Math.floor(i / gpusPerNode)] ?? -1) * gpusPerNode + (i % gpusPerNode),
  );

function addDirectCopies(
  traffic: Traffic,
  request: ExpertAllToAllRequest,
  group: readonly number[],
  copies: number,
): void {
  const mean = (request.tokensPerGpu * request.bytesPerToken * copies) / group.length;
  for (const source of group) {
    for (const target of group) {
      const bytes =
        mean * (request.nodeLoad?.[traffic.fabric.nodeOf(target)] ?? 1) * (request.gpuLoad?.[target] ?? 1);
      if (request.direction === 'dispatch') traffic.send(source, target, bytes);
      else traffic.send(target, source, bytes);
    }
  }
}

function nodesOf(fabric: Fabric, group: readonly number[]): readonly number[] {
  return [...new Set(group.map((gpu) => fabric.nodeOf(gpu)))];
}
