/**
 * Model FLOPs per trained token, by pass. A multiply-add is 2. Definition (DESIGN section 4, paper under
 * Table 4): matrices that a token meets with the output head, without the embedding, MTP, norms, softmax and
 * recomputation; attention over the keys that its mask leaves (causal) or over the whole matrix
 * (non-causal; of a window, its whole width).
 */
import { assertUnreachable } from '@railyard/base';
import { type LayerKind, layerCounts, layerKinds } from './layer-kinds.js';
import { meanKeys } from './mean-keys.js';
import { type IndexerSpec, type MixerSpec } from './mixer-spec.js';
import { type ModelSpec } from './model-spec.js';
import { parameterCounts, queryKeyDim, valueDim, weightsPerToken } from './parameters.js';

export interface TokenFlops {
  readonly forward: number;
  /**
   * Gradient of inputs: as much as forward for a matrix; the attention core's whole backward, twice its
   * forward, is here.
   */
  readonly inputGradient: number;
  readonly weightGradient: number;
  readonly total: number;
  /** Part of `total` in the attention cores and recurrences. */
  readonly attention: number;
}

/** Products of an indexer with every key. */
const indexerFlops = (indexer: IndexerSpec, keys: number): number =>
  2 * keys * indexer.heads * indexer.headDim;

/**
 * Forward FLOPs of a mixer's core per token: 2 keys H (d_qk + d_v) of attention. Recurrences as Megatron-LM
 * counts them: 7 H P N of a Mamba-2 scan (megatron/training, mamba_layer_flops), 8 H d_k d_v of a gated delta
 * rule, 4 H d^2 of linear attention (state written and read).
 */
export function mixerCoreFlops(mixer: MixerSpec, sequence: number, causal: boolean): number {
  const attention = (keys: number, heads: number): number =>
    2 * keys * heads * (queryKeyDim(mixer) + valueDim(mixer));
  const all = meanKeys(sequence, Infinity, causal);
  switch (mixer.kind) {
    case 'mla': {
      const { indexer, heads } = mixer;
      if (indexer === undefined) return attention(all, heads);
      return attention(meanKeys(sequence, indexer.topK, causal), heads) + indexerFlops(indexer, all);
    }
    case 'gqa': {
      const chunk = Math.min(sequence, mixer.chunk ?? Infinity);
      return attention(meanKeys(chunk, mixer.window ?? Infinity, causal), mixer.heads);
    }
    case 'compressed': {
      const { heads, window, ratio, indexer } = mixer;
      const entries = ratio === 0 ? 0 : all / ratio;
      const chosen = Math.min(entries, indexer?.topK ?? Infinity);
      const scored = indexer === undefined ? 0 : indexerFlops(indexer, entries);
      return attention(meanKeys(sequence, window + chosen, causal), heads) + scored;
    }
    case 'mamba2':
      return 7 * mixer.heads * mixer.headDim * mixer.stateDim;
    case 'delta-net':
      return 8 * mixer.valueHeads * mixer.keyHeadDim * mixer.valueHeadDim;
    case 'linear':
      return 4 * mixer.heads * mixer.headDim * mixer.headDim;
    case 'none':
      return 0;
    default:
      return assertUnreachable(mixer);
  }
}

export function flopsPerToken(model: ModelSpec, sequence: number, causal: boolean): TokenFlops {
  const weights = weightsPerToken(model);
  const counts = layerCounts(model);
  const coreOf = (kind: LayerKind): number =>
    (counts[kind.index] ?? 0) * mixerCoreFlops(kind.mixer, sequence, causal);
  const core = layerKinds(model).reduce((sum, kind) => sum + coreOf(kind), 0);
  const forward = 2 * weights + core;
  const inputGradient = 2 * weights + 2 * core;
  const weightGradient = 2 * weights;
  return {
    forward,
    inputGradient,
    weightGradient,
    total: forward + inputGradient + weightGradient,
    attention: 3 * core,
  };
}

/**
 * FLOPs per token as the PaLM paper counts them (arXiv 2204.02311, appendix B): 6 N + 12 L H Q T, with every
 * parameter of the model (experts that a token does not use left out) and the whole attention matrix.
 */
export function palmFlopsPerToken(model: ModelSpec, sequence: number): number {
  const { main, routedExperts } = parameterCounts(model);
  const unused = model.moe === undefined ? 0 : routedExperts * (1 - model.moe.topK / model.moe.routedExperts);
  return 6 * (main - unused) + flopsPerToken(model, sequence, false).attention;
}
