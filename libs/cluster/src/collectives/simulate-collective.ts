/** One collective on one cluster, standalone: what `railyard network` and its API route answer with. */
import { assertUnreachable, GIGA, type IssueList, parseBytes } from '@railyard/base';
import { checkCluster, type ClusterSpec, type RoutingPolicy } from '../definition/index.js';
import { capacityUnder, checkFaults, parseFault } from '../faults/fabric-fault.js';
import { simulateWithLoads } from '../flows/index.js';
import { buildFabric, linkName } from '../topology/index.js';
import { addAllToAll, addSends, allToAll, sendReceive } from './all-to-all.js';
import { allGather, allReduce, reduceScatter } from './data-parallel.js';
import { addExpertMessages, expertAllToAll, type ExpertAllToAllRequest } from './expert-all-to-all.js';
import { Fabric } from './fabric.js';
import { tokenCopies } from './figures/token-copies.js';
import { type CollectiveTime } from './outcome.js';
import { LinkAccount } from './link-account.js';
import { addRings } from './ring.js';
import { Traffic } from './traffic.js';

export const COLLECTIVES = ['all-to-all', 'all-reduce', 'all-gather', 'reduce-scatter', 'dispatch', 'combine', 'send-receive'] as const;
export type CollectiveName = (typeof COLLECTIVES)[number];

export interface NetworkRequest {
  readonly cluster: ClusterSpec;
  readonly collective: CollectiveName;
  /** The cluster's first GPUs. */
  readonly gpus: number;
  /** Buffer of one rank: a number or text like `1GiB`. Dispatch and combine: what one rank sends if every token went to one expert. */
  readonly bytes: number | string;
  readonly routing?: RoutingPolicy;
  readonly pxn?: boolean;
  /** Parts that are down, or degraded: `leaf:3`, `node:0/nic:2=0.5`. */
  readonly fail?: readonly string[];
  /** Of the ECMP hash. */
  readonly seed?: number;
}

export interface LoadedLink {
  readonly name: string;
  readonly class: string;
  /** -1 when the link belongs to no plane. */
  readonly plane: number;
  readonly bytes: number;
  /** Mean share of its rate while the collective runs. */
  readonly utilisation: number;
  /** Highest share at any moment; left out where the messages are too many to be followed one by one. */
  readonly peakUtilisation?: number;
}

export interface NetworkAnswer {
  readonly algbwGBps: number;
  readonly busbwGBps: number;
  readonly timeUs: number;
  readonly latencyUs: number;
  readonly bottleneck: string;
  /** Busiest links first. */
  readonly links: readonly LoadedLink[];
  /** Bytes by plane, NIC links only; one entry for a single fabric. */
  readonly planes: readonly { readonly plane: number; readonly bytes: number }[];
  /** Flows of the collective, whether simulated one by one or by symmetry. */
  readonly flows: number;
}

const TOP_LINKS = 16;
/** Largest collective whose links are followed over time, in messages; above it, what they carry is added up. */
const FOLLOWED_MESSAGES = 70_000;
/** FP8 dispatch of DeepSeek-V3 moves hidden x (1 + 4/128) bytes a token, BF16 combine hidden x 2. */
const HIDDEN = 7168;

