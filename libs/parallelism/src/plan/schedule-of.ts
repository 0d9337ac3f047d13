/** The pipeline schedule that a workload asks for. */
import { type ScheduleRequest } from '../schedule/index.js';
import { type WorkloadSpec } from './workload-spec.js';

/** Micro-batches that each pipeline replica runs in a step. */
export function microBatchesPerPipeline(workload: WorkloadSpec): number {
  return workload.batch.globalSequences / (workload.parallelism.data * workload.batch.microBatchSequences);
}

export function scheduleRequest(workload: WorkloadSpec): ScheduleRequest {
  const { schedule, parallelism } = workload;
  return {
    name: schedule.name,
    ranks: parallelism.pipeline,
    microBatches: microBatchesPerPipeline(workload),
    chunksPerDevice: schedule.chunksPerDevice,
    sends: schedule.sends,
    ...(parallelism.overlap?.expert === true ? { pairs: true } : {}),
  };
}
