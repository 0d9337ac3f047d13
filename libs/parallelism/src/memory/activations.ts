/** What one micro-batch leaves behind for the backward, by recomputation mode; bytes on one GPU. */
import {
  type LayerFfn,
  type LayerKind,
  type LayerShape,
  type ModelSpec,
  type MoeSpec,
  blocksOf,
  expertColumns,
  expertWidth,
  ffnMatrices,
  layerKinds,
  mtpLayerKind,
  residualNorms,
  residualTokens,
  sharedExpertHidden,
  vocabularyRows,
} from '../model/index.js';
import { type StageLayers } from '../plan/index.js';
import { NOTHING, type PartActivations, elementBytes, keptOperandBytes } from './kept-bytes.js';
import { mixerActivations } from './mixer-activations.js';
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

export function layerActivations(model: ModelSpec, kind: LayerKind, shape: LayerShape): LayerActivations {
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
      const recomputed = Math.min(saved + cheap - input, repeatedBytes(kind, shape, cheap));
      return { saved: saved + cheap - recomputed, recomputed };
    }
    case 'full':
      return { saved: input, recomputed: saved - input + cheap };
  }
}

function ffnActivations(model: ModelSpec, ffn: LayerFfn, shape: LayerShape): PartActivations {
  switch (ffn.kind) {
    case 'none':
      return NOTHING;
    case 'dense':
      return innerActivations(model, ffn.hidden / shape.tensorParallel, shape.tokens, shape);
    case 'moe':
      return expertActivations(model, ffn.moe, shape);
  }
}

/**
 * The gate and up projections (up alone where nothing gates) are saved (FP8 in the FP8 recipe: V3 report,
 * section 3.3.3), what the activation makes of them is repeated.
 */
function innerActivations(model: ModelSpec, inner: number, rows: number, shape: LayerShape): PartActivations {
  const columns = (ffnMatrices(model) - 1) * inner;
  // DeepSeek's recipe keeps the activation's inputs in FP8, frameworks as they come.
  const inputBytes = shape.precision === 'fp8' ? keptOperandBytes(shape) : elementBytes(shape);
  return { saved: inputBytes * rows * columns, cheap: keptOperandBytes(shape) * rows * inner };
}

/**
 * The rows of all experts are saved as operands; DeepSeek's recipe saves received tokens, before they are
 * copied to rows. Gate weights multiply the activation's output, so expert outputs are not saved.
 */
function expertActivations(model: ModelSpec, moe: MoeSpec, shape: LayerShape): PartActivations {
  const routed = innerActivations(model, expertColumns(moe, shape), shape.expertRows, shape);
  const sharedInner = sharedExpertHidden(moe) / shape.tensorParallel;
  const shared = innerActivations(model, sharedInner, shape.tokens, shape);
  const rows = shape.precision === 'fp8' ? shape.receivedTokens : shape.expertRows;
  const received = keptOperandBytes(shape) * rows * expertWidth(model, moe);
  const scores = FP32 * residualTokens(shape) * moe.routedExperts;
  return { saved: routed.saved + shared.saved + received + scores, cheap: routed.cheap + shared.cheap };
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

/** Kept bytes of one micro-batch on one stage: its layers, at the last stage each pass through the head. */
export function stageActivationBytes(model: ModelSpec, stage: StageLayers, shape: LayerShape): number {
  const saved = (kind: LayerKind): number => layerActivations(model, kind, shape).saved;
  const savedOf = (layers: number, kind: LayerKind): number => (layers > 0 ? layers * saved(kind) : 0);
  const head = headActivations(model, shape);
  // The projection's input: hidden state and next token's embedding, side by side.
  const projected = 2 * elementBytes(shape) * residualTokens(shape) * model.hidden;
  const module = projected + saved(mtpLayerKind(model)) + head;
  return (
    layerKinds(model).reduce((sum, kind) => sum + savedOf(stage.kinds[kind.index] ?? 0, kind), 0) +
    (stage.head ? head : 0) +
    (stage.mtpModules > 0 ? stage.mtpModules * module : 0)
  );
}
