/** What an FFN keeps of one micro-batch for its backward; bytes on one GPU. */
import {
  type LayerFfn,
  type LayerShape,
  type ModelSpec,
  type MoeSpec,
  expertColumns,
  expertWidth,
  ffnMatrices,
  residualTokens,
  sharedExpertHidden,
} from '../model/index.js';
import { NOTHING, type PartActivations, elementBytes, keptOperandBytes } from './kept-bytes.js';

const FP32 = 4;

export function ffnActivations(model: ModelSpec, ffn: LayerFfn, shape: LayerShape): PartActivations {
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
  const { routed, shared } = expertInnerActivations(model, moe, shape);
  const rows = shape.precision === 'fp8' ? shape.receivedTokens : shape.expertRows;
  const received = keptOperandBytes(shape) * rows * expertWidth(model, moe);
  const scores = FP32 * residualTokens(shape) * moe.routedExperts;
  return { saved: routed.saved + shared.saved + received + scores, cheap: routed.cheap + shared.cheap };
}

/** Inside the FFNs of routed and of shared experts. */
export function expertInnerActivations(
  model: ModelSpec,
  moe: MoeSpec,
  shape: LayerShape,
): { readonly routed: PartActivations; readonly shared: PartActivations } {
  const sharedInner = sharedExpertHidden(moe) / shape.tensorParallel;
  return {
    routed: innerActivations(model, expertColumns(moe, shape), shape.expertRows, shape),
    shared: innerActivations(model, sharedInner, shape.tokens, shape),
  };
}
