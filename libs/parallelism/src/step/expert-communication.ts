/** Times of the four expert collectives of a layer, alone and beside computation, from the fabric. */
import { type Constant, measured } from '@railyard/base';
import { type Fabric, expertAllToAll } from '@railyard/cluster';
import { type ExpertCollectives, type LoadedTime, type Situation, operationSeconds } from '../chunk/index.js';
import { type GateStatistics, gateStatistics } from '../experts/index.js';
import { type MoeSpec } from '../model/index.js';
import { type RankPlacement, type WirePrecision, type WorkloadSpec, groupMembers } from '../plan/index.js';

/**
 * Share of its stand-alone rate that an EP kernel keeps while the other SMs compute: median of the four collectives of
 * DeepSeek's training profile (wire rates 24.4, 30.5, 31.3, 33.8 GB/s) against DeepEP's stand-alone 44.6 GB/s on the same
 * NICs. They share memory and NVLink with the compute kernels; isolated kernel timings cannot show it.
 */
export const OVERLAPPED_EXPERT_RATE: Constant = measured(0.69, '', 'deepseek-ai/profile-data train.json against DeepEP docs/legacy.md, EP64');

/** Bytes of one token copy: FP8 carries an FP32 scale for every 128 elements. */
export function tokenBytes(hidden: number, precision: WirePrecision): number {
  return precision === 'fp8' ? hidden * (1 + 4 / 128) : hidden * 2;
}

export interface ExpertCommunication {
  readonly gate: GateStatistics;
  readonly collectives?: { readonly overlapped: ExpertCollectives; readonly alone: ExpertCollectives };
  /** Seconds, alone and balanced, and bytes one GPU's NIC sends: for the result's network section. */
  readonly dispatch?: { readonly seconds: number; readonly rdmaBytesPerGpu: number; readonly nvlinkBytesPerGpu: number; readonly wireGBps: number };
  readonly combine?: { readonly seconds: number; readonly rdmaBytesPerGpu: number; readonly nvlinkBytesPerGpu: number; readonly wireGBps: number };
}

/** Collectives of one layer for a micro-batch of `tokens` on each GPU. `situation` prices the cast that precedes a dispatch of gradients. */
export function expertCommunication(fabric: Fabric, workload: WorkloadSpec, moe: MoeSpec, placement: RankPlacement, tokens: number, situation: Situation): ExpertCommunication {
  const { communication, parallelism, model } = workload;
  const gate = gateStatistics(moe, parallelism.expert, fabric.gpusPerNode);
  if (parallelism.expert === 1) return { gate };
  const groups = Array.from({ length: placement.expertGroups.count }, (_, g) => [...groupMembers(placement.expertGroups, g)]);
  const nodes = new Set(groups[0]!.map((gpu) => fabric.nodeOf(gpu))).size;
  const collective = (direction: 'dispatch' | 'combine', precision: WirePrecision) => expertAllToAll(fabric, {
    direction, groups, tokensPerGpu: tokens, bytesPerToken: tokenBytes(model.hidden, precision),
    remoteNodesPerToken: (gate.nodesPerToken * (nodes - 1)) / nodes, gpusPerToken: gate.gpusPerToken,
    // No SMs: the NIC moves tokens by itself and fills its links.
    ...(communication.sms === 0 ? {} : { sms: communication.sms }),
  });
  const dispatch = collective('dispatch', communication.dispatchPrecision);
  const combine = collective('combine', communication.combinePrecision);
  const cast = communication.dispatchPrecision === 'bf16' ? 0 : operationSeconds(fabric.spec.device, gradientCast(tokens, model.hidden), situation);
  const at = (rate: number): ExpertCollectives => {
    const dispatched = loaded(dispatch, rate, 0);
    const combined = loaded(combine, rate, 0);
    return { dispatchForward: dispatched, combineForward: combined, combineBackward: loaded(dispatch, rate, cast), dispatchBackward: combined };
  };
  const rate = communication.sms === 0 ? 1 : OVERLAPPED_EXPERT_RATE.value;
  return { gate, dispatch, combine, collectives: { overlapped: at(rate), alone: at(1) } };
}

/** The part that moves bytes scales with the load of the fullest node and with the rate; latency and cast do not. */
function loaded(time: { readonly seconds: number; readonly latencySeconds: number }, rate: number, cast: number): LoadedTime {
  return { fixed: time.latencySeconds + cast, perLoad: (time.seconds - time.latencySeconds) / rate };
}

/** The output gradient is cast to FP8 on the communication stream before it is dispatched. */
function gradientCast(tokens: number, hidden: number) {
  return {
    kind: 'stream', name: 'combine-gradient-cast', section: 'mlp', pass: 'backward-input', kernel: 'cast', kernelPass: 'forward',
    bytes: (2 * hidden + tokenBytes(hidden, 'fp8')) * tokens, launches: 1,
  } as const;
}
