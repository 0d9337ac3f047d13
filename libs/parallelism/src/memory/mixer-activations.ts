/** What a mixer keeps of one micro-batch for its backward; bytes on one GPU. */
import { assertUnreachable } from '@railyard/base';
import {
  type GroupedAttentionSpec,
  type LatentAttentionSpec,
  type LayerShape,
  type MixerSpec,
  type ModelSpec,
} from '../model/index.js';
import { NOTHING, type PartActivations, elementBytes, keptOperandBytes } from './kept-bytes.js';

const FP32 = 4;
/**
 * Attention's output is saved in E5M6 in the FP8 recipe, since its backward needs the precision (V3 report,
 * section 3.3.3).
 */
const E5M6 = 12 / 8;

export function mixerActivations(model: ModelSpec, mixer: MixerSpec, shape: LayerShape): PartActivations {
  const { tokens, tensorParallel } = shape;
  switch (mixer.kind) {
    case 'mla':
      return latentActivations(mixer, shape);
    case 'gqa':
      return groupedActivations(model, mixer, shape);
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
          keptOperandBytes(shape) * tokens * mixer.queryRank,
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

/** The attention output and the row sums of a flash kernel; scores are the software's. */
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
    cheap: queriesKeysValues + keptOperandBytes(shape) * tokens * (queryRank + keyValueRank),
  };
}

/**
 * GQA has no latent to rebuild anything from: it keeps queries, keys and values. Rotated or normed queries
 * and keys are new tensors; where one product makes all three, its output stays alongside them, for the
 * values are a part of it (measured: PyTorch 2.11 on an H200, docs/model/memory.md).
 */
function groupedActivations(
  model: ModelSpec,
  attention: GroupedAttentionSpec,
  shape: LayerShape,
): PartActivations {
  const { tokens, tensorParallel, software } = shape;
  const { headDim, valueHeadDim = headDim, queryKeyNorm } = attention;
  const heads = attention.heads / tensorParallel;
  const keyValueHeads = Math.max(1, attention.keyValueHeads / tensorParallel);
  const queries = heads * headDim * (attention.outputGate === true ? 2 : 1);
  const keyValues = keyValueHeads * (headDim + valueHeadDim);
  const each = elementBytes(shape) * tokens;
  const again = each * (heads + keyValueHeads) * headDim;
  const isRotated = (model.positions ?? 'rotary') === 'rotary';
  const isJoint = software?.fused.projections ?? true;
  return {
    saved:
      each * (queries + keyValues) +
      (isJoint && isRotated && queryKeyNorm === undefined ? again : 0) +
      attentionOutput(shape, heads, valueHeadDim),
    cheap: queryKeyNorm === undefined ? 0 : again,
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
