/**
 * Everything of a step that does not depend on how tokens are routed: where ranks are, what each stage takes
 * as a function of its load, the schedule, what crosses a pipeline boundary.
 */
import { type ClusterSpec, type Fabric, allGather, allReduce, reduceScatter } from '@railyard/cluster';
import {
  type LayerCommunication,
  type StagePlan,
  type TensorCommunication,
  situations,
  stageTimes,
  withCollectives,
} from '../chunk/index.js';
import {
  type RoutingImbalance,
  type SharedLoads,
  drawImbalance,
  drawSharedLoads,
  loadSpread,
} from '../experts/index.js';
import { type LayerShape, PRECISION_RECIPES, tensorGatherBytes, residualTokens } from '../model/index.js';
import {
  type RankPlacement,
  type WorkloadSpec,
  expertRanks,
  groupMembers,
  hidesTensorScatter,
  layerShape,
  microBatchesPerPipeline,
  placeRanks,
  scheduleRequest,
} from '../plan/index.js';
import { type Schedule, scheduleFor } from '../schedule/index.js';
import { contextTimes } from './context-communication.js';
import { stageCopyTimes } from './offloaded-activations.js';
import { expertTensorTime } from './expert-tensor.js';
import { type ExpertCommunication, expertCommunication } from './expert-communication.js';
import { stageShardTimes } from './shard-communication.js';
import { type PipelineBoundary, pipelineBoundary } from './pipeline-boundary.js';

/** Draws the routing of a job's expert groups. */
interface RoutingDraws {
  /** All but the seed that a group's draw follows from: layouts with equal text draw alike. */
  readonly alike: string;
  /** Of one group, every micro-batch. */
  readonly group: (seed: number, group: number) => RoutingImbalance;
  /** What stays, the same in every micro-batch and group: of one micro-batch. */
  readonly steady: (seed: number) => RoutingImbalance;
}

export interface PricedStep {
  readonly fabric: Fabric;
  readonly placement: RankPlacement;
  readonly shape: LayerShape;
  readonly expert: ExpertCommunication | undefined;
  readonly plan: StagePlan;
  readonly schedule: Schedule;
  readonly boundary: PipelineBoundary;
  /** Expert groups of a stage; 1 where they cannot differ. */
  readonly groups: number;
  readonly draws: RoutingDraws | undefined;
}

export interface PriceOptions {
  /** Of a step whose job differs in nothing that these depend on; a plan takes other collectives over. */
  readonly known?: Partial<
    Pick<PricedStep, 'placement' | 'shape' | 'expert' | 'plan' | 'boundary' | 'draws'>
  >;
  /** In place of `OVERLAPPED_EXPERT_RATE`. */
  readonly overlappedExpertRate?: number;
  /** Of the network's nodes those that the job has; default: all. */
  readonly nodes?: readonly number[];
}

/** @param seed matters only to random placement */
export function priceStep(
  fabric: Fabric,
  workload: WorkloadSpec,
  seed: number,
  { known = {}, overlappedExpertRate, nodes }: PriceOptions = {},
): PricedStep {
  const cluster = fabric.spec;
  const placement = known.placement ?? placeRanks(cluster, workload, seed, nodes);
  const shape = known.shape ?? layerShape(workload);
  const expert =
    'expert' in known ? known.expert : expertTimes(fabric, workload, placement, shape, overlappedExpertRate);
  const priced = (): StagePlan => {
    const communication = layerCommunication(fabric, workload, placement, shape, expert);
    return stageTimes(cluster, workload, shape, communication);
  };
  const plan =
    known.plan === undefined
      ? priced()
      : 'expert' in known
        ? known.plan
        : withCollectives(known.plan, expert?.collectives);
  const draws = 'draws' in known ? known.draws : routingDraws(workload, cluster, expert, shape, plan);
  return {
    fabric,
    placement,
    shape,
    expert,
    plan,
    schedule: scheduleFor(scheduleRequest(workload)),
    boundary: known.boundary ?? pipelineBoundary(fabric, workload, placement, shape),
    groups: draws === undefined ? 1 : placement.expertGroups.count / workload.parallelism.pipeline,
    draws,
  };
}

/** Where ranks are, and how their routing is drawn, of stages that are priced already. */
export function drawsOf(
  fabric: Fabric,
  workload: WorkloadSpec,
  seed: number,
  plan: StagePlan,
): Pick<PricedStep, 'placement' | 'draws'> {
  const placement = placeRanks(fabric.spec, workload, seed);
  const shape = layerShape(workload);
  const expert = expertTimes(fabric, workload, placement, shape);
  return { placement, draws: routingDraws(workload, fabric.spec, expert, shape, plan) };
}

/** Steady draws kept of a layout: those of a band, and as many more. */
const MOST_STEADY = 34;

