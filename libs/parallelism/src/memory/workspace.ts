/** What a layer or the head needs while its backward runs, beyond what was kept for it. */
import {
  type LayerKind,
  type LayerShape,
  type ModelSpec,
  expertWidth,
  ffnMatrices,
  residualTokens,
  sharedExpertHidden,
} from '../model/index.js';
import { type RecomputedLayers, layersOfInput } from '../plan/index.js';
import { isFusedLoss, layerActivations, logitsOf } from './activations.js';
import { elementBytes } from './kept-bytes.js';

const FP32 = 4;

/**
 * At the loss: the gradient of the logits. A fused loss makes it in FP32 for one pass; a chain of kernels has
 * the gradient of the softmax and that of the logits at once.
 */
export const lossWorkspace = (model: ModelSpec, shape: LayerShape): number =>
  (isFusedLoss(shape) ? FP32 : 2 * FP32) * logitsOf(model, shape);

/**
 * Inside a layer: what recomputation brings back, and the gradients that are alive together at their widest:
 * of the activation's inputs and of two residual-wide tensors; of experts, their rows as well.
 */
export function layerWorkspace(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  recomputed: RecomputedLayers,
): number {
  const own = layerActivations(model, kind, shape);
  // Layers that share one input are all brought back, those of the fullest kind at most.
  const others = (layersOfInput(recomputed) - 1) * (own.saved + own.recomputed);
  return own.recomputed + others + gradientWorkspace(model, kind, shape);
}

export function gradientWorkspace(model: ModelSpec, { ffn }: LayerKind, shape: LayerShape): number {
  const element = elementBytes(shape);
  const ends = 2 * residualTokens(shape) * model.hidden;
  const columns = ffnMatrices(model) - 1;
  switch (ffn.kind) {
    case 'none':
      return element * ends;
    case 'dense':
      return element * (ends + (shape.tokens * columns * ffn.hidden) / shape.tensorParallel);
    case 'moe': {
      const { moe } = ffn;
      const shared = (shape.tokens * columns * sharedExpertHidden(moe)) / shape.tensorParallel;
      const routed = shape.expertRows * (columns * moe.expertHidden + 2 * expertWidth(model, moe));
      return element * (ends + Math.max(shared, routed));
    }
  }
}
