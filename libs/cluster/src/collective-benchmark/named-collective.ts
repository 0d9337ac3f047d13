/** Collectives by the names under which users ask for them, on one group of GPUs. */
import { assertUnreachable, GIGA } from '@railyard/base';
import {
  addAllToAll,
  addChains,
  addExpertMessages,
  addIncast,
  addRings,
  addScatter,
  addSends,
  addSwitchReduction,
  addTrees,
  allGather,
  allToAll,
  chainCollective,
  chosenAllReduce,
  type CollectiveAlgorithm,
  type CollectiveTime,
  expertAllToAll,
  type ExpertAllToAllRequest,
  type GroupCollective,
  incast,
  kernelShares,
  lowLatencyShares,
  reduceScatter,
  scatter,
  sendReceive,
  tokenCopies,
} from '../collectives/index.js';
import { type Fabric, type Traffic, type TrafficOptions } from '../traffic/index.js';

export const COLLECTIVES = [
  'all-to-all',
  'all-reduce',
  'all-gather',
  'reduce-scatter',
  'dispatch',
  'combine',
  'low-latency-dispatch',
  'low-latency-combine',
  'incast',
  'scatter',
  'broadcast',
  'reduce',
  'send-receive',
] as const;
export type CollectiveName = (typeof COLLECTIVES)[number];
export type ExpertCollective = Extract<CollectiveName, `${string}dispatch` | `${string}combine`>;

const HIDDEN = 7168;
/** FP8 dispatch of DeepSeek-V3 moves hidden x (1 + 4/128) bytes a token, BF16 combine hidden x 2. */
const TOKEN_BYTES = { dispatch: HIDDEN * (1 + 4 / 128), combine: HIDDEN * 2 } as const;
/** Experts of a token: low-latency kernels send so many copies of it. */
const COPIES = 8;
/** Tokens of a GPU where nothing is said: what DeepEP's low-latency test takes. */
export const LOW_LATENCY_TOKENS = 128;

export const isExpert = (collective: CollectiveName): collective is ExpertCollective =>
  collective.endsWith('dispatch') || collective.endsWith('combine');

export const isLowLatency = (collective: CollectiveName): boolean => collective.startsWith('low-latency-');

const directionOf = (collective: ExpertCollective): 'dispatch' | 'combine' =>
  collective.endsWith('dispatch') ? 'dispatch' : 'combine';

/** Bytes of one token, where a collective sends tokens. */
export const tokenBytes = (collective: CollectiveName): number | undefined =>
  isExpert(collective) ? TOKEN_BYTES[directionOf(collective)] : undefined;

/** `algorithm` of collectives that have one. */
export type NamedTime = CollectiveTime & { readonly algorithm?: CollectiveAlgorithm };

export function timeOf(
  fabric: Fabric,
  collective: CollectiveName,
  group: readonly number[],
  bytes: number,
): NamedTime {
  const request = { groups: [group], bytes };
  switch (collective) {
    case 'all-to-all':
      return allToAll(fabric, request);
    case 'all-reduce': {
      const { algorithm, time } = chosenAllReduce(fabric, request);
      return { ...time, algorithm };
    }
    case 'all-gather':
      return { ...allGather(fabric, request), algorithm: 'ring' };
    case 'reduce-scatter':
      return { ...reduceScatter(fabric, request), algorithm: 'ring' };
    case 'dispatch':
    case 'combine':
    case 'low-latency-dispatch':
    case 'low-latency-combine':
      return withLogicalRate(expertAllToAll(fabric, expertRequest(fabric, collective, group, bytes)));
    case 'incast':
      return incast(fabric, { group, bytes });
    case 'scatter':
      return scatter(fabric, { group, bytes });
    case 'broadcast':
    case 'reduce':
      return { ...chainCollective(fabric, collective, { group, bytes }), algorithm: 'ring' };
    case 'send-receive':
      return sendReceive(fabric, { pairs: halves(group), bytes });
    default:
      return assertUnreachable(collective);
  }
}

