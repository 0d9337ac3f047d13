/**
 * Times of the four expert collectives of a layer, alone and overlapped with computation, from the fabric.
 */
import { type Constant, GIGA, measured, published } from '@railyard/base';
import {
  COLLECTIVE_LAUNCH,
  LinkAccount,
  type ExpertAllToAllRequest,
  type Fabric,
  addExpertMessages,
  allToAll,
  classCode,
  expertAllToAll,
  kernelShares,
} from '@railyard/cluster';
import { type ExpertCollectives, type LoadedTime, type Situation, operationSeconds } from '../chunk/index.js';
import { type GateStatistics, gateStatistics } from '../experts/index.js';
import { type MoeSpec, expertWidth } from '../model/index.js';
import { type RankPlacement, type WirePrecision, type WorkloadSpec, groupMembers } from '../plan/index.js';

/**
 * Share of its stand-alone rate that an EP kernel keeps while the other SMs compute: median of the four
 * collectives of DeepSeek's training profile (wire rates 24.4, 30.5, 31.3, 33.8 GB/s) against DeepEP's
 * stand-alone 44.6 GB/s on the same NICs. They share memory and NVLink with the compute kernels; isolated
 * kernel timings cannot show it.
 */
export const OVERLAPPED_EXPERT_RATE: Constant = measured(
  0.69,
  '',
  'deepseek-ai/profile-data train.json against DeepEP docs/legacy.md, EP64',
);

/** The slowest and the fastest of the four collectives, over the same rate. */
export const OVERLAPPED_EXPERT_RATE_RANGE: readonly [number, number] = [24.4 / 44.6, 33.8 / 44.6];

/** Bits of an element on the wire, and bytes of scales for every 128 of them. */
const WIRE_FORMATS: Readonly<Record<WirePrecision, { readonly bits: number; readonly tileBytes: number }>> = {
  bf16: { bits: 16, tileBytes: 0 },
  fp8: { bits: 8, tileBytes: 4 },
  // Least and largest logarithm of a tile as BF16 each: 9,184 B of 7,168 elements at 10 bits, as DeepEP has
  // it
  // (tests/legacy/test_low_latency.py).
  logfmt8: { bits: 8, tileBytes: 4 },
  logfmt10: { bits: 10, tileBytes: 4 },
};

/**
 * Bytes of one token copy: FP8 carries an FP32 scale for every 128 elements, LogFMT the range of each tile.
 */
export function tokenBytes(hidden: number, precision: WirePrecision): number {
  const { bits, tileBytes } = WIRE_FORMATS[precision];
  return hidden * (bits / 8 + tileBytes / 128);
}

/** Encoding and decoding LogFMT on SMs, over the exchange that they are part of. */
export const LOGFMT_CODEC_SHARE: Constant = published(
  0.75,
  '',
  'Insights into DeepSeek-V3 (ISCA 2025), section 3.2.1: 50 to 100 % of the all-to-all; the middle',
);

export const LOGFMT_CODEC_SHARE_RANGE: readonly [low: number, high: number] = [0.5, 1];

/** Times of an exchange in its format over that of its bytes alone. */
export const codecFactor = (precision: WirePrecision, share: number = LOGFMT_CODEC_SHARE.value): number =>
  precision.startsWith('logfmt') ? 1 + share : 1;

/** Alone and with balanced routing. */
export interface ExpertCollectiveTime {
  readonly seconds: number;
  readonly latencySeconds: number;
  /** Bytes that one GPU sends over NICs and over NVLink, on average. */
  readonly rdmaBytesPerGpu: number;
  readonly nvlinkBytesPerGpu: number;
  /** What crosses a NIC over time. */
  readonly wireGBps: number;
}

