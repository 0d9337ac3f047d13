/** The layers and ends of a model for one micro-batch: operations and communication as seconds. */
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
  layerKinds,
  layerOperations,
  mtpProjectionOperations,
} from '../model/index.js';
import { type StageLayers, type WorkloadSpec, keptShape, layersOfBlock } from '../plan/index.js';
import { isLaunchedByHost } from '../software/index.js';
import { besideCollective } from './concurrent.js';
import {
  type ContextAddition,
  type ContextTimes,
  contextAddition,
  withContext,
  withExposedContext,
} from './context-times.js';
import { type LayerHost, layerHost, pacedPhases, pacedSections } from './host-pace.js';
import { edgeTimes, repeatedAhead, sectionTimes } from './layer-times.js';
import { KeptByShape } from './kept-by-shape.js';
import { insideRepeated, withRepeated } from './repeated-communication.js';
import {
  type ExpertCollectives,
  type LayerTimes,
  type PhaseTimes,
  type SectionTimes,
  type StageCopies,
  type StageShards,
} from './section-times.js';
import { type Situation, situations } from './situation.js';
import { atOwnClock, modelParts } from './tensor-share.js';
import {
  type TensorAddition,
  type TensorCommunication,
  exposedTensor,
  tensorAddition,
  withTensor,
} from './tensor-times.js';

/** What communication costs a layer; collectives absent where there is no expert group of several GPUs. */
export interface LayerCommunication extends TensorCommunication {
  readonly collectives?: { readonly overlapped: ExpertCollectives; readonly alone: ExpertCollectives };
  /** [kinds] exchanges of ranks that share a sequence; absent where none do. */
  readonly context?: readonly ContextTimes[];
  /** Copies between device and host; absent where nothing is offloaded. */
  readonly copies?: (stage: StageLayers) => StageCopies;
  /** Gathers and reductions of a stage's units, layer by layer; absent where there are none. */
  readonly shards?: (stage: StageLayers) => StageShardTimes;
  /** Those of a step's first forward and last backward; absent where they do not overlap. */
  readonly once?: (stage: StageLayers) => StageShardTimes;
}

/** Without what the stage computes alongside them. */
export type StageShardTimes = Omit<StageShards, 'besideEntry' | 'besideExit'>;

/** The parts of a model for one micro-batch, whatever stage holds them. */
export interface PricedModel {
  /** [kinds] one layer of each of the model's kinds. */
  readonly layers: readonly PricedLayer[];
  /** [kinds] the same where all is kept, behind a block that is recomputed; absent where there is none. */
  readonly keptLayers?: readonly PricedLayer[];
  readonly embedding: PhaseTimes;
  readonly head: PhaseTimes;
  readonly mtpProjection: PhaseTimes;
  readonly copies?: (stage: StageLayers) => StageCopies;
  /** The ends with a collective alongside them, and the collectives. */
  readonly sharded?: {
    readonly edges: ModelEdges;
    readonly shards?: (stage: StageLayers) => StageShardTimes;
    readonly once?: (stage: StageLayers) => StageShardTimes;
  };
}

/** Whatever stage a layer is in. */
export type PricedLayer = Omit<LayerTimes, 'routingLayer'>;

