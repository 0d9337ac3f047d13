/**
 * One optimizer step of a job: stages are priced, routing drawn, the schedule executed, the optimizer added,
 * and the sum partitioned.
 */
import { type ProvenancedInput, asInput } from '@railyard/base';
import {
  type DeviceSpec,
  COLLECTIVE_LAUNCH,
  type ClusterSpec,
  Fabric,
  KERNEL_FORWARD_EFFICIENCY,
  KERNEL_RDMA_EFFICIENCY,
  KERNEL_SATURATING_SMS,
  allGather,
  reduceScatter,
} from '@railyard/cluster';
import { type LayerCommunication, type StagePlan, situations, stageTimes } from '../chunk/index.js';
import { CORPUS_DOMAINS, type RoutingImbalance, drawImbalance } from '../experts/index.js';
import { calibrationInputs } from '../calibration/index.js';
import { type LayerShape, balancedLayerShape } from '../model/index.js';
import {
  type RankPlacement,
  type WorkloadSpec,
  groupMembers,
  microBatchesPerPipeline,
  modelStages,
  placeRanks,
} from '../plan/index.js';
import { type Schedule, ScheduleWorkspace, executeSchedule, scheduleFor } from '../schedule/index.js';
import {
  type ExpertCommunication,
  OVERLAPPED_EXPERT_RATE,
  expertCommunication,
} from './expert-communication.js';
import { type OpTimes, opTimes } from './op-times.js';
import { type OptimizerPhase, optimizerPhase } from './optimizer-phase.js';
import { type PipelineBoundary, pipelineBoundary, sendTiming } from './pipeline-boundary.js';
import { type StepParts, stepParts } from './step-parts.js';

export interface StepSimulation {
  readonly parts: StepParts;
  readonly schedule: Schedule;
  readonly executed: ScheduleWorkspace;
  readonly times: OpTimes;
  readonly plan: StagePlan;
  readonly shape: LayerShape;
  readonly routing: RoutingImbalance | undefined;
  readonly optimizer: OptimizerPhase;
  readonly expert: ExpertCommunication | undefined;
  readonly boundary: PipelineBoundary;
  readonly fabric: Fabric;
  readonly placement: RankPlacement;
  readonly inputs: readonly ProvenancedInput[];
}

export type StepPhase = 'fabric' | 'work' | 'schedule' | 'optimizer';

export interface StepOptions {
  /** The network as it is now, faults applied; default: as defined. */
  readonly fabric?: Fabric;
  readonly onPhase?: (phase: StepPhase) => void;
}

/**
 * The expert groups of a stage run the same schedule independently and synchronize only at the optimizer; one
 * of them is simulated.
 * @param cluster,workload as `checkPlan` passed them
 */
export function simulateStep(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  seed: number,
  options: StepOptions = {},
): StepSimulation {
  const onPhase = options.onPhase ?? (() => undefined);
  onPhase('fabric');
  const fabric = options.fabric ?? new Fabric(cluster);
  const placement = placeRanks(cluster, workload, seed);
  onPhase('work');
  const shape = layerShape(workload);
  const expert = expertTimes(fabric, workload, placement, shape);
  const communication = layerCommunication(fabric, workload, placement, shape, expert);
  const plan = stageTimes(cluster, workload, shape, communication, modelStages(workload));
  const microBatches = microBatchesPerPipeline(workload);
  const routing =
    expert?.collectives === undefined
      ? undefined
      : drawImbalance(seed, workload.routing.imbalance, {
          gpus: workload.parallelism.expert,
          gpusPerNode: receiversOf(expert, cluster),
          microBatches,
          layers: plan.routingLayers,
        });
  onPhase('schedule');
  const schedule = scheduleFor({
    name: workload.schedule.name,
    ranks: workload.parallelism.pipeline,
    microBatches,
    chunksPerDevice: workload.schedule.chunksPerDevice,
    sends: workload.schedule.sends,
  });
  const times = opTimes(schedule, plan.stages, routing);
  const boundary = pipelineBoundary(fabric, workload, placement, shape, expert);
  const executed = executePipeline(schedule, times, boundary);
  onPhase('optimizer');
  const optimizer = optimizerPhase(fabric, workload, placement, schedule, plan.assignment);
  const parts = stepParts(schedule, executed, times, optimizer.seconds);
  return {
    parts,
    schedule,
    executed,
    times,
    plan,
    shape,
    routing,
    optimizer,
    expert,
    boundary,
    fabric,
    placement,
    inputs: stepInputs(fabric.spec.device, workload, expert, optimizer),
  };
}