export interface ExpertCommunication {
  readonly gate: GateStatistics;
  /**
   * Once to each node and forwarded there, or once to each GPU: kernels that deduplicate need groups of whole
   * nodes.
   */
  readonly copies?: 'per-node' | 'per-gpu';
  readonly collectives?: { readonly overlapped: ExpertCollectives; readonly alone: ExpertCollectives };
  readonly dispatch?: ExpertCollectiveTime;
  readonly combine?: ExpertCollectiveTime;
  /** Dispatch and combine of one layer and micro-batch in all groups: what the network is asked to carry. */
  readonly requests?: readonly [ExpertAllToAllRequest, ExpertAllToAllRequest];
}

/**
 * Collectives of one layer for a micro-batch of `tokens` on each GPU. `situation` prices the cast that
 * precedes a dispatch of gradients.
 */
export function expertCommunication(
  fabric: Fabric,
  workload: WorkloadSpec,
  moe: MoeSpec,
  placement: RankPlacement,
  tokens: number,
  situation: Situation,
  overlappedRate = OVERLAPPED_EXPERT_RATE.value,
): ExpertCommunication {
  const { communication, parallelism, model } = workload;
  const width = expertWidth(model, moe);
  const gate = gateStatistics(moe, parallelism.expert, fabric.gpusPerNode);
  if (parallelism.expert === 1) return { gate };
  const groups = Array.from({ length: placement.expertGroups.count }, (_, g) => [
    ...groupMembers(placement.expertGroups, g),
  ]);
  const nodes = nodesOf(fabric, groups[0]);
  const isExchanged = communication.dispatcher === 'all-to-all';
  const copies = !isExchanged && groups.every((group) => fillsNodes(fabric, group)) ? 'per-node' : 'per-gpu';
  const perToken = isExchanged ? moe.topK * (moe.capacityFactor ?? 1) : gate.gpusPerToken;
  const request = (direction: 'dispatch' | 'combine', precision: WirePrecision): ExpertAllToAllRequest => ({
    direction,
    groups,
    tokensPerGpu: tokens,
    bytesPerToken: tokenBytes(width, precision),
    remoteNodesPerToken: (gate.nodesPerToken * (nodes - 1)) / nodes,
    gpusPerToken: gate.gpusPerToken,
    // No SMs: the NIC moves tokens by itself and fills its links.
    ...(communication.sms === 0 ? {} : { sms: communication.sms }),
    ...(communication.dispatcher === 'hybridep' ? { kernel: 'hybridep' } : {}),
    ...(copies === 'per-node' ? {} : { lowLatency: { copiesPerToken: perToken } }),
  });
  const requests = [
    request('dispatch', communication.dispatchPrecision),
    request('combine', communication.combinePrecision),
  ] as const;
  const coded = (time: ExpertCollectiveTime, precision: WirePrecision): ExpertCollectiveTime => ({
    ...time,
    seconds: time.seconds * codecFactor(precision, communication.codecShare),
  });
  const [dispatch, combine] = [
    coded(timeOf(fabric, requests[0], isExchanged), communication.dispatchPrecision),
    coded(timeOf(fabric, requests[1], isExchanged), communication.combinePrecision),
  ];
  const cast =
    communication.dispatchPrecision === 'fp8'
      ? operationSeconds(fabric.spec.device, gradientCast(tokens, width), situation)
      : 0;
  const at = (rate: number): ExpertCollectives => collectivesAt(rate, dispatch, combine, cast);
  const rate = communication.sms === 0 ? 1 : overlappedRate;
  return {
    gate,
    copies,
    dispatch,
    combine,
    requests: [...requests],
    collectives: { overlapped: at(rate), alone: at(1) },
  };
}

/** `cast`: of the gradients that a backward dispatches. */
function collectivesAt(
  rate: number,
  dispatch: ExpertCollectiveTime,
  combine: ExpertCollectiveTime,
  cast: number,
): ExpertCollectives {
  const combined = loaded(combine, rate, 0);
  return {
    dispatchForward: loaded(dispatch, rate, 0),
    combineForward: combined,
    combineBackward: loaded(dispatch, rate, cast),
    dispatchBackward: combined,
  };
}

