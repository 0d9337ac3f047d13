/**
 * Which rows of a search surely break a rule, by arithmetic on what they consist of: whole numbers, and the
 * name of a schedule. What is refused here has issues under the rules themselves (`checkPlan`), which say
 * more and are asked only when somebody reads them; the reverse is not claimed.
 */
import {
  chunksPerDeviceOf,
  EDGE_STAGES,
  sharesLayers,
  shardingOf,
  WHOLE_BACKWARD,
  type WorkloadSpec,
} from '@railyard/parallelism';

/** @param gpus of the cluster */
export function breaksRule(workload: WorkloadSpec, gpus: number): boolean {
  return (
    !isWhole(gpus / ranksOfReplica(workload)) ||
    breaksBatch(workload) ||
    breaksExperts(workload) ||
    breaksStages(workload) ||
    (sharesLayers(shardingOf(workload)) && !WHOLE_BACKWARD.includes(workload.schedule.name))
  );
}

const isWhole = (value: number): boolean => Number.isInteger(value);

/** GPUs of one replica of the model. */
export const ranksOfReplica = ({ parallelism }: WorkloadSpec): number =>
  parallelism.pipeline * parallelism.tensor * (parallelism.context ?? 1);

const breaksBatch = ({ batch, parallelism }: WorkloadSpec): boolean =>
  batch.globalSequences % (parallelism.data * batch.microBatchSequences) !== 0;

function breaksExperts({ model, parallelism }: WorkloadSpec): boolean {
  const { expert, expertTensor = 1, tensor, context = 1, data } = parallelism;
  if (model.moe === undefined) return expert !== 1 || expertTensor !== 1;
  return model.moe.routedExperts % expert !== 0 || (tensor * context * data) % (expert * expertTensor) !== 0;
}

const breaksStages = ({ model, parallelism, schedule, stageLayers }: WorkloadSpec): boolean =>
  stageLayers === undefined &&
  parallelism.pipeline * chunksPerDeviceOf(schedule) > model.layers + EDGE_STAGES;
