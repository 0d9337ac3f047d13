/**
 * Throughput and utilization of a training step: one function for each metric, as defined under the paper's
 * Table 4 (docs/glossary.md).
 */
import { GIGA, SECONDS_PER_DAY, TERA } from '@railyard/base';
import { type ClusterSpec, type DeviceSpec } from '@railyard/cluster';
import { flopsPerToken } from '../model/index.js';
import { type WorkloadSpec } from '../plan/index.js';

/** Tokens of one optimizer step over the whole job: sequences x their length. */
export function tokensPerStep(workload: WorkloadSpec): number {
  return workload.batch.globalSequences * workload.batch.sequenceLength;
}

/**
 * Tokens trained in 24 hours of back-to-back steps, in billions (1e9); no failures, checkpoints or
 * evaluation.
 */
export function tokensPerDayB(workload: WorkloadSpec, stepTimeS: number): number {
  return (tokensPerStep(workload) * SECONDS_PER_DAY) / stepTimeS / GIGA;
}

/**
 * Model FLOPs per second and GPU, in TFLOPS. Causal counts the lower triangle of the attention matrix (as
 * FlashAttention does), non-causal the whole matrix (as Megatron does). FLOPs are the model's without MTP and
 * without recomputation; the time is that of everything.
 */
export function achievedTflops(
  workload: WorkloadSpec,
  gpus: number,
  stepTimeS: number,
  causal: boolean,
): number {
  const perToken = flopsPerToken(workload.model, workload.batch.sequenceLength, causal).total;
  return (tokensPerStep(workload) * perToken) / (stepTimeS * gpus) / TERA;
}

/**
 * Model FLOPs utilization: achieved TFLOPS over the device's dense BF16 peak, whatever precision the job
 * computes in.
 */
export function modelFlopsUtilization(achievedTflopsPerGpu: number, device: DeviceSpec): number {
  return achievedTflopsPerGpu / device.bf16Tflops;
}

export interface Throughput {
  readonly tokensPerDayB: number;
  readonly tflopsCausal: number;
  readonly tflopsNonCausal: number;
  readonly mfuCausal: number;
  readonly mfuNonCausal: number;
}

export function throughput(cluster: ClusterSpec, workload: WorkloadSpec, stepTimeS: number): Throughput {
  const gpus = cluster.nodes * cluster.gpusPerNode;
  const tflopsCausal = achievedTflops(workload, gpus, stepTimeS, true);
  const tflopsNonCausal = achievedTflops(workload, gpus, stepTimeS, false);
  return {
    tokensPerDayB: tokensPerDayB(workload, stepTimeS),
    tflopsCausal,
    tflopsNonCausal,
    mfuCausal: modelFlopsUtilization(tflopsCausal, cluster.device),
    mfuNonCausal: modelFlopsUtilization(tflopsNonCausal, cluster.device),
  };
}