/** Reports everything that keeps a request from being run, at its path. */
export function checkNetworkRequest(request: NetworkRequest, issues: IssueList): void {
  const before = issues.issues.length;
  checkCluster(request.cluster, issues.at('cluster'));
  const known = issues.issues.length === before;
  issues.at('collective').require(COLLECTIVES.includes(request.collective), 'unknown-collective', `unknown collective ${JSON.stringify(request.collective)}`, `one of ${COLLECTIVES.join(', ')}`);
  const bytes = bytesOf(request);
  issues.at('bytes').require(bytes !== undefined && bytes > 0 && bytes < Infinity, 'out-of-range', `${JSON.stringify(request.bytes)} is not a size`, 'a number of bytes, or text like 1GiB, 64MB');
  if (request.routing !== undefined) {
    issues.at('routing').require(['ecmp', 'adaptive', 'static'].includes(request.routing), 'unknown-routing', `unknown routing ${JSON.stringify(request.routing)}`, 'one of ecmp, adaptive, static');
  }
  if (!known) return;
  const { cluster } = request;
  const total = cluster.nodes * cluster.gpusPerNode;
  const at = issues.at('gpus');
  if (at.require(Number.isInteger(request.gpus) && request.gpus >= 2 && request.gpus <= total, 'out-of-range', `${request.gpus} GPUs of a cluster of ${total}`, `a whole number from 2 to ${total}`)) {
    const whole = request.gpus % cluster.gpusPerNode === 0;
    const experts = request.collective === 'dispatch' || request.collective === 'combine';
    if (experts) at.require(whole && 256 % request.gpus === 0, 'does-not-divide', `256 experts do not spread over ${request.gpus} GPUs`, `whole nodes of ${cluster.gpusPerNode} GPUs, a power of two up to 256`);
    if (request.collective === 'send-receive') at.require(request.gpus % 2 === 0, 'does-not-divide', `${request.gpus} GPUs are not pairs`, 'an even number');
  }
  if (request.fail !== undefined && request.fail.length > 0) checkFaults(buildFabric(cluster), request.fail.map(parseFault), issues.at('fail'));
}

const bytesOf = ({ bytes }: NetworkRequest): number | undefined => (typeof bytes === 'string' ? parseBytes(bytes) : bytes);

/** Runs a checked request. @throws InvariantError when faults leave two members without a path. */
export function simulateCollective(request: NetworkRequest): NetworkAnswer {
  const { cluster } = request;
  const graph = buildFabric(cluster);
  const fabric = new Fabric(cluster, {
    graph, capacity: capacityUnder(graph, (request.fail ?? []).map(parseFault)), routing: request.routing ?? cluster.routing, pxn: request.pxn ?? cluster.pxn, seed: request.seed ?? 0,
  });
  const group = Array.from({ length: request.gpus }, (_, gpu) => gpu);
  const bytes = bytesOf(request)!;
  const time = timeOf(fabric, request.collective, group, bytes);
  const messages = request.collective === 'all-to-all' ? group.length * (group.length - 1) : group.length * fabric.gpusPerNode;
  const loads = messages <= FOLLOWED_MESSAGES ? followed(fabric, request.collective, group, bytes) : addedUp(fabric, request.collective, group, bytes, time);
  return {
    algbwGBps: time.algbwGBps, busbwGBps: time.busbwGBps, timeUs: time.seconds * 1e6, latencyUs: time.latencySeconds * 1e6, bottleneck: time.bottleneck,
    links: topLinks(fabric, loads), planes: planeBytes(fabric, loads), flows: loads.flows,
  };
}

function expertRequest(fabric: Fabric, direction: 'dispatch' | 'combine', group: readonly number[], bytes: number): ExpertAllToAllRequest {
  const nodes = group.length / fabric.gpusPerNode;
  const { nodesPerToken, gpusPerToken } = tokenCopies(group.length, nodes);
  const bytesPerToken = direction === 'dispatch' ? HIDDEN * (1 + 4 / 128) : HIDDEN * 2;
  return { direction, groups: [group], tokensPerGpu: bytes / bytesPerToken, bytesPerToken, remoteNodesPerToken: (nodesPerToken * (nodes - 1)) / nodes, gpusPerToken };
}

/** GPU i of the first half to GPU i of the second. */
const halves = (group: readonly number[]) => group.slice(0, group.length / 2).map((gpu, i) => [gpu, group[group.length / 2 + i]!] as const);

function timeOf(fabric: Fabric, collective: CollectiveName, group: readonly number[], bytes: number): CollectiveTime {
  const request = { groups: [group], bytes };
  switch (collective) {
    case 'all-to-all': return allToAll(fabric, request);
    case 'all-reduce': return allReduce(fabric, request);
    case 'all-gather': return allGather(fabric, request);
    case 'reduce-scatter': return reduceScatter(fabric, request);
    case 'dispatch': case 'combine': return withLogicalRate(expertAllToAll(fabric, expertRequest(fabric, collective, group, bytes)));
    case 'send-receive': return sendReceive(fabric, { pairs: halves(group), bytes });
    default: return assertUnreachable(collective);
  }
}