/** Undefined where no tokens are exchanged, or routing is balanced. */
function routingDraws(
  workload: WorkloadSpec,
  cluster: ClusterSpec,
  expert: ExpertCommunication | undefined,
  shape: LayerShape,
  plan: StagePlan,
): RoutingDraws | undefined {
  const { model, parallelism, routing } = workload;
  const { moe } = model;
  if (moe === undefined || expert?.collectives === undefined || routing.expertLoadCv === 0) return undefined;
  const spread = loadSpread(
    routing.expertLoadCv,
    moe.routedExperts / parallelism.expert,
    residualTokens(shape) * expertRanks(workload),
  );
  const group = {
    gpus: parallelism.expert,
    gpusPerNode: receiversOf(expert, cluster),
    layers: plan.routingLayers,
  };
  const microBatches = microBatchesPerPipeline(workload);
  const steady = new Map<number, RoutingImbalance>();
  let last: { readonly seed: number; readonly shared: SharedLoads } | undefined;
  const sharedOf = (seed: number): SharedLoads => {
    if (last?.seed !== seed) last = { seed, shared: drawSharedLoads(seed, spread, group) };
    return last.shared;
  };
  return {
    alike: JSON.stringify([spread, group, microBatches]),
    group: (seed, index) => drawImbalance(seed, spread, { ...group, microBatches }, index, sharedOf(seed)),
    steady: (seed) => {
      const known = steady.get(seed);
      if (known !== undefined) return known;
      const drawn = drawImbalance(seed, { ...spread, window: 0 }, { ...group, microBatches: 1 });
      if (steady.size >= MOST_STEADY) steady.clear();
      steady.set(seed, drawn);
      return drawn;
    },
  };
}

/**
 * GPUs that take the tokens of one place in together: their NICs share the load, unless a copy goes to each
 * GPU. Inside one node there is only NVLink, and each GPU takes its own.
 */
const receiversOf = (expert: ExpertCommunication, cluster: ClusterSpec): number => {
  const isOneNode = expert.requests?.[0].remoteNodesPerToken === 0;
  return isOneNode || expert.copies === 'per-gpu' ? 1 : cluster.gpusPerNode;
};

/** What a layer exchanges with others, and what a stage gathers and reduces. */
export const layerCommunication = (
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  shape: LayerShape,
  expert = expertTimes(fabric, workload, placement, shape),
): LayerCommunication => ({
  ...layerExchanges(fabric, workload, placement, shape, expert),
  ...stageShardTimes(fabric, workload, placement),
  ...stageCopyTimes(fabric.spec, workload, shape),
});

/** What a layer exchanges whatever stage holds it: of its experts, its sequence and its tensor group. */
export function layerExchanges(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  shape: LayerShape,
  expert = expertTimes(fabric, workload, placement, shape),
): Omit<LayerCommunication, 'shards' | 'once'> {
  const context = contextTimes(fabric, workload, placement, shape);
  return {
    ...(expert?.collectives === undefined ? {} : { collectives: expert.collectives }),
    ...(context === undefined ? {} : { context }),
    ...expertTensorTime(fabric, workload, placement, shape),
    ...tensorTimes(fabric, workload, placement, shape),
  };
}

function expertTimes(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  shape: LayerShape,
  overlappedRate?: number,
): ExpertCommunication | undefined {
  const { moe } = workload.model;
  if (moe === undefined) return undefined;
  const { sms, coprocessor } = workload.communication;
  const { overlapped } = situations(fabric.spec.device, sms, true, coprocessor);
  return expertCommunication(
    fabric,
    workload,
    moe,
    placement,
    residualTokens(shape),
    overlapped,
    overlappedRate,
  );
}

/**
 * Sequence-parallel tensor groups gather a block's input and scatter its output, in the forward and in the
 * backward; without it each rank has the whole input, and what they add up is all-reduced.
 */
function tensorTimes(
  fabric: Fabric,
  workload: WorkloadSpec,
  placement: RankPlacement,
  shape: LayerShape,
): TensorCommunication {
  const { tensor, overlap } = workload.parallelism;
  if (tensor === 1) return { tensorSeconds: 0 };
  const groups = Array.from({ length: placement.tensorGroups.count }, (_, g) => [
    ...groupMembers(placement.tensorGroups, g),
  ]);
  const elements = shape.tokens * workload.model.hidden;
  const { elementBytes } = PRECISION_RECIPES[shape.precision];
  const request = { groups, bytes: elementBytes * elements };
  if (shape.sequenceParallel === false) {
    const tensorSeconds = allReduce(fabric, request).seconds;
    return { tensorSeconds, ...(hidesTensorScatter(workload) ? { reducesBesideWeights: true } : {}) };
  }
  const gather = (what: 'input' | 'gradient'): number =>
    allGather(fabric, { groups, bytes: tensorGatherBytes(shape, what) * elements }).seconds;
  const tensorTimes = {
    gather: gather('input'),
    gradientGather: gather('gradient'),
    scatter: reduceScatter(fabric, request).seconds,
    beside: overlap?.tensor === true ? 'products' : hidesTensorScatter(workload) ? 'weights' : 'nothing',
  } as const;
  return { tensorSeconds: tensorTimes.gather + tensorTimes.scatter, tensorTimes };
}
