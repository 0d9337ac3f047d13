/**
 * One optimizer step of a job: priced, routing drawn, schedule executed, optimizer added, the whole
 * partitioned.
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
} from '@railyard/cluster';
import { RESIDENT_RATIO, type StagePlan } from '../chunk/index.js';
import { type RoutingImbalance, WINDOW_SPREAD } from '../experts/index.js';
import { calibrationInputs } from '../calibration/index.js';
import { type WorkloadSpec, placeRanks, scheduleRequest } from '../plan/index.js';
import { softwareInputs } from '../software/index.js';
import {
  type CriticalPath,
  type Schedule,
  ScheduleWorkspace,
  executeSchedule,
  scheduleFor,
} from '../schedule/index.js';
import { type ExpertCommunication, OVERLAPPED_EXPERT_RATE } from './expert-communication.js';
import { type LatestGroup, latestGroup } from './expert-groups.js';
import { linkInputs } from './link-inputs.js';
import { type OpTimes, opTimes, pathSeconds, steadyOpTimes } from './op-times.js';
import { copyInputs } from './offloaded-activations.js';
import { type OptimizerPhase, optimizerPhase } from './optimizer-phase.js';
import { type PipelineBoundary, sendTiming } from './pipeline-boundary.js';
import { type PricedStep, drawsOf, priceStep } from './price-step.js';
import { type StepParts, stepParts } from './step-parts.js';

/** The step of the expert group that is ready last. */
export interface StepSimulation extends PricedStep, LatestGroup {
  readonly parts: StepParts;
  /** Seconds of overlapped reductions that are left when the pipeline has drained. */
  readonly unreduced: number;
  readonly optimizer: OptimizerPhase;
  readonly inputs: readonly ProvenancedInput[];
}

export type StepPhase = 'fabric' | 'work' | 'schedule' | 'optimizer';

export interface StepOptions {
  /** The network as it is now, faults applied; default: as defined. */
  readonly fabric?: Fabric;
  /** Of the same job on the same network with another seed, which places no rank. */
  readonly known?: StepSimulation;
  /** Of the network's nodes those that the job has; default: all. */
  readonly nodes?: readonly number[];
  readonly onPhase?: (phase: StepPhase) => void;
}

/** @param cluster,workload as `checkPlan` passed them */
export function simulateStep(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  seed: number,
  options: StepOptions = {},
): StepSimulation {
  const onPhase = options.onPhase ?? (() => undefined);
  onPhase('fabric');
  const fabric = options.fabric ?? new Fabric(cluster);
  onPhase('work');
  const { known, nodes } = options;
  const placed = nodes === undefined ? {} : { nodes };
  const priced: PricedStep = known ?? priceStep(fabric, workload, seed, placed);
  onPhase('schedule');
  const { schedule, plan, boundary } = priced;
  const group = latestGroup(priced.groups, (index) => {
    const routing = priced.draws?.group(seed, index);
    const times = opTimes(schedule, plan.stages, routing);
    return { routing, times, executed: executePipeline(schedule, times, boundary) };
  });
  onPhase('optimizer');
  const unreduced = unreducedSeconds(group);
  const optimizer = optimizerPhase(
    fabric,
    workload,
    priced.placement,
    schedule,
    plan.assignment,
    unreduced,
    known?.optimizer.collectives,
  );
  const parts = stepParts(schedule, group, optimizer.seconds);
  return {
    ...priced,
    ...group,
    parts,
    unreduced,
    optimizer,
    inputs: stepInputs(fabric.spec.device, workload, priced.expert, optimizer, parts.total),
  };
}

/**
 * Seconds that a step takes at least: with the first of its expert groups alone, which the latest one does
 * not precede. A quarter of the time of a step with four groups or more.
 */
export function firstGroupSeconds(
  fabric: Fabric,
  workload: WorkloadSpec,
  seed: number,
  { plan: priced, drawn }: FirstGroupOptions = {},
): number {
  const known = priced === undefined ? {} : { plan: priced };
  const { schedule, plan, boundary, placement, draws } = priceStep(fabric, workload, seed, { known });
  const routing = draws && drawnOnce(draws, seed, drawn ?? new Map<string, RoutingImbalance>());
  const times = opTimes(schedule, plan.stages, routing);
  const { makespan } = executePipeline(schedule, times, boundary, steadyWorkspace);
  return makespan + optimizerPhase(fabric, workload, placement, schedule, plan.assignment).seconds;
}

/**
 * Seconds of one path through the first expert group's schedule, routing as drawn, without sends and
 * optimizer: no more than `firstGroupSeconds` without the optimizer's, at a tenth of the work.
 */