function timeOf(fabric: Fabric, request: ExpertAllToAllRequest, isExchanged: boolean): ExpertCollectiveTime {
  if (request.lowLatency === undefined) return expertAllToAll(fabric, request);
  const direct = copiesForEachGpu(fabric, request);
  if (!isExchanged) return direct;
  // NCCL's own rates and latencies; a copy for each expert, as many to each GPU.
  const { groups, tokensPerGpu, bytesPerToken, lowLatency } = request;
  const bytes = tokensPerGpu * bytesPerToken * lowLatency.copiesPerToken;
  const { seconds, latencySeconds } = allToAll(fabric, { groups, bytes });
  const wireGBps = direct.rdmaBytesPerGpu / seconds / GIGA;
  return { ...direct, seconds, latencySeconds, wireGBps };
}

const nodesOf = (fabric: Fabric, group: readonly number[]): number =>
  new Set(group.map((gpu) => fabric.nodeOf(gpu))).size;

/** On one node, or on all GPUs of several, node by node: then an expert's place says its node. */
function fillsNodes(fabric: Fabric, group: readonly number[]): boolean {
  const { gpusPerNode } = fabric;
  return (
    nodesOf(fabric, group) === 1 ||
    group.every((gpu, i) => {
      const place = i % gpusPerNode;
      return gpu % gpusPerNode === place && gpu === group[i - place] + place;
    })
  );
}

/**
 * Groups that share nodes with others: a copy goes straight to each GPU that wants it, by the same kernels.
 * All copies have one size and start together, so the busiest link says when they end, whatever else the
 * groups do to each other.
 */
function copiesForEachGpu(fabric: Fabric, request: ExpertAllToAllRequest): ExpertCollectiveTime {
  const account = new LinkAccount(fabric, 1);
  addExpertMessages(account, request);
  account.settle();
  const { nicUplink, gpuNvlink } = fabric.graph.tables;
  const gpus = request.groups.reduce((sum, group) => sum + group.length, 0);
  const mean = (links: Int32Array): number =>
    links.reduce((sum, link) => sum + (link < 0 ? 0 : account.bytesOf(0, link)), 0) / gpus;
  const { nicShare, nvlinkShare } = kernelShares(request, true, fabric.nvlinkRate);
  const shares = new Map([
    [classCode('host'), nicShare],
    [classCode('nvlink'), nvlinkShare],
  ]);
  const [first, ...others] = request.groups[0];
  const latencySeconds =
    COLLECTIVE_LAUNCH.value +
    Math.max(...others.map((other) => fabric.router.route(first, other)?.latency ?? 0));
  const seconds = latencySeconds + account.busiestSeconds((linkClass) => shares.get(linkClass) ?? 1);
  const rdmaBytesPerGpu = mean(nicUplink);
  return {
    seconds,
    latencySeconds,
    rdmaBytesPerGpu,
    nvlinkBytesPerGpu: mean(gpuNvlink),
    wireGBps: rdmaBytesPerGpu / seconds / GIGA,
  };
}

/**
 * The part that moves bytes scales with the load of the fullest node and with the rate; latency and cast do
 * not.
 */
function loaded(
  time: { readonly seconds: number; readonly latencySeconds: number },
  rate: number,
  cast: number,
): LoadedTime {
  return { fixed: time.latencySeconds + cast, perLoad: (time.seconds - time.latencySeconds) / rate };
}

/** The output gradient is cast to FP8 on the communication stream before it is dispatched. */
function gradientCast(tokens: number, hidden: number) {
  return {
    kind: 'stream',
    name: 'combine-gradient-cast',
    section: 'mlp',
    pass: 'backward-input',
    kernel: 'cast',
    kernelPass: 'forward',
    bytes: (2 * hidden + tokenBytes(hidden, 'fp8')) * tokens,
    launches: 1,
  } as const;
}
