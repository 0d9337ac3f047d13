/**
 * What of the training state is divided among the GPUs that hold the same weights (ZeRO, arXiv 1910.02054;
 * FSDP, arXiv 2304.11277), over how many of them, and how often it is put together again.
 */
import { weightReplicas } from './layer-shape-of.js';
import { LEVELS } from '../software/index.js';
import { type OverlapSpec, type WorkloadSpec } from './workload-spec.js';

/** Schedules whose backward is one op, with which layers can be gathered and reduced one by one. */
export const WHOLE_BACKWARD: readonly string[] = ['gpipe', '1f1b', 'interleaved'];

export interface Sharding {
  readonly optimizer: boolean;
  /** Each GPU keeps its shard of the gradients; they are reduced in the backward of every micro-batch. */
  readonly gradients: boolean;
  /** Each GPU keeps its shard of the weights. */
  readonly weights: boolean;
  /** Passes of a micro-batch before which a layer's weights are gathered: none, the forward, both. */
  readonly gathers: 0 | 1 | 2;
  /** Groups that hold a copy of the state each; 1 but for hybrid sharding. */
  readonly copies: number;
}

/**
 * Weights that are not resharded after the forward stay until the backward. In a pipeline they stay over all
 * micro-batches, and gradients are whole until the last (torchtitan's `reshard_after_forward` with pipeline
 * parallelism): they are gathered and reduced once.
 */
export function shardingOf(workload: WorkloadSpec): Sharding {
  const { zeroStage, reshardAfterForward, shardingGroup, pipeline } = workload.parallelism;
  const stays = zeroStage === 3 && reshardAfterForward === false;
  const isOnce = stays && pipeline > 1;
  const replicas = weightReplicas(workload);
  return {
    optimizer: zeroStage >= 1,
    gradients: zeroStage >= 2 && !isOnce,
    weights: zeroStage === 3 && !stays,
    gathers: zeroStage < 3 || isOnce ? 0 : stays ? 1 : 2,
    copies: zeroStage === 0 ? 1 : replicas / (shardingGroup ?? replicas),
  };
}

/** Layers are gathered or their gradients reduced while micro-batches run. */
export const sharesLayers = ({ gathers, gradients }: Sharding): boolean => gathers > 0 || gradients;

/**
 * Collectives of once a step that a document hides: gradients reduced from the last backward on, weights
 * gathered in the first forward of the next step.
 */
export function hiddenOnce(workload: WorkloadSpec): {
  readonly gather: boolean;
  readonly reduction: boolean;
} {
  const overlap = { ...levelOverlap(workload), ...workload.parallelism.overlap };
  const { gradients, gathers, optimizer } = shardingOf(workload);
  return {
    gather: overlap.parameterGather === true && gathers === 0 && optimizer,
    reduction: overlap.gradientReduction === true && !gradients,
  };
}

/** The scatter of a tensor group's backward has the weight gradient alongside it. */
export const hidesTensorScatter = (workload: WorkloadSpec): boolean =>
  levelOverlap(workload).tensorScatter === true;

/** A tensor group gathers a block's input again alongside the backward: ranks keep their share of it. */
export const gathersAgain = (workload: WorkloadSpec): boolean =>
  workload.parallelism.overlap?.tensor === true || hidesTensorScatter(workload);

/** What the job's software hides unless its owner says otherwise, where the schedule lets it. */
function levelOverlap({
  software,
  schedule,
}: WorkloadSpec): OverlapSpec & { readonly tensorScatter?: boolean } {
  if (software?.level === undefined || !WHOLE_BACKWARD.includes(schedule.name)) return {};
  return LEVELS[software.level].overlap ?? {};
}
