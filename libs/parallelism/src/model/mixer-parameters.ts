/** Weights of a layer's mixer, matrix by matrix, as the operation list names them. */
import { assertUnreachable } from '@railyard/base';
import {
  type CompressedAttentionSpec,
  type DeltaNetSpec,
  type GroupedAttentionSpec,
  type IndexerSpec,
  type LatentAttentionSpec,
  type LinearAttentionSpec,
  type MixerSpec,
  type StateSpaceSpec,
} from './mixer-spec.js';

export interface MixerParameters {
  readonly matrices: Readonly<Record<string, number>>;
  readonly biases: number;
  /** Gains of norms inside the block, and what else is learned per head or channel. */
  readonly norms: number;
  /** Of the matrices, those that every tensor rank holds whole. */
  readonly whole: number;
  /** Of matrices and biases, those of key-value heads: tensor ranks beyond their number hold copies. */
  readonly keyValues: number;
}

const NOTHING: MixerParameters = { matrices: {}, biases: 0, norms: 0, whole: 0, keyValues: 0 };

/** Mixers never change, and every rank of every layout asks for the same few. */
const known = new WeakMap<MixerSpec, Map<number, MixerParameters>>();

export function mixerParameters(hidden: number, mixer: MixerSpec): MixerParameters {
  const byHidden = known.get(mixer) ?? new Map<number, MixerParameters>();
  known.set(mixer, byHidden);
  const counted = byHidden.get(hidden) ?? countedParameters(hidden, mixer);
  byHidden.set(hidden, counted);
  return counted;
}

function countedParameters(hidden: number, mixer: MixerSpec): MixerParameters {
  switch (mixer.kind) {
    case 'mla':
      return latentParameters(hidden, mixer);
    case 'gqa':
      return groupedParameters(hidden, mixer);
    case 'compressed':
      return compressedParameters(hidden, mixer);
    case 'mamba2':
      return stateSpaceParameters(hidden, mixer);
    case 'delta-net':
      return deltaNetParameters(hidden, mixer);
    case 'linear':
      return linearAttentionParameters(hidden, mixer);
    case 'none':
      return NOTHING;
    default:
      return assertUnreachable(mixer);
  }
}

function latentParameters(hidden: number, mixer: LatentAttentionSpec): MixerParameters {
  const { heads, queryRank, keyValueRank, nopeHeadDim, ropeHeadDim, valueHeadDim, indexer } = mixer;
  const queries = heads * (nopeHeadDim + ropeHeadDim);
  const down = {
    ...(queryRank > 0 ? { q_a: hidden * queryRank } : {}),
    kv_a: hidden * (keyValueRank + ropeHeadDim),
  };
  const index = indexer === undefined ? {} : indexerMatrices(hidden, indexer, queryRank || hidden);
  return {
    matrices: {
      ...down,
      q_b: (queryRank > 0 ? queryRank : hidden) * queries,
      kv_b: keyValueRank * heads * (nopeHeadDim + valueHeadDim),
      o: heads * valueHeadDim * hidden,
      ...index,
    },
    biases: 0,
    // The indexer's keys have a LayerNorm.
    norms: queryRank + keyValueRank + (indexer === undefined ? 0 : 2 * indexer.headDim),
    whole: total(down) + total(index),
    keyValues: 0,
  };
}

const total = (matrices: Readonly<Record<string, number>>): number =>
  Object.values(matrices).reduce((sum, one) => sum + one, 0);

/** Index queries from the compressed query, one index key for each token, a weight for each index head. */
const indexerMatrices = (
  hidden: number,
  indexer: IndexerSpec,
  queryWidth: number,
): Readonly<Record<string, number>> => ({
  index_q: queryWidth * indexer.heads * indexer.headDim,
  index_k: hidden * indexer.headDim,
  index_weights: hidden * indexer.heads,
});

