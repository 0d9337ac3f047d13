/** The training job as its owner writes it: the body of a `Workload` document. */
import { type ContextMethod, type ModelSpec, type Precision, type RecomputeModule } from '../model/index.js';
import { type ScheduleName, type SendMode } from '../schedule/index.js';
import { type SoftwareSpec } from '../software/index.js';

/** Formats of a token on the wire; `logfmt8` and `logfmt10` are the paper's logarithmic ones. */
export const WIRE_PRECISIONS = ['fp8', 'bf16', 'logfmt8', 'logfmt10'] as const;
export type WirePrecision = (typeof WIRE_PRECISIONS)[number];
/**
 * Orders in which ranks are numbered, the fastest first, by Megatron-LM's names; experts (ep) lie across
 * tensor, context and data ranks of a stage.
 */
export const RANK_ORDERS = [
  'tp-cp-ep-dp-pp',
  'tp-cp-ep-pp-dp',
  'tp-ep-dp-cp-pp',
  'tp-ep-dp-pp-cp',
  'tp-pp-cp-ep-dp',
  'tp-pp-ep-dp-cp',
] as const;
export type RankOrder = (typeof RANK_ORDERS)[number];

export type Placement = 'packed' | 'spread' | 'random';

/** What runs alongside computation. */
export interface OverlapSpec {
  /** Gathers and scatters of tensor ranks alongside the products that they belong to, if true. */
  readonly tensor?: boolean;
  /** Hops of a ring of keys and values alongside the attention of the block before; absent: they do. */
  readonly context?: boolean;
  /**
   * Gradients reduced alongside the backward: of ZeRO-2 and 3 those of a layer alongside the next, unless
   * false; else those of the last micro-batch from its backward on, if true.
   */
  readonly gradientReduction?: boolean;
  /**
   * Weights gathered alongside the forward: of ZeRO-3 those of a layer alongside the one before, unless
   * false; of ZeRO-1 and 2 the same in the first forward of the next step, if true.
   */
  readonly parameterGather?: boolean;
  /**
   * Dispatch and combine of one micro-batch alongside the computation of another, whose passes of opposite
   * direction run as one, if true: 1F1B as Megatron-LM merges it. DualPipe does so by itself.
   */
  readonly expert?: boolean;
}

export interface ParallelismSpec {
  readonly pipeline: number;
  readonly tensor: number;
  readonly expert: number;
  /** Ranks that split each expert's matrices, apart from `tensor` (folding); 1 where absent. */
  readonly expertTensor?: number;
  /** Data-parallel replicas of the dense part: GPUs / (pipeline x tensor x context). */
  readonly data: number;
  /** Ranks that share a sequence, 1 where absent. */
  readonly context?: number;
  /** How they meet each other's keys and values; ring where absent. */
  readonly contextMethod?: ContextMethod;
  /**
   * Tensor ranks share the tokens between blocks (norms, residuals) among them. Absent: where the sequence
   * divides. False: each holds all of them, and blocks end with an all-reduce.
   */
  readonly sequenceParallel?: boolean;
  /** Shards over ranks with the same weights: 1 the optimizer, 2 gradients too, 3 weights too (FSDP). */
  readonly zeroStage: 0 | 1 | 2 | 3;
  /** Of ZeRO-3: weights are gathered again for the backward; absent: they are. */
  readonly reshardAfterForward?: boolean;
  /** Of ZeRO-3: units whose weights are gathered ahead of the one that runs; absent: 1. */
  readonly prefetch?: number;
  /** Ranks that hold one set of shards; absent: all with the same weights. */
  readonly shardingGroup?: number;
  /** Absent: as each part says. */
  readonly overlap?: OverlapSpec;
  /** How pipeline, expert and data ranks are laid on nodes. */
  readonly placement: Placement;
  /** How ranks are numbered before they are placed; the first of `RANK_ORDERS` where absent. */
  readonly rankOrder?: RankOrder;
}

export interface BatchSpec {
  readonly sequenceLength: number;
  /** Sequences per optimizer step over the whole job. */
  readonly globalSequences: number;
  /** Sequences per micro-batch. */
  readonly microBatchSequences: number;
}

