/** What one micro-batch leaves behind for the backward, by recomputation mode; bytes on one GPU. */
import { type LayerKind, type LayerShape, type ModelSpec, mtpLayerKind } from '../model/index.js';
import { type StageLayers } from '../plan/index.js';

/** FP8 in 1x128 tiles with FP32 scales. */
const FP8 = 1 + 4 / 128;
const BF16 = 2;
const FP32 = 4;
/**
 * Attention's output is kept in E5M6 in the FP8 recipe, since its backward needs the precision (V3 report,
 * section 3.3.3).
 */
const E5M6 = 12 / 8;

/**
 * Bytes that a layer keeps from forward to the end of its weight gradient, and those that recomputation
 * brings back for one layer at a time.
 */
export interface LayerActivations {
  readonly kept: number;
  readonly recomputed: number;
}

export function layerActivations(model: ModelSpec, kind: LayerKind, shape: LayerShape): LayerActivations {
  const rows = shape.tokens / shape.tensorParallel;
  // Input of the attention norm and of the FFN norm: the residual stream.
  const input = BF16 * rows * model.hidden;
  const attention = attentionActivations(model, shape);
  const ffn =
    kind === 'dense' || model.moe === undefined
      ? swigluActivations(model.denseHidden / shape.tensorParallel, shape.tokens, shape)
      : expertActivations(model, model.moe, shape);
  const normed = 2 * operandBytes(shape) * rows * model.hidden;
  const cheap = attention.cheap + ffn.cheap + normed;
  const kept = 2 * input + attention.kept + ffn.kept;
  switch (shape.recompute) {
    case 'none':
      return { kept: kept + cheap, recomputed: 0 };
    case 'selective':
      return { kept, recomputed: cheap };
    case 'full':
      return { kept: input, recomputed: kept - input + cheap };
  }
}

/** Bytes that selective recomputation keeps, and the `cheap` ones that it does not. */
interface PartActivations {
  readonly kept: number;
  readonly cheap: number;
}

/** A linear layer's input as its weight gradient wants it. */
const operandBytes = (shape: LayerShape): number => (shape.precision === 'fp8' ? FP8 : BF16);

/**
 * MLA keeps its two latents and repeats the up-projections; GQA has none to repeat and keeps queries, keys
 * and values.
 */
function attentionActivations(model: ModelSpec, shape: LayerShape): PartActivations {
  const { attention } = model;
  const { tokens, tensorParallel } = shape;
  const heads = attention.heads / tensorParallel;
  const outputBytes = shape.precision === 'fp8' ? E5M6 : BF16;
  if (attention.kind === 'mla') {
    const { queryRank, keyValueRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
    const latents = BF16 * tokens * (queryRank + keyValueRank + ropeHeadDim);
    const output = outputBytes * tokens * heads * valueHeadDim + FP32 * tokens * heads;
    const queriesKeysValues = BF16 * tokens * heads * (2 * (nopeHeadDim + ropeHeadDim) + valueHeadDim);
    return {
      kept: latents + output,
      cheap: queriesKeysValues + operandBytes(shape) * tokens * (queryRank + keyValueRank),
    };
  }
  const keyValueHeads = Math.max(1, attention.keyValueHeads / tensorParallel);
  const output = outputBytes * tokens * heads * attention.headDim + FP32 * tokens * heads;
  return { kept: BF16 * tokens * (heads + 2 * keyValueHeads) * attention.headDim + output, cheap: 0 };
}

/**
 * The gate and up projections are kept (FP8 in the FP8 recipe: V3 report, section 3.3.3), their product is
 * repeated.
 */
function swigluActivations(inner: number, rows: number, shape: LayerShape): PartActivations {
  return { kept: operandBytes(shape) * rows * 2 * inner, cheap: operandBytes(shape) * rows * inner };
}

/**
 * Received tokens are kept as operands, before they are copied to expert rows; gate weights multiply the
 * SwiGLU output, so expert outputs are not kept.
 */
function expertActivations(
  model: ModelSpec,
  moe: NonNullable<ModelSpec['moe']>,
  shape: LayerShape,
): PartActivations {
  const routed = swigluActivations(moe.expertHidden, shape.expertRows, shape);
  const shared = swigluActivations(
    (moe.sharedExperts * moe.expertHidden) / shape.tensorParallel,
    shape.tokens,
    shape,
  );
  const received = operandBytes(shape) * shape.receivedTokens * model.hidden;
  const scores = FP32 * (shape.tokens / shape.tensorParallel) * moe.routedExperts;
  return { kept: routed.kept + shared.kept + received + scores, cheap: routed.cheap + shared.cheap };
}

/**
 * Kept bytes of one micro-batch on one stage: its layers, and at the last stage the inputs and BF16 logits of
 * each pass through the head.
 */
export function stageActivationBytes(model: ModelSpec, stage: StageLayers, shape: LayerShape): number {
  const kept = (kind: LayerKind): number => layerActivations(model, kind, shape).kept;
  const rows = shape.tokens / shape.tensorParallel;
  const logits = BF16 * shape.tokens * (model.vocabulary / shape.tensorParallel);
  const head = BF16 * rows * model.hidden + logits;
  // The projection's input: hidden state and next token's embedding, side by side.
  const module = 2 * BF16 * rows * model.hidden + kept(mtpLayerKind(model)) + head;
  return (
    (stage.dense > 0 ? stage.dense * kept('dense') : 0) +
    (stage.moe > 0 ? stage.moe * kept('moe') : 0) +
    (stage.head ? head : 0) +
    (stage.mtpModules > 0 ? stage.mtpModules * module : 0)
  );
}