/** The schedule with the durations of its ops; what a rank sends its neighbour takes the boundary's time. */
function executePipeline(schedule: Schedule, times: OpTimes, boundary: PipelineBoundary): ScheduleWorkspace {
  const transfers = new Float64Array(schedule.directions * schedule.stages).fill(boundary.seconds);
  const timing = {
    durations: times.durations,
    ...sendTiming(schedule, times, boundary),
    forwardTransfer: transfers,
    backwardTransfer: transfers,
  };
  return executeSchedule(schedule, timing, new ScheduleWorkspace());
}

/**
 * GPUs that take the tokens of one place in together: their NICs share the load, unless a copy goes to each
 * GPU.
 */
const receiversOf = (expert: ExpertCommunication, cluster: ClusterSpec): number =>
  expert.copies === 'per-gpu' ? 1 : cluster.gpusPerNode;

/** One layer's work on a GPU for a micro-batch, experts balanced. */
export function layerShape(workload: WorkloadSpec): LayerShape {
  const { model, batch, parallelism, precision, recompute } = workload;
  return balancedLayerShape(model, {
    tokens: batch.sequenceLength * batch.microBatchSequences,
    sequence: batch.sequenceLength,
    tensorParallel: parallelism.tensor,
    expertParallel: parallelism.expert,
    precision,
    recompute,
  });
}

/** What a layer exchanges with others: its expert collectives and its tensor group's. */
export function layerCommunication(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  shape: LayerShape,
  expert = expertTimes(fabric, workload, placement, shape),
): LayerCommunication {
  return {
    ...(expert?.collectives === undefined ? {} : { collectives: expert.collectives }),
    tensorSeconds: tensorSeconds(fabric, workload, placement, shape),
  };
}

function expertTimes(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  shape: LayerShape,
): ExpertCommunication | undefined {
  const { moe } = workload.model;
  if (moe === undefined) return undefined;
  const { overlapped } = situations(fabric.spec.device, workload.communication.sms, true);
  return expertCommunication(
    fabric,
    workload,
    moe,
    placement,
    shape.tokens / shape.tensorParallel,
    overlapped,
  );
}

/**
 * Sequence-parallel tensor groups gather a section's input and scatter its output, in the forward and in the
 * backward.
 */
function tensorSeconds(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  shape: LayerShape,
): number {
  if (workload.parallelism.tensor === 1) return 0;
  const groups = Array.from({ length: placement.tensorGroups.count }, (_, g) => [
    ...groupMembers(placement.tensorGroups, g),
  ]);
  const bytes = 2 * shape.tokens * workload.model.hidden;
  return allGather(fabric, { groups, bytes }).seconds + reduceScatter(fabric, { groups, bytes }).seconds;
}

function stepInputs(
  device: DeviceSpec,
  workload: WorkloadSpec,
  expert: ExpertCommunication | undefined,
  optimizer: OptimizerPhase,
): readonly ProvenancedInput[] {
  const kernels = calibrationInputs(device);
  const launch = asInput('network.collectiveLaunch', COLLECTIVE_LAUNCH);
  if (expert?.collectives === undefined) return [launch, ...optimizer.inputs, ...kernels];
  return [
    {
      name: 'experts.nodesPerToken',
      value: expert.gate.nodesPerToken,
      unit: 'nodes',
      provenance: 'derived',
      source: 'Monte Carlo of the gate with independent logits (experts/gate.ts)',
    },
    asInput('experts.corpusDomains', CORPUS_DOMAINS),
    ...(workload.communication.sms === 0
      ? []
      : [
          asInput('experts.overlappedRate', OVERLAPPED_EXPERT_RATE),
          asInput('network.kernelSaturatingSms', KERNEL_SATURATING_SMS),
        ]),
    asInput('network.kernelRdmaEfficiency', KERNEL_RDMA_EFFICIENCY),
    asInput('network.kernelForwardEfficiency', KERNEL_FORWARD_EFFICIENCY),
    launch,
    ...optimizer.inputs,
    ...kernels,
  ];
}
