/** What mixes tokens in a layer: attention of some kind, or a recurrence. */

/**
 * Chooses the keys that attention reads (DeepSeek-V3.2): small heads score every key, the `topK` best are
 * read.
 */
export interface IndexerSpec {
  readonly heads: number;
  readonly headDim: number;
  readonly topK: number;
}

/**
 * Multi-head latent attention (DeepSeek-V2): low-rank query and joint key-value compression, decoupled rotary
 * key.
 */
export interface LatentAttentionSpec {
  readonly kind: 'mla';
  readonly heads: number;
  /** 0: queries are projected directly (DeepSeek-V2-Lite). */
  readonly queryRank: number;
  readonly keyValueRank: number;
  readonly nopeHeadDim: number;
  readonly ropeHeadDim: number;
  readonly valueHeadDim: number;
  readonly indexer?: IndexerSpec;
}

/** Grouped-query attention; multi-head when `keyValueHeads` equals `heads`, multi-query when it is 1. */
export interface GroupedAttentionSpec {
  readonly kind: 'gqa';
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headDim: number;
  readonly qkvBias?: boolean;
  /** Head size of the values where it differs from that of queries and keys. */
  readonly valueHeadDim?: number;
  readonly outputBias?: boolean;
  /** RMSNorm of queries and keys: over each head, or over all heads together. */
  readonly queryKeyNorm?: 'head' | 'all';
  /** A learned logit for each head that takes attention away from every key (gpt-oss). */
  readonly sinks?: boolean;
  /** The output is multiplied by a sigmoid gate of its own projection (Qwen3-Next). */
  readonly outputGate?: boolean;
  /** Values are the keys: no projection of their own (Gemma 4, global layers). */
  readonly sharedKeyValue?: boolean;
  /** Keys that a query sees, itself included; absent: all before it. */
  readonly window?: number;
  /** Queries see no further than the start of their chunk of this many tokens (Llama 4). */
  readonly chunk?: number;
}

/**
 * Attention over compressed keys (DeepSeek-V4): a window of plain keys, and one entry for every `ratio`
 * tokens before it, all of them or those that an indexer chooses. Keys serve as values, one head of them for
 * all query heads; the output is projected in groups, then together.
 */
export interface CompressedAttentionSpec {
  readonly kind: 'compressed';
  readonly heads: number;
  readonly headDim: number;
  readonly queryRank: number;
  readonly outputGroups: number;
  readonly outputRank: number;
  readonly window: number;
  /** 0: the window is all. */
  readonly ratio: number;
  /** Entries are made of two neighbouring blocks (V4, ratio 4), with twice the projections. */
  readonly overlap?: boolean;
  readonly indexer?: IndexerSpec;
}

/** State-space layer with one decay for each head (Mamba-2, arXiv 2405.21060). */
export interface StateSpaceSpec {
  readonly kind: 'mamba2';
  readonly heads: number;
  readonly headDim: number;
  readonly stateDim: number;
  /** Groups of heads that share input and output matrices of the state. */
  readonly groups: number;
  readonly convolution: number;
}

/** Gated delta rule (arXiv 2412.06464), as Qwen3-Next has it. */
export interface DeltaNetSpec {
  readonly kind: 'delta-net';
  readonly keyHeads: number;
  readonly valueHeads: number;
  readonly keyHeadDim: number;
  readonly valueHeadDim: number;
  readonly convolution: number;
}

/** Linear attention with a fixed decay and an output gate (Lightning attention, MiniMax-01). */
export interface LinearAttentionSpec {
  readonly kind: 'linear';
  readonly heads: number;
  readonly headDim: number;
}

/** What a model's `attention` may be: attention proper. */
export type AttentionSpec = LatentAttentionSpec | GroupedAttentionSpec | CompressedAttentionSpec;
export type RecurrentSpec = StateSpaceSpec | DeltaNetSpec | LinearAttentionSpec;
/** `none`: the layer is an FFN alone (hybrids of Mamba layers and FFN layers). */
export type MixerSpec = AttentionSpec | RecurrentSpec | { readonly kind: 'none' };
