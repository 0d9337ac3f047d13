/** The times of every pipeline stage: priced layers put together as the stage assignment says. */
import { invariant } from '@railyard/base';
import { type ClusterSpec, type DeviceSpec } from '@railyard/cluster';
import {
  type LayerKind,
  type LayerShape,
  type ModelSpec,
  backwardInputOperations,
  backwardWeightOperations,
  embeddingOperations,
  headOperations,
  isRouted,
  layerKindAt,
  layerKinds,
  layerOperations,
  mtpLayerKind,
  mtpProjectionOperations,
} from '../model/index.js';
import { type LayerCosts, type StageLayers, type WorkloadSpec, assignStages } from '../plan/index.js';
import {
  type ContextAddition,
  type ContextTimes,
  contextAddition,
  withContext,
  withExposedContext,
} from './context-times.js';
import { besideCollective } from './concurrent.js';
import { type LayerHost, layerHost, pacedPhases, pacedSections } from './host-pace.js';
import { addPhases, edgeTimes, sectionTimes } from './layer-times.js';
import {
  type ExpertCollectives,
  type LayerTimes,
  NO_TIME,
  type PhaseTimes,
  type SectionTimes,
  type StageShards,
  type StageTimes,
  at,
} from './section-times.js';
import { isLaunchedByHost } from '../software/index.js';
import { type Situation, situations } from './situation.js';
import {
  type TensorAddition,
  type TensorCommunication,
  exposedTensor,
  tensorAddition,
  withTensor,
} from './tensor-times.js';
import { atOwnClock, modelParts } from './tensor-share.js';

/** What communication costs a layer; collectives absent where there is no expert group of several GPUs. */
export interface LayerCommunication extends TensorCommunication {
  readonly collectives?: { readonly overlapped: ExpertCollectives; readonly alone: ExpertCollectives };
  /** [kinds] exchanges of ranks that share a sequence; absent where none do. */
  readonly context?: readonly ContextTimes[];
  /** Gathers and reductions of a stage's units, layer by layer; absent where there are none. */
  readonly shards?: (stage: StageLayers) => StageShardTimes;
  /** Those of a step's first forward and last backward; absent where they do not overlap. */
  readonly once?: (stage: StageLayers) => StageShardTimes;
}

/** Without what the stage computes beside them. */
export type StageShardTimes = Omit<StageShards, 'besideEntry' | 'besideExit'>;

export interface StagePlan {
  readonly stages: readonly StageTimes[];
  readonly assignment: readonly StageLayers[];
  /** Rows of the routing table: layers with routed experts, the MTP module's included. */
  readonly routingLayers: number;
}

/** The parts of a model for one micro-batch, whatever stage holds them. */
export interface PricedModel {
  /** [kinds] one layer of each of the model's kinds. */
  readonly layers: readonly Omit<LayerTimes, 'routingLayer'>[];
  readonly embedding: PhaseTimes;
  readonly head: PhaseTimes;
  readonly mtpProjection: PhaseTimes;
  /** The ends with a collective beside them, and the collectives. */
  readonly sharded?: {
    readonly edges: ModelEdges;
    readonly shards?: (stage: StageLayers) => StageShardTimes;
    readonly once?: (stage: StageLayers) => StageShardTimes;
  };
}

/** Prices the model once and assigns its layers to `stageCount` stages. */
export function stageTimes(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  shape: LayerShape,
  communication: LayerCommunication,
  stageCount: number,
): StagePlan {
  return planStages(workload, priceModel(cluster, workload, shape, communication), stageCount);
}

/**
 * `stageCount` stages of a priced model: layouts that differ in nothing but their pipeline share the prices.
 */
export function planStages(workload: WorkloadSpec, priced: PricedModel, stageCount: number): StagePlan {
  const { model } = workload;
  const assignment = assignStages(workload, stageCount, layerCosts(model, priced));
  let routingLayers = 0;
  const layerOf = (kind: LayerKind): LayerTimes => ({
    ...timesOf(priced, kind),
    routingLayer: isRouted(kind) ? routingLayers++ : -1,
  });
  const stages = assignment.map((stage): StageTimes => {
    const layers = Array.from({ length: stage.layers }, (_, i) =>
      layerOf(layerKindAt(model, stage.firstLayer + i)),
    );
    for (let module = 0; module < stage.mtpModules; module += 1) layers.push(layerOf(mtpLayerKind(model)));
    const { sharded } = priced;
    const { entry, exit } = edgesOf(stage, priced);
    if (sharded === undefined) return { entry, layers, exit };
    const beside = edgesOf(stage, sharded.edges);
    const edges = { besideEntry: beside.entry, besideExit: beside.exit };
    const { shards, once } = sharded;
    return {
      entry,
      layers,
      exit,
      ...(shards === undefined ? {} : { shards: { ...shards(stage), ...edges } }),
      ...(once === undefined ? {} : { once: { ...once(stage), ...edges } }),
    };
  });
  return { stages, assignment, routingLayers };
}

/** The same stages with other times of their expert collectives. */
export const withCollectives = (
  plan: StagePlan,
  collectives: LayerCommunication['collectives'],
): StagePlan => ({
  ...plan,
  stages: plan.stages.map((stage) => ({
    ...stage,
    layers: stage.layers.map((layer) =>
      layer.collectives === undefined || collectives === undefined ? layer : { ...layer, collectives },
    ),
  })),
});

