/**
 * What follows the last backward: gradients are reduced, the optimizer updates its shard, weights are
 * gathered (ZeRO-1).
 *
 * Nothing of it overlaps the pipeline: DualPipe's last ops on every rank are weight gradients of the stages
 * that every rank still accumulates into, so no gradient is final before the pipeline has drained. Dense
 * gradients are reduced over all data replicas, routed experts over the GPUs that hold the same experts;
 * where a schedule keeps each stage twice (DualPipe), over both copies. The two reductions are separate
 * collectives, one after the other, as is their gathering.
 */
import { type Constant, type ProvenancedInput, asInput, assumed } from '@railyard/base';
import { type CollectiveTime, type Fabric, allGather, allReduce, reduceScatter } from '@railyard/cluster';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import { streamSeconds } from '../kernels/index.js';
import { type RankParameters, STATE_RECIPES, rankParameters, stagesOfRank } from '../memory/index.js';
import {
  type RankGroups,
  type RankPlacement,
  type StageLayers,
  type WorkloadSpec,
  groupMembers,
} from '../plan/index.js';
import { type Schedule } from '../schedule/index.js';

/** Gradients are reduced in the precision in which they are accumulated. */
export const REDUCED_GRADIENT_BYTES: Constant = assumed(
  4,
  'B/parameter',
  'reduced as accumulated, in FP32 (V3 report section 3.3.3 keeps the accumulation in FP32)',
);

export interface OptimizerPhase {
  readonly seconds: number;
  readonly denseReduceS: number;
  readonly expertReduceS: number;
  readonly normS: number;
  readonly updateS: number;
  readonly denseGatherS: number;
  readonly expertGatherS: number;
  /** Accumulators are set to zero for the next step. */
  readonly clearS: number;
  /** Bytes that the busiest rank's GPU puts into the collectives. */
  readonly reducedBytesPerGpu: number;
  readonly gatheredBytesPerGpu: number;
  readonly inputs: readonly ProvenancedInput[];
}

/** The phase lasts as long as on the rank with the most weights: the next step starts together. */
export function optimizerPhase(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  schedule: Schedule,
  assignment: readonly StageLayers[],
): OptimizerPhase {
  const copies = schedule.directions;
  const held = parametersByRank(workload, schedule, assignment);
  const dense = Math.max(...held.map((of) => of.dense));
  const routed = Math.max(...held.map((of) => of.routed));
  const recipe = STATE_RECIPES[workload.precision];
  const denseGroups = withCopies(placement.dataGroups, copies, workload);
  const expertGroups = withCopies(placement.expertDataGroups, copies, workload);
  const sharded = workload.parallelism.zeroStage === 1;

  const reduce = (groups: readonly number[][], parameters: number): CollectiveTime =>
    (sharded ? reduceScatter : allReduce)(fabric, {
      groups,
      bytes: parameters * REDUCED_GRADIENT_BYTES.value,
    });
  const gather = (groups: readonly number[][], parameters: number) =>
    sharded ? allGather(fabric, { groups, bytes: parameters * recipe.weight.value }).seconds : 0;
  const denseReduceS = reduce(denseGroups, dense).seconds;
  const expertReduceS = routed === 0 ? 0 : reduce(expertGroups, routed).seconds;
  const shard = sharded ? dense / denseGroups[0].length + routed / expertGroups[0].length : dense + routed;
  const memory = (bytes: number) =>
    LAUNCH_GAP_SECONDS + streamSeconds(fabric.spec.device, { bytes, kernel: 'adam' });
  const times = {
    denseReduceS,
    expertReduceS,
    // The norm of all gradients: each GPU reads its shard, one number is reduced over the job.
    normS:
      memory(shard * REDUCED_GRADIENT_BYTES.value) +
      allReduce(fabric, { groups: denseGroups, bytes: 8 }).seconds,
    // Gradient read; master weight and moments read and written; weight written.
    updateS: memory(
      shard * (REDUCED_GRADIENT_BYTES.value + 2 * recipe.optimizer.value + recipe.weight.value),
    ),
    denseGatherS: gather(denseGroups, dense),
    expertGatherS: routed === 0 ? 0 : gather(expertGroups, routed),
    clearS: memory((dense + routed) * recipe.gradient.value),
  };
  return {
    ...times,
    seconds: Object.values(times).reduce((sum, seconds) => sum + seconds, 0),
    reducedBytesPerGpu: (dense + routed) * REDUCED_GRADIENT_BYTES.value,
    gatheredBytesPerGpu: sharded ? (dense + routed) * recipe.weight.value : 0,
    inputs: [asInput('optimizer.reducedGradientBytes', REDUCED_GRADIENT_BYTES)],
  };
}

/** [ranks] parameters that a GPU of each pipeline rank holds. */
export function parametersByRank(
  workload: WorkloadSpec,
  schedule: Schedule,
  assignment: readonly StageLayers[],
): readonly RankParameters[] {
  return Array.from({ length: schedule.ranks }, (_, rank) =>
    rankParameters(
      workload,
      stagesOfRank(schedule, rank).map((stage) => assignment[stage]),
    ),
  );
}

/** Groups of a schedule that keeps each stage on a rank and on its mirror: both ranks' groups together. */
export function withCopies(groups: RankGroups, copies: number, workload: WorkloadSpec): number[][] {
  const { pipeline } = workload.parallelism;
  const perStage = groups.count / pipeline;
  const stages = copies === 2 ? pipeline / 2 : pipeline;
  return Array.from({ length: stages * perStage }, (_, index) => {
    const stage = Math.floor(index / perStage);
    const own = groupMembers(groups, index);
    if (copies === 1) return [...own];
    const mirror = groupMembers(groups, (pipeline - 1 - stage) * perStage + (index % perStage));
    return [...own, ...mirror];
  });
}
