/**
 * A time that no step of a layout can beat: its schedule executed with the computation of the stages, and tensor-parallel transfers at the full rate
 * of the link, under balanced routing. A step is a longest path, so other communication, imbalance and the optimizer only add to it.
 */
import { gigabytesPerSecond } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import {
  executeSchedule, generateSchedule, microBatchesPerPipeline, OpKind, type Schedule, ScheduleWorkspace, type StageTimes, type WorkloadSpec,
} from '@railyard/parallelism';
import { stagePlan } from '../documents/index.js';

const BF16_BYTES = 2;
/** A gather and a scatter for each of attention and MLP. */
const COLLECTIVES_OF_A_PASS = 4;

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
  const durations = computeDurations(schedule, stagePlan(cluster, workload).stages.map((stage) => stageSeconds(stage, tensorFloorS(cluster, workload))));
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

/** Tensor ranks gather and scatter the activations around attention and around the MLP: nothing computes meanwhile, and no link is faster than its rate. */
function tensorFloorS({ device }: ClusterSpec, { batch, model, parallelism: { tensor } }: WorkloadSpec): number {
  const activations = BF16_BYTES * batch.microBatchSequences * batch.sequenceLength * model.hidden;
  const received = (activations * (tensor - 1)) / tensor;
  return (COLLECTIVES_OF_A_PASS * received) / gigabytesPerSecond(Math.max(device.nvlinkAchievedGBps, device.pcieGBps));
}

function stageSeconds(stage: StageTimes, tensorS: number): StageSeconds {
  let forward = stage.entry.forward + stage.exit.forward + stage.layers.length * tensorS;
  let backwardInput = stage.entry.backwardInput + stage.exit.backwardInput + stage.layers.length * tensorS;
  let backwardWeight = stage.entry.backwardWeight + stage.exit.backwardWeight;
  for (const { alone } of stage.layers) {
    forward += alone.attentionForward + alone.mlpForward.fixed + alone.mlpForward.perLoad;
    backwardInput += alone.attentionBackward + alone.mlpBackward.fixed + alone.mlpBackward.perLoad;
    backwardWeight += alone.attentionWeight + alone.mlpWeight.fixed + alone.mlpWeight.perLoad;
  }
  return { forward, backwardInput, backwardWeight };
}