function edgesOf(
  stage: StageLayers,
  { embedding, head, mtpProjection }: ModelEdges,
): { readonly entry: PhaseTimes; readonly exit: PhaseTimes } {
  const heads = Array<PhaseTimes>((stage.head ? 1 : 0) + stage.mtpModules).fill(head);
  const projections = Array<PhaseTimes>(stage.mtpModules).fill(mtpProjection);
  return {
    entry: stage.embedding ? embedding : NO_TIME,
    exit: addPhases(...heads, ...projections),
  };
}

export function priceModel(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  shape: LayerShape,
  communication: LayerCommunication,
): PricedModel {
  const { device } = cluster;
  const { model } = workload;
  const exchanges = communication.collectives !== undefined;
  const given = situations(device, workload.communication.sms, exchanges);
  const parts = modelParts(model, shape);
  const alone = atOwnClock(device, parts, given.alone);
  // Without expert communication a chunk is in one situation only.
  const overlapped = exchanges ? atOwnClock(device, parts, given.overlapped) : alone;
  const held = exchanges ? atOwnClock(device, parts, given.held) : alone;
  const added = (kind: LayerKind, situation: Situation): ContextAddition | undefined => {
    const times = communication.context?.[kind.index];
    return times && contextAddition(device, model, kind, shape, situation, times);
  };
  const tensor = (kind: LayerKind, situation: Situation): TensorAddition =>
    tensorAddition(device, model, kind, shape, situation, communication);
  const hosts = isLaunchedByHost(shape.software)
    ? layerKinds(model).map((kind) => hostOf(model, kind, shape))
    : [];
  const sections = (kind: LayerKind, situation: Situation): SectionTimes => {
    const onDevice = withContext(
      withTensor(sectionTimes(device, model, kind, shape, situation), tensor(kind, situation)),
      added(kind, situation),
    );
    const host = hosts[kind.index];
    return host === undefined ? onDevice : pacedSections(onDevice, host);
  };
  const beside = besideCollective(alone);
  const { shards, once } = communication;
  const isBeside = shards !== undefined || once !== undefined;
  const layer = (kind: LayerKind): Omit<LayerTimes, 'routingLayer'> => {
    const quiet = sections(kind, alone);
    return {
      overlapped: exchanges ? sections(kind, overlapped) : quiet,
      held: exchanges ? sections(kind, held) : quiet,
      alone: quiet,
      ...(isBeside ? { beside: sections(kind, beside) } : {}),
      exposedInside: withExposedContext(exposedTensor(tensor(kind, alone)), added(kind, alone)),
      ...(shape.recompute === 'full' ? { repeatsForward: true } : {}),
      ...(isRouted(kind) && communication.collectives !== undefined
        ? { collectives: communication.collectives }
        : {}),
    };
  };
  const edges = (situation: Situation): ModelEdges => edgesIn(device, model, shape, situation);
  const sharded = { ...(shards === undefined ? {} : { shards }), ...(once === undefined ? {} : { once }) };
  return {
    layers: layerKinds(model).map(layer),
    ...edges(alone),
    ...(isBeside ? { sharded: { edges: edges(beside), ...sharded } } : {}),
  };
}

type ModelEdges = Pick<PricedModel, 'embedding' | 'head' | 'mtpProjection'>;

function edgesIn(device: DeviceSpec, model: ModelSpec, shape: LayerShape, situation: Situation): ModelEdges {
  const edge = (of: typeof headOperations): PhaseTimes => {
    const onDevice = edgeTimes(device, (pass) => of(model, shape, pass), situation);
    if (!isLaunchedByHost(shape.software)) return onDevice;
    return pacedPhases(onDevice, shape.software, {
      forward: of(model, shape, 'forward'),
      backward: [...of(model, shape, 'backward-input'), ...of(model, shape, 'backward-weight')],
    });
  };
  return {
    embedding: edge(embeddingOperations),
    head: edge(headOperations),
    mtpProjection: edge(mtpProjectionOperations),
  };
}

/** Host seconds of a layer; a tensor group is called twice in each section and pass. */
function hostOf(model: ModelSpec, kind: LayerKind, shape: LayerShape): LayerHost {
  const operations = {
    forward: layerOperations(model, kind, shape),
    backward: [
      // What full recomputation repeats is the forward's own sections.
      ...backwardInputOperations(model, kind, shape).filter(
        ({ pass }) => shape.recompute !== 'full' || pass !== 'recompute',
      ),
      ...backwardWeightOperations(model, kind, shape),
    ],
  };
  return layerHost(shape.software, operations, shape.tensorParallel === 1 ? 0 : 2, kind);
}

function timesOf({ layers }: PricedModel, kind: LayerKind): Omit<LayerTimes, 'routingLayer'> {
  const times = layers[kind.index];
  invariant(times !== undefined, 'every kind of layer has its price', { kind: kind.name });
  return times;
}

/**
 * What a stage assignment balances: forward, backward and weights of one micro-batch with perfectly balanced
 * routing.
 */
function layerCosts(model: ModelSpec, priced: PricedModel): LayerCosts {
  const cost = ({ overlapped, repeatsForward }: PricedModel['layers'][number]) => {
    const forward = overlapped.attentionForward + at(overlapped.mlpForward, 1);
    return (
      (repeatsForward === true ? 2 : 1) * forward +
      overlapped.attentionBackward +
      overlapped.attentionWeight +
      at(overlapped.mlpBackward, 1) +
      at(overlapped.mlpWeight, 1)
    );
  };
  const all = (times: PhaseTimes) => times.forward + times.backwardInput + times.backwardWeight;
  const kinds = priced.layers.map(cost);
  const head = all(priced.head);
  return {
    kinds,
    embedding: all(priced.embedding),
    head,
    mtp: (kinds[mtpLayerKind(model).index] ?? 0) + head + all(priced.mtpProjection),
  };
}
