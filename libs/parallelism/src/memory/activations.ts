/** What one micro-batch leaves behind for the backward, by recomputation mode; bytes on one GPU. */
import { assertUnreachable } from '@railyard/base';
import {
  type GroupedAttentionSpec,
  type LatentAttentionSpec,
  type LayerFfn,
  type LayerKind,
  type LayerShape,
  type MixerSpec,
  type ModelSpec,
  type MoeSpec,
  blocksOf,
  expertWidth,
  ffnMatrices,
  layerKinds,
  PRECISION_RECIPES,
  mtpLayerKind,
  residualNorms,
  sharedExpertHidden,
  residualTokens,
  vocabularyRows,
} from '../model/index.js';
import { type StageLayers } from '../plan/index.js';
import { lossActivations, softwareActivations } from './software-activations.js';

const FP32 = 4;
/**
 * Attention's output is saved in E5M6 in the FP8 recipe, since its backward needs the precision (V3 report,
 * section 3.3.3).
 */
const E5M6 = 12 / 8;

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
  const mixer = mixerActivations(kind.mixer, shape);
  const ffn = ffnActivations(model, kind.ffn, shape);
  const norms = residualNorms(model, kind);
  const normed = norms * operandBytes(shape) * rows * model.hidden;
  const unfused = softwareActivations(model, kind, shape);
  const cheap = mixer.cheap + ffn.cheap + normed + unfused.cheap;
  const saved = blocksOf(kind) * input + mixer.saved + ffn.saved + unfused.saved;
  switch (shape.recompute) {
    case 'none':
      return { saved: saved + cheap, recomputed: 0 };
    case 'selective':
      return { saved, recomputed: cheap };
    case 'full':
      return { saved: input, recomputed: saved - input + cheap };
  }
}

/** Bytes that selective recomputation keeps, and the `cheap` ones that it does not. */
interface PartActivations {
  readonly saved: number;
  readonly cheap: number;
}

/** A linear layer's input as its weight gradient wants it. */
const operandBytes = (shape: LayerShape): number => PRECISION_RECIPES[shape.precision].keptOperandBytes;

/** What stands between matrices. */
export const elementBytes = (shape: LayerShape): number => PRECISION_RECIPES[shape.precision].elementBytes;

const NOTHING: PartActivations = { saved: 0, cheap: 0 };

function mixerActivations(mixer: MixerSpec, shape: LayerShape): PartActivations {
  const { tokens, tensorParallel } = shape;
  switch (mixer.kind) {
    case 'mla':
      return latentActivations(mixer, shape);
    case 'gqa':
      return groupedActivations(mixer, shape);
    case 'compressed': {
      const heads = mixer.heads / tensorParallel;
      const latents = elementBytes(shape) * tokens * (mixer.queryRank + mixer.headDim);
      const entries =
        mixer.ratio === 0 ? 0 : (2 * elementBytes(shape) * tokens * mixer.headDim) / mixer.ratio;
      const output = attentionOutput(shape, heads, mixer.headDim);
      const outputLatent =
        (elementBytes(shape) * tokens * mixer.outputGroups * mixer.outputRank) / tensorParallel;
      return {
        saved: latents + entries + output + outputLatent,
        cheap:
          elementBytes(shape) * tokens * heads * mixer.headDim +
          operandBytes(shape) * tokens * mixer.queryRank,
      };
    }
    case 'mamba2':
      return recurrentActivations(shape, {
        projected: 2 * mixer.heads * mixer.headDim + 2 * mixer.groups * mixer.stateDim,
        output: mixer.heads * mixer.headDim,
      });
    case 'delta-net':
      return recurrentActivations(shape, {
        projected: 2 * mixer.keyHeads * mixer.keyHeadDim + 2 * mixer.valueHeads * mixer.valueHeadDim,
        output: mixer.valueHeads * mixer.valueHeadDim,
      });
    case 'linear':
      return recurrentActivations(shape, {
        projected: 4 * mixer.heads * mixer.headDim,
        output: mixer.heads * mixer.headDim,
      });
    case 'none':
      return NOTHING;
    default:
      return assertUnreachable(mixer);
  }
}

/** The attention output and the row sums of a flash kernel. */
function attentionOutput(shape: LayerShape, heads: number, headDim: number): number {
  const outputBytes = shape.precision === 'fp8' ? E5M6 : elementBytes(shape);
  const rowSums = shape.software?.attention === 'unfused' ? 0 : FP32 * shape.tokens * heads;
  return outputBytes * shape.tokens * heads * headDim + rowSums;
}