export function firstGroupPathSeconds(
  fabric: Fabric,
  workload: WorkloadSpec,
  seed: number,
  path: CriticalPath,
  { plan, drawn }: Required<FirstGroupOptions>,
): number {
  const { draws } = drawsOf(fabric, workload, seed, plan);
  const routing = draws && drawnOnce(draws, seed, drawn);
  return pathSeconds(scheduleFor(scheduleRequest(workload)), plan.stages, routing, path);
}

/** Seconds of the optimizer's phase where no reduction is left at the pipeline's end. */
export function optimizerSeconds(
  fabric: Fabric,
  workload: WorkloadSpec,
  seed: number,
  { assignment }: StagePlan,
): number {
  const placement = placeRanks(fabric.spec, workload, seed);
  const schedule = scheduleFor(scheduleRequest(workload));
  return optimizerPhase(fabric, workload, placement, schedule, assignment).seconds;
}

interface FirstGroupOptions {
  /** Stages that are priced already; of what a step's first forward and last backward do besides, none. */
  readonly plan?: StagePlan;
  /** Draws of other layouts, by what they follow from. */
  readonly drawn?: Map<string, RoutingImbalance>;
}

/** Draws that are kept: neighbours in a search differ in their schedule or recomputation. */
const MOST_DRAWN = 8;

function drawnOnce(
  draws: NonNullable<PricedStep['draws']>,
  seed: number,
  drawn: Map<string, RoutingImbalance>,
): RoutingImbalance {
  const key = `${seed} ${draws.alike}`;
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const group = draws.group(seed, 0);
  if (drawn.size >= MOST_DRAWN) drawn.clear();
  drawn.set(key, group);
  return group;
}

/** Nothing of a steady step, or of a bound, outlives its parts. */
const steadyWorkspace = new ScheduleWorkspace();

/**
 * The parts of a step in which every micro-batch of the first expert group is routed as its first: what stays
 * of the routing, without what varies between micro-batches and groups. A thirtieth of the time of a step, so
 * differences between two of them are how bands are computed.
 */
export function steadyParts(
  { schedule, plan, boundary, draws }: PricedStep,
  optimizerSeconds: number,
  seed: number,
): StepParts {
  const times = steadyOpTimes(schedule, plan.stages, draws?.steady(seed));
  const executed = executePipeline(schedule, times, boundary, steadyWorkspace);
  return stepParts(schedule, { executed, times, groupWait: 0 }, optimizerSeconds);
}

/** Reductions that overlap the last backwards, beyond the end of the pipeline. */
function unreducedSeconds({ executed, times }: LatestGroup): number {
  let latest = executed.makespan;
  for (let op = 0; op < times.unreduced.length; op += 1)
    latest = Math.max(latest, executed.end[op] + times.unreduced[op]);
  return latest - executed.makespan;
}

/** The schedule with the durations of its ops; what a rank sends its neighbour takes the boundary's time. */
function executePipeline(
  schedule: Schedule,
  times: OpTimes,
  boundary: PipelineBoundary,
  workspace = new ScheduleWorkspace(),
): ScheduleWorkspace {
  const transfers = new Float64Array(schedule.directions * schedule.stages).fill(boundary.seconds);
  const timing = {
    durations: times.durations,
    ...sendTiming(schedule, times, boundary),
    forwardTransfer: transfers,
    backwardTransfer: transfers,
  };
  return executeSchedule(schedule, timing, workspace);
}

function stepInputs(
  device: DeviceSpec,
  workload: WorkloadSpec,
  expert: ExpertCommunication | undefined,
  optimizer: OptimizerPhase,
  stepSeconds: number,
): readonly ProvenancedInput[] {
  const kernels = [...softwareInputs(workload.software), ...calibrationInputs(device, 'training')];
  const launch = [
    ...copyInputs(workload),
    ...linkInputs(device, workload, optimizer, stepSeconds),
    asInput('network.collectiveLaunch', COLLECTIVE_LAUNCH),
  ];
  if (expert?.collectives === undefined) return [...launch, ...optimizer.inputs, ...kernels];
  return [
    {
      name: 'experts.nodesPerToken',
      value: expert.gate.nodesPerToken,
      unit: 'nodes',
      provenance: 'derived',
      source: 'the gate with independent logits, 8,192 tokens where groups are limited (experts/gate.ts)',
    },
    asInput('experts.windowSpread', WINDOW_SPREAD),
    ...(workload.communication.sms === 0
      ? []
      : [
          asInput('experts.overlappedRate', OVERLAPPED_EXPERT_RATE),
          asInput('experts.residentRatio', RESIDENT_RATIO),
          asInput('network.kernelSaturatingSms', KERNEL_SATURATING_SMS),
        ]),
    asInput('network.kernelRdmaEfficiency', KERNEL_RDMA_EFFICIENCY),
    asInput('network.kernelForwardEfficiency', KERNEL_FORWARD_EFFICIENCY),
    ...launch,
    ...optimizer.inputs,
    ...kernels,
  ];
}
