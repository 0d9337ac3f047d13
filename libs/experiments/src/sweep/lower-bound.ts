/**
 * A time that no step of a layout can beat: its schedule executed with the computation of the stages alone, under balanced routing. A step is a
 * longest path, so communication, imbalance and the optimizer only add to it.
 */
import { type ClusterSpec } from '@railyard/cluster';
import {
  executeSchedule, generateSchedule, microBatchesPerPipeline, OpKind, type Schedule, ScheduleWorkspace, type StageTimes, type WorkloadSpec,
} from '@railyard/parallelism';
import { stagePlan } from '../documents/index.js';

/** One micro-batch on one stage, alone on the device. */
interface StageSeconds {
  readonly forward: number;
  readonly backwardInput: number;
  readonly backwardWeight: number;
}

/** Seconds. @param cluster,workload as a prepared experiment has them */
export function stepLowerBoundS(cluster: ClusterSpec, workload: WorkloadSpec, workspace = new ScheduleWorkspace()): number {
  const { name, chunksPerDevice } = workload.schedule;
  const schedule = generateSchedule({ name, ranks: workload.parallelism.pipeline, microBatches: microBatchesPerPipeline(workload), chunksPerDevice });
  const durations = computeDurations(schedule, stagePlan(cluster, workload).stages.map(stageSeconds));
  const noTransfer = new Float64Array(schedule.directions * schedule.stages);
  return executeSchedule(schedule, { durations, forwardTransfer: noTransfer, backwardTransfer: noTransfer }, workspace).makespan;
}

function computeDurations(schedule: Schedule, stages: readonly StageSeconds[]): Float64Array {
  const { kind, forwardStage, backwardStage } = schedule;
  const durations = new Float64Array(kind.length);
  for (let op = 0; op < kind.length; op += 1) {
    const does = kind[op]!;
    let seconds = 0;
    if (does === OpKind.F || does === OpKind.FB) seconds += stages[forwardStage[op]!]!.forward;
    if (does === OpKind.B || does === OpKind.BW || does === OpKind.FB) seconds += stages[backwardStage[op]!]!.backwardInput;
    if (does === OpKind.W || does === OpKind.BW || does === OpKind.FB) seconds += stages[backwardStage[op]!]!.backwardWeight;
    durations[op] = seconds;
  }
  return durations;
}

function stageSeconds(stage: StageTimes): StageSeconds {
  let forward = stage.entry.forward + stage.exit.forward;
  let backwardInput = stage.entry.backwardInput + stage.exit.backwardInput;
  let backwardWeight = stage.entry.backwardWeight + stage.exit.backwardWeight;
  for (const { alone } of stage.layers) {
    forward += alone.attentionForward + alone.mlpForward.fixed + alone.mlpForward.perLoad;
    backwardInput += alone.attentionBackward + alone.mlpBackward.fixed + alone.mlpBackward.perLoad;
    backwardWeight += alone.attentionWeight + alone.mlpWeight.fixed + alone.mlpWeight.perLoad;
  }
  return { forward, backwardInput, backwardWeight };
}
