/** What one micro-batch leaves behind for the backward, by recomputation mode; bytes on one GPU. */
import {
  type LayerKind,
  type LayerShape,
  type ModelSpec,
  blocksOf,
  layerKindAt,
  layerKinds,
  modulesOf,
  mtpLayerKind,
  residualNorms,
  residualTokens,
  vocabularyRows,
} from '../model/index.js';
import {
  type RecomputedLayers,
  type StageLayers,
  keptShape,
  layersOfBlock,
  layersOfInput,
  offloadedLayers,
} from '../plan/index.js';
import { elementBytes, keptOperandBytes } from './kept-bytes.js';
import { mixerActivations } from './mixer-activations.js';
import { ffnActivations } from './ffn-activations.js';
import { moduleBytes } from './module-activations.js';
import { offloadedBytes } from './offloaded-parts.js';
import { repeatedBytes, softwareActivations } from './software-activations.js';

const FP32 = 4;

/**
 * Bytes that a layer keeps from forward to the end of its weight gradient, and those that recomputation
 * brings back for one layer at a time.
 */
export interface LayerActivations {
  readonly saved: number;
  readonly recomputed: number;
}

/** In its stage: `saved` on the device, `offloaded` in the host's memory. */
export interface StageLayerActivations extends LayerActivations {
  readonly offloaded: number;
}

export function layerActivations(model: ModelSpec, kind: LayerKind, shape: LayerShape): LayerActivations {
  let ofModel = known.get(model);
  if (ofModel === undefined) known.set(model, (ofModel = new WeakMap()));
  let ofShape = ofModel.get(shape);
  if (ofShape === undefined) ofModel.set(shape, (ofShape = new WeakMap()));
  let activations = ofShape.get(kind);
  if (activations === undefined) ofShape.set(kind, (activations = countActivations(model, kind, shape)));
  return activations;
}

/** Layouts that hand a GPU the same share their shape. */
const known = new WeakMap<ModelSpec, WeakMap<LayerShape, WeakMap<LayerKind, LayerActivations>>>();

function countActivations(model: ModelSpec, kind: LayerKind, shape: LayerShape): LayerActivations {
  const rows = residualTokens(shape);
  // Each block keeps its input, the residual stream (all of several parallel ones).
  const input = elementBytes(shape) * rows * model.hidden * (model.residualStreams ?? 1);
  const mixer = mixerActivations(model, kind.mixer, shape);
  const ffn = ffnActivations(model, kind.ffn, shape);
  const norms = residualNorms(model, kind);
  const normed = norms * keptOperandBytes(shape) * rows * model.hidden;
  const unfused = softwareActivations(model, kind, shape);
  const cheap = mixer.cheap + ffn.cheap + normed + unfused.cheap;
  const saved = blocksOf(kind) * input + mixer.saved + ffn.saved + unfused.saved;
  switch (shape.recompute) {
    case 'none':
      return { saved: saved + cheap, recomputed: 0 };
    case 'selective': {
      const repeated =
        modulesOf(shape) === undefined
          ? repeatedBytes(model, kind, shape, cheap)
          : moduleBytes(model, kind, shape);
      const recomputed = Math.min(saved + cheap - input, repeated);
      return { saved: saved + cheap - recomputed, recomputed };
    }
    case 'full':
      return { saved: input, recomputed: saved - input + cheap };
  }
}

/**
 * Kept of one pass through the head: the input and what the loss keeps of the logits. A fused loss keeps them
 * as they are, else in FP32 (the output of the softmax).
 */
export function headActivations(model: ModelSpec, shape: LayerShape): number {
  const element = elementBytes(shape);
  const ofLogit = isFusedLoss(shape) ? element : FP32;
  return element * residualTokens(shape) * model.hidden + ofLogit * logitsOf(model, shape);
}

export const logitsOf = (model: ModelSpec, shape: LayerShape): number =>
  shape.tokens * (vocabularyRows(model) / shape.tensorParallel);

export const isFusedLoss = ({ software }: LayerShape): boolean => software?.fused.loss ?? true;

/**
 * What each layer of a stage keeps and brings back, in the order of the forward, where a block of layers is
 * recomputed or several share one input. The first of those that share keeps it, and all of their activations
 * are there when the backward of the last begins. What is offloaded of a layer is not among what it keeps.
 */
export function keptByLayer(
  model: ModelSpec,
  stage: StageLayers,
  shape: LayerShape,
  recomputed: RecomputedLayers,
): readonly StageLayerActivations[] {
  const [block, together] = [layersOfBlock(recomputed), layersOfInput(recomputed)];
  const offloaded = offloadedLayers(recomputed, stage.layers);
  return Array.from({ length: stage.layers }, (_, i): StageLayerActivations => {
    const kind = layerKindAt(model, stage.firstLayer + i);
    const ofLayer = i < block ? shape : keptShape(shape);
    const own = layerActivations(model, kind, ofLayer);
    const before = i % together;
    const all = own.saved + own.recomputed;
    const saved = before === 0 ? own.saved : 0;
    const away = i < offloaded ? offloadedBytes(model, kind, ofLayer, saved, recomputed) : 0;
    return { saved: saved - away, offloaded: away, recomputed: own.recomputed + before * all };
  });
}

/** Whether layers of a kind differ in what they keep. */
const keepsByLayer = (recomputed: RecomputedLayers): boolean =>
  layersOfBlock(recomputed) < Infinity ||
  layersOfInput(recomputed) > 1 ||
  recomputed.activationOffload !== undefined;

/** Kept bytes of one micro-batch on one stage: its layers, at the last stage each pass through the head. */
export function stageActivationBytes(
  model: ModelSpec,
  stage: StageLayers,
  shape: LayerShape,
  recomputed: RecomputedLayers,
): number {
  const saved = (kind: LayerKind): number => layerActivations(model, kind, shape).saved;
  const savedOf = (layers: number, kind: LayerKind): number => (layers > 0 ? layers * saved(kind) : 0);
  const head = headActivations(model, shape);
  // The projection's input: hidden state and next token's embedding, side by side.
  const projected = 2 * elementBytes(shape) * residualTokens(shape) * model.hidden;
  const ofModule = layersOfBlock(recomputed) < Infinity ? keptShape(shape) : shape;
  const module = projected + layerActivations(model, mtpLayerKind(model), ofModule).saved + head;
  const ofLayers = keepsByLayer(recomputed)
    ? keptByLayer(model, stage, shape, recomputed).reduce((sum, layer) => sum + layer.saved, 0)
    : layerKinds(model).reduce((sum, kind) => sum + savedOf(stage.kinds[kind.index] ?? 0, kind), 0);
  return ofLayers + (stage.head ? head : 0) + (stage.mtpModules > 0 ? stage.mtpModules * module : 0);
}
