/** The transformer as its owner writes it: the body of a workload's `model`. */
import { type AttentionSpec, type MixerSpec } from './mixer-spec.js';

export interface MoeSpec {
  readonly routedExperts: number;
  readonly sharedExperts: number;
  readonly topK: number;
  readonly expertHidden: number;
  /**
   * Node-limited gate: experts fall into `groups` equal groups, a token may use at most `topGroups` of them.
   */
  readonly groups: number;
  readonly topGroups: number;
  /** The first layers that are dense. */
  readonly denseLayers: number;
  /** Of the layers after those, every so-manieth has experts, the last of each group; absent: all. */
  readonly every?: number;
  /** Hidden size of a shared expert where it differs from a routed one's. */
  readonly sharedHidden?: number;
  /** A sigmoid gate weighs the shared experts' output (Qwen). */
  readonly sharedGate?: boolean;
  /** Experts and router have biases (gpt-oss). */
  readonly bias?: boolean;
  /** Inputs of the experts' activation are clamped (gpt-oss: to 7). */
  readonly clamped?: boolean;
  /**
   * Experts work in this hidden size, between projections that all of a layer's experts share (Nemotron 3).
   */
  readonly latentHidden?: number;
  /**
   * Each expert computes this multiple of its fair share of tokens: those over it are dropped, missing ones
   * padded. Absent: every token that is sent, no more.
   */
  readonly capacityFactor?: number;
}

/** Gated activations have two projections in, plain ones have one. */
export const GATED_ACTIVATIONS = ['swiglu', 'geglu'] as const;
export const PLAIN_ACTIVATIONS = ['gelu', 'relu', 'squared-relu'] as const;
export const ACTIVATIONS = [...GATED_ACTIVATIONS, ...PLAIN_ACTIVATIONS] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** A layer's FFN; `none`: a mixer alone. */
export type FfnSpec =
  { readonly kind: 'dense'; readonly hidden?: number } | { readonly kind: 'moe' } | { readonly kind: 'none' };

/** A layer that differs from the model's own; what it leaves out is as there. */
export interface LayerKindSpec {
  readonly name: string;
  readonly mixer?: MixerSpec;
  readonly ffn?: FfnSpec;
}

export interface ModelSpec {
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  /** FFN hidden size of a dense layer. */
  readonly denseHidden: number;
  readonly vocabulary: number;
  readonly attention: AttentionSpec;
  /** Absent in a dense model. */
  readonly moe?: MoeSpec;
  /**
   * Multi-token-prediction modules appended after the last layer (one transformer layer and one output head
   * each).
   */
  readonly mtpModules: number;
  /** Output head shares the embedding's weights. */
  readonly tiedEmbedding: boolean;
  /** Report or config the figures come from. */
  readonly source: string;
  /** Layers that differ from the model's own. */
  readonly layerKinds?: readonly LayerKindSpec[];
  /** Names of layer kinds, `default` for the model's own; repeated until every layer has one. */
  readonly pattern?: readonly string[];
  /** Layer kind inside an MTP module; absent: that of the last layer. */
  readonly mtpLayer?: string;
  /** Of dense FFNs and experts; absent: swiglu. */
  readonly activation?: Activation;
  /** Dense FFNs have biases. */
  readonly ffnBias?: boolean;
  /** Absent: rmsnorm. */
  readonly norm?: 'rmsnorm' | 'layernorm';
  /** Before each block, after it, or both; absent: before. */
  readonly normPlacement?: 'pre' | 'post' | 'both';
  /** Mixer and FFN read the same normed input, and their outputs are added together. */
  readonly parallelBlock?: boolean;
  /** Absent: rotary. */
  readonly positions?: 'rotary' | 'learned' | 'alibi' | 'none';
  /** Rows of a learned position table. */
  readonly learnedPositions?: number;
  /** Rows of embedding and head as stored and computed, where padded beyond the vocabulary. */
  readonly paddedVocabulary?: number;
  /** Parallel residual streams mixed at every block (hyper-connections, DeepSeek-V4); absent: one. */
  readonly residualStreams?: number;
}

/** Rows of embedding and head. */
export const vocabularyRows = (model: ModelSpec): number => model.paddedVocabulary ?? model.vocabulary;

export const isGated = (model: ModelSpec): boolean =>
  model.activation === undefined || (GATED_ACTIVATIONS as readonly string[]).includes(model.activation);