/** MLA keeps its two latents and repeats the up-projections. */
function latentActivations(attention: LatentAttentionSpec, shape: LayerShape): PartActivations {
  const { queryRank, keyValueRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const { tokens } = shape;
  const heads = attention.heads / shape.tensorParallel;
  const latents = elementBytes(shape) * tokens * (queryRank + keyValueRank + ropeHeadDim);
  const queriesKeysValues =
    elementBytes(shape) * tokens * heads * (2 * (nopeHeadDim + ropeHeadDim) + valueHeadDim);
  return {
    saved: latents + attentionOutput(shape, heads, valueHeadDim),
    cheap: queriesKeysValues + operandBytes(shape) * tokens * (queryRank + keyValueRank),
  };
}

/** GQA has no latent to rebuild anything from: it keeps queries, keys and values. */
function groupedActivations(attention: GroupedAttentionSpec, shape: LayerShape): PartActivations {
  const { tokens, tensorParallel } = shape;
  const { headDim, valueHeadDim = headDim } = attention;
  const heads = attention.heads / tensorParallel;
  const keyValueHeads = Math.max(1, attention.keyValueHeads / tensorParallel);
  const queries = heads * headDim * (attention.outputGate === true ? 2 : 1);
  const keyValues = keyValueHeads * (headDim + valueHeadDim);
  return {
    saved: elementBytes(shape) * tokens * (queries + keyValues) + attentionOutput(shape, heads, valueHeadDim),
    cheap:
      attention.queryKeyNorm === undefined
        ? 0
        : elementBytes(shape) * tokens * (heads + keyValueHeads) * headDim,
  };
}

/** The joint projection and the recurrence's output are saved; convolution and gate are repeated. */
function recurrentActivations(
  shape: LayerShape,
  { projected, output }: { readonly projected: number; readonly output: number },
): PartActivations {
  const share = (elementBytes(shape) * shape.tokens) / shape.tensorParallel;
  return { saved: share * (projected + output), cheap: share * (projected + output) };
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
  const inputBytes = shape.precision === 'fp8' ? operandBytes(shape) : elementBytes(shape);
  return { saved: inputBytes * rows * columns, cheap: operandBytes(shape) * rows * inner };
}

/**
 * Received tokens are saved as operands, before they are copied to expert rows; gate weights multiply the
 * activation's output, so expert outputs are not saved.
 */
function expertActivations(model: ModelSpec, moe: MoeSpec, shape: LayerShape): PartActivations {
  const routed = innerActivations(model, moe.expertHidden, shape.expertRows, shape);
  const sharedInner = sharedExpertHidden(moe) / shape.tensorParallel;
  const shared = innerActivations(model, sharedInner, shape.tokens, shape);
  const received = operandBytes(shape) * shape.receivedTokens * expertWidth(model, moe);
  const scores = FP32 * residualTokens(shape) * moe.routedExperts;
  return { saved: routed.saved + shared.saved + received + scores, cheap: routed.cheap + shared.cheap };
}

/**
 * Kept bytes of one micro-batch on one stage: its layers, and at the last stage the inputs and BF16 logits of
 * each pass through the head.
 */
export function stageActivationBytes(model: ModelSpec, stage: StageLayers, shape: LayerShape): number {
  const saved = (kind: LayerKind): number => layerActivations(model, kind, shape).saved;
  const savedOf = (layers: number, kind: LayerKind): number => (layers > 0 ? layers * saved(kind) : 0);
  const rows = residualTokens(shape);
  const elements = shape.tokens * (vocabularyRows(model) / shape.tensorParallel);
  const logits = elementBytes(shape) * elements;
  const head = elementBytes(shape) * rows * model.hidden + logits + lossActivations(shape, elements);
  // The projection's input: hidden state and next token's embedding, side by side.
  const module = 2 * elementBytes(shape) * rows * model.hidden + saved(mtpLayerKind(model)) + head;
  return (
    layerKinds(model).reduce((sum, kind) => sum + savedOf(stage.kinds[kind.index] ?? 0, kind), 0) +
    (stage.head ? head : 0) +
    (stage.mtpModules > 0 ? stage.mtpModules * module : 0)
  );
}