export interface ScheduleSpec {
  readonly name: ScheduleName;
  /** Model chunks per device, for interleaved 1F1B. */
  readonly chunksPerDevice: number;
  readonly sends: SendMode;
}

export interface RoutingSpec {
  /**
   * Coefficient of variation of the tokens that one expert receives (experts/load-spread.ts); 0 is
   * perfectly balanced.
   */
  readonly expertLoadCv: number;
}

/**
 * How tokens reach their experts: by kernels that copy while they send, once to each GPU or node, or by an
 * all-to-all of a copy for each expert.
 */
export const DISPATCHERS = ['deepep', 'hybridep', 'all-to-all'] as const;

export interface CommunicationSpec {
  /** Absent: deepep. */
  readonly dispatcher?: (typeof DISPATCHERS)[number];
  /**
   * SMs that dispatch and combine kernels hold while they run; 0 is communication without SMs (offloaded).
   */
  readonly sms: number;
  readonly dispatchPrecision: WirePrecision;
  readonly combinePrecision: WirePrecision;
  /** A unit next to the SMs moves and sums tokens: kernels keep every SM, memory and links are shared. */
  readonly coprocessor?: boolean;
  /** Of LogFMT: what encoding and decoding take over the exchange itself; 0 in hardware. */
  readonly codecShare?: number;
}

export const OPTIMIZERS = ['adamw', 'adam', 'sgd', 'adafactor', 'muon'] as const;

/** Bytes per parameter; what is absent is as the precision has it (memory/state-recipe.ts). */
export interface OptimizerSpec {
  /**
   * `sgd` has one moment, `adafactor` a row and a column of factors in place of the second, `muon` one of
   * matrices and AdamW's of embedding and head (step/muon.ts).
   */
  readonly kind: (typeof OPTIMIZERS)[number];
  /** Of master weights apart from those that kernels read; 0: there are none. */
  readonly masterBytes?: number;
  /** Of each moment. */
  readonly momentBytes?: number;
  readonly gradientBytes?: number;
  /** Of gradients between replicas. */
  readonly reduceBytes?: number;
  /** Master weights and moments lie in the host's memory and are updated there. */
  readonly offload?: boolean;
}

/** What of a layer: the inputs of its blocks, what the mixer keeps, what the FFN or its experts keep. */
export const OFFLOAD_PARTS = ['residual', 'attention', 'ffn'] as const;
export type OffloadPart = (typeof OFFLOAD_PARTS)[number];

export interface ActivationOffloadSpec {
  /** Layers at the front of each stage, all of a stage that has fewer; absent: all. */
  readonly layers?: number;
  /** Absent: all that the layer keeps. */
  readonly parts?: readonly OffloadPart[];
}

export interface WorkloadSpec {
  readonly name: string;
  readonly model: ModelSpec;
  readonly parallelism: ParallelismSpec;
  readonly batch: BatchSpec;
  /** Of linear layers, with what the recipe brings (model/precision.ts). */
  readonly precision: Precision;
  /** Absent: as the precision has it. */
  readonly optimizer?: OptimizerSpec;
  readonly schedule: ScheduleSpec;
  readonly routing: RoutingSpec;
  readonly communication: CommunicationSpec;
  /**
   * What the backward recomputes instead of keeping: nothing, the cheap parts (norms, MLA up-projections,
   * SwiGLU), or the whole layer.
   */
  readonly recompute: 'none' | 'selective' | 'full';
  /** Of `selective`: the parts that are repeated; absent: as the software level has it. */
  readonly recomputeModules?: readonly RecomputeModule[];
  /** Of `full`: which layers of a stage (plan/recompute-layers.ts); absent: uniform, layer by layer. */
  readonly recomputeMethod?: 'uniform' | 'block';
  readonly recomputeLayers?: number;
  /** Kept activations that wait in the host's memory; absent: none. */
  readonly activationOffload?: ActivationOffloadSpec;
  /** Layers of each pipeline stage in order; absent: balanced by computed cost (plan/stages.ts). */
  readonly stageLayers?: readonly number[];
  /** Absent: everything is fused and the host is never late. */
  readonly software?: SoftwareSpec;
}