function groupedParameters(hidden: number, mixer: GroupedAttentionSpec): MixerParameters {
  const { heads, keyValueHeads, headDim } = mixer;
  const valueDim = mixer.valueHeadDim ?? headDim;
  const queries = heads * headDim * (mixer.outputGate === true ? 2 : 1);
  const keyValues = keyValueHeads * (headDim + (mixer.sharedKeyValue === true ? 0 : valueDim));
  const qkvBias = mixer.qkvBias === true;
  const normed = { head: 2 * headDim, all: (heads + keyValueHeads) * headDim };
  return {
    matrices: { qkv: hidden * (queries + keyValues), o: heads * valueDim * hidden },
    biases: (qkvBias ? queries + keyValues : 0) + (mixer.outputBias === true ? hidden : 0),
    norms:
      (mixer.queryKeyNorm === undefined ? 0 : normed[mixer.queryKeyNorm]) +
      (mixer.sinks === true ? heads : 0),
    whole: 0,
    keyValues: (hidden + (qkvBias ? 1 : 0)) * keyValues,
  };
}

/** V4's inference code: norms of query and key, a logit for each head, a place vector in each block. */
function compressedParameters(hidden: number, mixer: CompressedAttentionSpec): MixerParameters {
  const { heads, headDim, queryRank, outputGroups, outputRank, ratio, indexer } = mixer;
  const blocks = mixer.overlap === true ? 2 : 1;
  const compressor = ratio === 0 ? 0 : 2 * blocks * headDim;
  const indexed = indexer === undefined ? 0 : 2 * blocks * indexer.headDim;
  const whole = {
    q_a: hidden * queryRank,
    kv: hidden * headDim,
    ...(compressor > 0 ? { compress: hidden * compressor } : {}),
    ...(indexer === undefined
      ? {}
      : {
          index_q: queryRank * indexer.heads * indexer.headDim,
          index_k: hidden * indexed,
          index_weights: hidden * indexer.heads,
        }),
  };
  const places = (ratio * (compressor + indexed)) / 2;
  return {
    matrices: {
      ...whole,
      q_b: queryRank * heads * headDim,
      o_a: heads * headDim * outputRank,
      o_b: outputGroups * outputRank * hidden,
    },
    biases: 0,
    norms: queryRank + headDim + heads + (ratio > 0 ? headDim : 0) + (indexer?.headDim ?? 0) + places,
    whole: total(whole),
    keyValues: 0,
  };
}

function stateSpaceParameters(hidden: number, mixer: StateSpaceSpec): MixerParameters {
  const { heads, headDim, stateDim, groups, convolution } = mixer;
  const inner = heads * headDim;
  const convolved = inner + 2 * groups * stateDim;
  return {
    matrices: { in: hidden * (inner + convolved + heads), o: inner * hidden },
    biases: convolved * (convolution + 1),
    // Decay, skip and time step of each head, and the gated norm.
    norms: 3 * heads + inner,
    whole: 0,
    keyValues: 0,
  };
}

function deltaNetParameters(hidden: number, mixer: DeltaNetSpec): MixerParameters {
  const { keyHeads, valueHeads, keyHeadDim, valueHeadDim, convolution } = mixer;
  const keys = keyHeads * keyHeadDim;
  const values = valueHeads * valueHeadDim;
  return {
    // Queries, keys, values and output gate; write strength and decay of each head.
    matrices: { in: hidden * (2 * keys + 2 * values + 2 * valueHeads), o: values * hidden },
    biases: (2 * keys + values) * convolution,
    norms: 2 * valueHeads + valueHeadDim,
    whole: 0,
    keyValues: 0,
  };
}

function linearAttentionParameters(hidden: number, { heads, headDim }: LinearAttentionSpec): MixerParameters {
  const inner = heads * headDim;
  return { ...NOTHING, matrices: { qkvg: hidden * 4 * inner, o: inner * hidden }, norms: inner };
}
