/** The transformer as its owner writes it: the body of a workload's `model`. */

export type AttentionSpec =
  /**
   * Multi-head latent attention (DeepSeek-V2): low-rank query and joint key-value compression, decoupled
   * rotary key.
   */
  | {
      readonly kind: 'mla';
      readonly heads: number;
      readonly queryRank: number;
      readonly keyValueRank: number;
      readonly nopeHeadDim: number;
      readonly ropeHeadDim: number;
      readonly valueHeadDim: number;
    }
  /** Grouped-query attention; multi-head when `keyValueHeads` equals `heads`. */
  | {
      readonly kind: 'gqa';
      readonly heads: number;
      readonly keyValueHeads: number;
      readonly headDim: number;
      readonly qkvBias?: boolean;
    };

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
}

export interface ModelSpec {
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  /** SwiGLU hidden size of a dense layer. */
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
}