/** nccl-tests does not know dispatch and combine: algbw is DeepEP's logical rate, busbw what crosses the wire. */
const withLogicalRate = (time: ReturnType<typeof expertAllToAll>): CollectiveTime => ({ ...time, algbwGBps: time.logicalGBps, busbwGBps: time.rdmaBytesPerGpu > 0 ? time.wireGBps : time.nvlinkBytesPerGpu / time.seconds / GIGA });

function addMessages(traffic: Traffic, collective: CollectiveName, group: readonly number[], bytes: number): Traffic {
  const { fabric } = traffic;
  const request = { groups: [group], bytes };
  switch (collective) {
    case 'all-to-all': return addAllToAll(traffic, request);
    case 'all-reduce': case 'all-gather': case 'reduce-scatter': return addRings(traffic, collective, request);
    case 'dispatch': case 'combine': return addExpertMessages(traffic, expertRequest(fabric, collective, group, bytes));
    case 'send-receive': return addSends(traffic, { pairs: halves(group), bytes });
    default: return assertUnreachable(collective);
  }
}

/** What links of the graph carry; `peak` only where flows were followed. */
interface Loads {
  readonly link: Int32Array;
  readonly bytes: Float64Array;
  readonly mean: Float64Array;
  readonly peak?: Float64Array;
  readonly flows: number;
}

function followed(fabric: Fabric, collective: CollectiveName, group: readonly number[], bytes: number): Loads {
  const { flows, linkOf } = addMessages(new Traffic(fabric, { everyHop: true }), collective, group, bytes).build();
  const { loads } = simulateWithLoads(flows);
  return { link: linkOf, bytes: loads.bytes, mean: loads.mean, peak: loads.peakOfAll, flows: flows.bytes.length };
}

function addedUp(fabric: Fabric, collective: CollectiveName, group: readonly number[], bytes: number, time: CollectiveTime): Loads {
  const account = new LinkAccount(fabric, 1);
  addMessages(account, collective, group, bytes);
  account.settle();
  const link = Int32Array.from(Array.from({ length: account.links }, (_, l) => l).filter((l) => account.bytesOf(0, l) > 0));
  const carried = Float64Array.from(link, (l) => account.bytesOf(0, l));
  const seconds = time.seconds - time.latencySeconds;
  return { link, bytes: carried, mean: carried.map((sent, at) => sent / (fabric.capacity[link[at]!]! * seconds)), flows: account.sent };
}

function topLinks(fabric: Fabric, { link, bytes, mean, peak }: Loads): readonly LoadedLink[] {
  const busiest = Array.from(link.keys()).sort((a, b) => mean[b]! - mean[a]! || link[a]! - link[b]!).slice(0, TOP_LINKS);
  return busiest.map((at) => ({
    name: linkName(fabric.graph, link[at]!), class: fabric.graph.classOf(link[at]!), plane: fabric.graph.linkPlane[link[at]!]!,
    bytes: bytes[at]!, utilisation: mean[at]!, ...(peak === undefined ? {} : { peakUtilisation: peak[at]! }),
  }));
}

function planeBytes({ graph }: Fabric, { link, bytes }: Loads): NetworkAnswer['planes'] {
  const planes = new Map<number, number>();
  const nics = graph.range('nic');
  link.forEach((own, at) => {
    const leavesNic = graph.linkFrom[own]! >= nics.first && graph.linkFrom[own]! < nics.first + nics.count;
    if (leavesNic && graph.classOf(own) === 'host') planes.set(graph.linkPlane[own]!, (planes.get(graph.linkPlane[own]!) ?? 0) + bytes[at]!);
  });
  return [...planes].sort((a, b) => a[0] - b[0]).map(([plane, sent]) => ({ plane, bytes: sent }));
}