/**
 * nccl-tests does not know dispatch and combine: algbw is DeepEP's logical rate, busbw what crosses the wire.
 */
const withLogicalRate = (time: ReturnType<typeof expertAllToAll>): CollectiveTime => ({
  ...time,
  algbwGBps: time.logicalGBps,
  busbwGBps: time.rdmaBytesPerGpu > 0 ? time.wireGBps : time.nvlinkBytesPerGpu / time.seconds / GIGA,
});

/** What the collective's kernels reach of links. */
export function reachedShares(
  fabric: Fabric,
  collective: CollectiveName,
  gpus: number,
): Pick<TrafficOptions, 'nicShare' | 'nvlinkShare'> {
  if (isLowLatency(collective)) return lowLatencyShares(fabric);
  return isExpert(collective) ? kernelShares(undefined, gpus > fabric.gpusPerNode, fabric.nvlinkRate) : {};
}

/** Bytes of each message, of a collective with messages of one size between every two GPUs. */
export const messageBytes = (collective: CollectiveName, gpus: number, bytes: number): number | undefined =>
  collective === 'all-to-all' ? bytes / gpus : isLowLatency(collective) ? (bytes * COPIES) / gpus : undefined;

/** The messages whose time `timeOf` gives. */
export function addMessages(
  traffic: Traffic,
  collective: CollectiveName,
  group: readonly number[],
  bytes: number,
): Traffic {
  const { fabric } = traffic;
  const request = { groups: [group], bytes };
  switch (collective) {
    case 'all-to-all':
      return addAllToAll(traffic, request);
    case 'all-reduce':
      return addAllReduce(traffic, request);
    case 'all-gather':
    case 'reduce-scatter':
      return addRings(traffic, collective, request);
    case 'dispatch':
    case 'combine':
    case 'low-latency-dispatch':
    case 'low-latency-combine':
      return addExpertMessages(traffic, expertRequest(fabric, collective, group, bytes));
    case 'incast':
      return addIncast(traffic, { group, bytes });
    case 'scatter':
      return addScatter(traffic, { group, bytes });
    case 'broadcast':
    case 'reduce':
      return addChains(traffic, collective, { group, bytes });
    case 'send-receive':
      return addSends(traffic, { pairs: halves(group), bytes });
    default:
      return assertUnreachable(collective);
  }
}

function addAllReduce(traffic: Traffic, request: GroupCollective): Traffic {
  const { algorithm } = chosenAllReduce(traffic.fabric, request);
  if (algorithm === 'tree') return addTrees(traffic, request);
  return algorithm === 'nvls'
    ? addSwitchReduction(traffic, request)
    : addRings(traffic, 'all-reduce', request);
}

function expertRequest(
  { gpusPerNode }: Fabric,
  collective: ExpertCollective,
  group: readonly number[],
  bytes: number,
): ExpertAllToAllRequest {
  const bytesPerToken = TOKEN_BYTES[directionOf(collective)];
  const common = {
    direction: directionOf(collective),
    groups: [group],
    tokensPerGpu: bytes / bytesPerToken,
    bytesPerToken,
  };
  if (isLowLatency(collective))
    return {
      ...common,
      remoteNodesPerToken: 0,
      gpusPerToken: COPIES,
      lowLatency: { copiesPerToken: COPIES },
    };
  const nodes = group.length / gpusPerNode;
  const { nodesPerToken, gpusPerToken } = tokenCopies(group.length, nodes);
  return { ...common, remoteNodesPerToken: (nodesPerToken * (nodes - 1)) / nodes, gpusPerToken };
}

/** GPU i of the first half to GPU i of the second. */
const halves = (group: readonly number[]) =>
  group.slice(0, group.length / 2).map((gpu, i) => [gpu, group[group.length / 2 + i]] as const);
