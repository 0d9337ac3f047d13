/** Collectives by the names under which users ask for them, on one group of GPUs. */
import { assertUnreachable, GIGA } from '@railyard/base';
import { addAllToAll, addSends, allToAll, sendReceive } from './all-to-all.js';
import { allGather, allReduce, reduceScatter, soonerAllReduce } from './data-parallel.js';
import { addExpertMessages, expertAllToAll, type ExpertAllToAllRequest, kernelShares } from './expert-all-to-all.js';
import { type Fabric } from './fabric.js';
import { tokenCopies } from './figures/token-copies.js';
import { type CollectiveTime } from './outcome.js';
import { addRings } from './ring.js';
import { type Traffic, type TrafficOptions } from './traffic.js';
import { addTrees } from './tree.js';

export const COLLECTIVES = ['all-to-all', 'all-reduce', 'all-gather', 'reduce-scatter', 'dispatch', 'combine', 'send-receive'] as const;
export type CollectiveName = (typeof COLLECTIVES)[number];

/** FP8 dispatch of DeepSeek-V3 moves hidden x (1 + 4/128) bytes a token, BF16 combine hidden x 2. */
const HIDDEN = 7168;

/** Messages of a collective, as far as they are flows of their own. */
export const messagesOf = (collective: CollectiveName, gpus: number, gpusPerNode: number): number => (collective === 'all-to-all' ? gpus * (gpus - 1) : gpus * gpusPerNode);

export function timeOf(fabric: Fabric, collective: CollectiveName, group: readonly number[], bytes: number): CollectiveTime {
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

/** What the collective's kernels reach of links. */
export function reachedShares(fabric: Fabric, collective: CollectiveName, gpus: number): Pick<TrafficOptions, 'nicShare' | 'nvlinkShare'> {
  return collective === 'dispatch' || collective === 'combine' ? kernelShares(undefined, gpus / fabric.gpusPerNode) : {};
}

/** The messages whose time `timeOf` gives. */
export function addMessages(traffic: Traffic, collective: CollectiveName, group: readonly number[], bytes: number): Traffic {
  const { fabric } = traffic;
  const request = { groups: [group], bytes };
  switch (collective) {
    case 'all-to-all': return addAllToAll(traffic, request);
    case 'all-reduce': return soonerAllReduce(fabric, request).algorithm === 'tree' ? addTrees(traffic, request) : addRings(traffic, collective, request);
    case 'all-gather': case 'reduce-scatter': return addRings(traffic, collective, request);
    case 'dispatch': case 'combine': return addExpertMessages(traffic, expertRequest(fabric, collective, group, bytes));
    case 'send-receive': return addSends(traffic, { pairs: halves(group), bytes });
    default: return assertUnreachable(collective);
  }
}

function expertRequest(fabric: Fabric, direction: 'dispatch' | 'combine', group: readonly number[], bytes: number): ExpertAllToAllRequest {
  const nodes = group.length / fabric.gpusPerNode;
  const { nodesPerToken, gpusPerToken } = tokenCopies(group.length, nodes);
  const bytesPerToken = direction === 'dispatch' ? HIDDEN * (1 + 4 / 128) : HIDDEN * 2;
  return { direction, groups: [group], tokensPerGpu: bytes / bytesPerToken, bytesPerToken, remoteNodesPerToken: (nodesPerToken * (nodes - 1)) / nodes, gpusPerToken };
}

/** GPU i of the first half to GPU i of the second. */
const halves = (group: readonly number[]) => group.slice(0, group.length / 2).map((gpu, i) => [gpu, group[group.length / 2 + i]!] as const);