export function priceModel(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  shape: LayerShape,
  communication: LayerCommunication,
): PricedModel {
  const { device } = cluster;
  const { model } = workload;
  const exchanges = communication.collectives !== undefined;
  const { sms, coprocessor } = workload.communication;
  const given = situations(device, sms, exchanges, coprocessor);
  const clocked = (situation: Situation): Situation => ownClock(device, model, shape, situation);
  const alone = clocked(given.alone);
  // Without expert communication a chunk is in one situation only.
  const overlapped = exchanges ? clocked(given.overlapped) : alone;
  const held = exchanges ? clocked(given.held) : alone;
  const { shards, once } = communication;
  const isBeside = shards !== undefined || once !== undefined;
  const beside = besideCollective(alone);
  const layers = (of: LayerShape): readonly PricedLayer[] =>
    layerKinds(model).map((kind) => {
      const sections = sectionsOf(device, model, kind, of, communication);
      const quiet = sections.in(alone);
      return {
        overlapped: exchanges ? sections.in(overlapped) : quiet,
        held: exchanges ? sections.in(held) : quiet,
        alone: quiet,
        ...(isBeside ? { beside: sections.in(beside) } : {}),
        ...sections.inside(alone),
        ...(repeatedAhead(model, kind, of).length > 0 ? { repeatsForward: true } : {}),
        ...(isRouted(kind) && communication.collectives !== undefined
          ? { collectives: communication.collectives }
          : {}),
      };
    });
  const edges = (situation: Situation): ModelEdges => {
    const known = keptEdges.of(device, model, shape);
    const { persistentSms, freeSms, contended, tensorShare, plansWhole } = situation;
    const key = `${persistentSms} ${freeSms} ${contended} ${tensorShare} ${plansWhole}`;
    let ends = known.get(key);
    if (ends === undefined) known.set(key, (ends = edgesIn(device, model, shape, situation)));
    return ends;
  };
  const sharded = { ...(shards === undefined ? {} : { shards }), ...(once === undefined ? {} : { once }) };
  return {
    layers: layers(shape),
    ...(layersOfBlock(workload) === Infinity ? {} : { keptLayers: layers(keptShape(shape)) }),
    ...edges(alone),
    ...(communication.copies === undefined ? {} : { copies: communication.copies }),
    ...(isBeside ? { sharded: { edges: edges(beside), ...sharded } } : {}),
  };
}

const keptClocks = new KeptByShape<Situation>();

/** With the share of tensor work of the model's own operations. */
function ownClock(device: DeviceSpec, model: ModelSpec, shape: LayerShape, situation: Situation): Situation {
  const known = keptClocks.of(device, model, shape);
  const key = `${situation.persistentSms} ${situation.freeSms} ${situation.contended}`;
  let clocked = known.get(key);
  if (clocked === undefined)
    known.set(key, (clocked = atOwnClock(device, modelParts(model, shape), situation)));
  return clocked;
}

const keptEdges = new KeptByShape<ModelEdges>();

interface LayerSections {
  readonly in: (situation: Situation) => SectionTimes;
  /** Communication that nothing hides, in the parts that it is in. */
  readonly inside: (situation: Situation) => Pick<LayerTimes, 'exposedInside' | 'exposedRepeated'>;
}

/** A layer's sections with its communication, and at the pace of its host. */
function sectionsOf(
  device: DeviceSpec,
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  communication: LayerCommunication,
): LayerSections {
  const added = (situation: Situation): ContextAddition | undefined => {
    const times = communication.context?.[kind.index];
    return times && contextAddition(device, model, kind, shape, situation, times);
  };
  const tensor = (situation: Situation): TensorAddition =>
    tensorAddition(device, model, kind, shape, situation, communication);
  const host = isLaunchedByHost(shape.software) ? hostOf(model, kind, shape) : undefined;
  return {
    in: (situation) => {
      const [split, shared] = [tensor(situation), added(situation)];
      const own = withTensor(sectionTimes(device, model, kind, shape, situation), split);
      const onDevice = withRepeated(withContext(own, shared), kind, shape, split, shared);
      return host === undefined ? onDevice : pacedSections(onDevice, host);
    },
    inside: (situation) => {
      const [split, shared] = [tensor(situation), added(situation)];
      const inside = withExposedContext(exposedTensor(split), shared);
      return insideRepeated(inside, kind, shape, split, shared);
    },
  };
}

export type ModelEdges = Pick<PricedModel, 'embedding' | 'head' | 'mtpProjection'>;

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
  const ahead = repeatedAhead(model, kind, shape);
  const operations = {
    forward: layerOperations(model, kind, shape),
    backward: [
      // What is repeated ahead of the backward is in sections of its own.
      ...backwardInputOperations(model, kind, shape).filter((operation) => !ahead.includes(operation)),
      ...backwardWeightOperations(model, kind, shape),
    ],
    ...(shape.recompute === 'full' || ahead.length === 0 ? {} : { repeated: ahead }),
  };
  return layerHost(shape.software, operations, shape.tensorParallel === 1 ? 0 : 2, kind);
}
