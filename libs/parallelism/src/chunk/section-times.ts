/**
 * Times of one transformer layer's sections on the compute stream, and of its expert collectives on the
 * communication stream: what the chunk simulations (alone.ts, overlapped.ts) are made of. All in seconds for
 * one micro-batch.
 *
 * A section of routed experts takes `fixed + perLoad * load`, where load is the rows that a GPU received
 * relative to the mean (experts/imbalance.ts); every other section is fixed.
 */

export interface LoadedTime {
  readonly fixed: number;
  readonly perLoad: number;
}

/**
 * Six sections, as in DeepSeek's profile: attention and MLP, forward, backward for the input, backward for
 * the weights.
 */
export interface SectionTimes {
  readonly attentionForward: number;
  readonly attentionBackward: number;
  readonly attentionWeight: number;
  readonly mlpForward: LoadedTime;
  readonly mlpBackward: LoadedTime;
  readonly mlpWeight: LoadedTime;
  /** What the backward repeats before it starts, where this is not the whole forward. */
  readonly repeated?: RepeatedTimes;
}

/** Before dispatch, and between it and combine. */
export interface RepeatedTimes {
  readonly attention: number;
  readonly mlp: LoadedTime;
}

/**
 * The four expert collectives. `fixed` is what does not depend on the routing (latency, casts, notification);
 * `perLoad` scales with the load of the fullest node, whose NICs finish last.
 */
export interface ExpertCollectives {
  readonly dispatchForward: LoadedTime;
  readonly combineForward: LoadedTime;
  /** Backward of the combine: the output gradient is dispatched along the forward's routes. */
  readonly combineBackward: LoadedTime;
  /** Backward of the dispatch: input gradients are combined. */
  readonly dispatchBackward: LoadedTime;
}

/**
 * One layer in the situations of a GPU: alongside a collective that moves data all the time, alongside one
 * that holds SMs and waits for its peers, and with the GPU to itself.
 */
export interface LayerTimes {
  readonly overlapped: SectionTimes;
  readonly held: SectionTimes;
  readonly alone: SectionTimes;
  /** With a collective of NCCL alongside it all the time; absent where none is. */
  readonly beside?: SectionTimes;
  /** Absent in a dense layer, or when all experts are on the own GPU. */
  readonly collectives?: { readonly overlapped: ExpertCollectives; readonly alone: ExpertCollectives };
  /**
   * Communication inside the sections (tensor parallelism), which computes nothing meanwhile; part of their
   * times.
   */
  readonly exposedInside: PhaseTimes;
  /**
   * The backward for the input starts from the layer's input and runs its forward again, or that of its
   * experts (`SectionTimes.repeated`), collectives included. The times of the backward sections are without
   * it.
   */
  readonly repeatsForward?: boolean;
  /** Communication inside what is repeated; absent: that inside the forward. */
  readonly exposedRepeated?: number;
  /** Row of this layer in the routing table; -1 when it has no routed experts. */
  readonly routingLayer: number;
}

export interface PhaseTimes {
  readonly forward: number;
  readonly backwardInput: number;
  readonly backwardWeight: number;
}

/** Seconds of one unit's collectives, and of making gathered weights what kernels read. */
export interface ShardTimes {
  readonly forwardGather: number;
  readonly backwardGather: number;
  readonly reduce: number;
  readonly cast: number;
  /** Into and out of the buffer of a gather, and into that of a reduction; absent: nothing is copied. */
  readonly gatherIn?: number;
  readonly gatherOut?: number;
  readonly reduceIn?: number;
}

/** Of a stage's units in the order of the forward. */
export interface StageShards {
  readonly entry: ShardTimes;
  readonly layers: readonly ShardTimes[];
  readonly exit: ShardTimes;
  readonly overlapsGather: boolean;
  /** Units that are gathered ahead of the one that runs; absent: 1. */
  readonly prefetch?: number;
  readonly overlapsReduction: boolean;
  /** Embedding and head with a collective alongside them. */
  readonly besideEntry: PhaseTimes;
  readonly besideExit: PhaseTimes;
}

/** Seconds of the copies of a stage's offloaded layers, from its first. */
export interface StageCopies {
  readonly layers: readonly number[];
}

/**
 * What one pipeline stage computes for a micro-batch: its layers in forward order, then what follows them
 * (output heads, MTP projection).
 */
export interface StageTimes {
  /** Embedding, before the first layer. */
  readonly entry: PhaseTimes;
  readonly layers: readonly LayerTimes[];
  /** Output heads with their loss, MTP projections. */
  readonly exit: PhaseTimes;
  /** What is gathered and reduced while a micro-batch runs; absent: nothing. */
  readonly shards?: StageShards;
  /**
   * What is gathered in the stage's first forward of a step, and reduced from its last backward on; absent:
   * nothing. `overlapsGather` and `overlapsReduction` say which of both.
   */
  readonly once?: StageShards;
  /** Activations that go to the host and come back; absent: none do. */
  readonly copies?: StageCopies;
}

export const repeatedAttention = ({ repeated, attentionForward }: SectionTimes): number =>
  repeated === undefined ? attentionForward : repeated.attention;

export const repeatedMlp = ({ repeated, mlpForward }: SectionTimes): LoadedTime =>
  repeated === undefined ? mlpForward : repeated.mlp;

/** Communication inside what a layer repeats of its forward. */
export const exposedRepeated = ({ exposedRepeated: inside, exposedInside }: LayerTimes): number =>
  inside ?? exposedInside.forward;

export const NO_TIME: PhaseTimes = { forward: 0, backwardInput: 0, backwardWeight: 0 };

/** Time of a loaded section at the given load. */
export const at = (time: LoadedTime, load: number): number => time.fixed + time.perLoad * load;
