/** The training job as its owner writes it: the body of a `Workload` document. */
import { type ModelSpec, type Precision } from '../model/index.js';
import { type ScheduleName, type SendMode } from '../schedule/index.js';

export type WirePrecision = 'fp8' | 'bf16';
export type Placement = 'packed' | 'spread' | 'random';

export interface ParallelismSpec {
  readonly pipeline: number;
  readonly tensor: number;
  readonly expert: number;
  /** Data-parallel replicas of the dense part: GPUs / (pipeline x tensor). */
  readonly data: number;
  /**
   * Tensor ranks share the tokens between blocks (norms, residuals) among them. Absent: where the sequence
   * divides. False: each holds all of them, and blocks end with an all-reduce.
   */
  readonly sequenceParallel?: boolean;
  readonly zeroStage: 0 | 1;
  /** How pipeline, expert and data ranks are laid on nodes. */
  readonly placement: Placement;
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

export interface CommunicationSpec {
  /**
   * SMs that dispatch and combine kernels hold while they run; 0 is communication without SMs (offloaded).
   */
  readonly sms: number;
  readonly dispatchPrecision: WirePrecision;
  readonly combinePrecision: WirePrecision;
}

export const OPTIMIZERS = ['adamw', 'adam', 'sgd', 'adafactor'] as const;

/** Bytes per parameter; what is absent is as the precision has it (memory/state-recipe.ts). */
export interface OptimizerSpec {
  /** `sgd` has one moment, `adafactor` a row and a column of factors in place of the second. */
  readonly kind: (typeof OPTIMIZERS)[number];
  /** Of master weights apart from those that kernels read; 0: there are none. */
  readonly masterBytes?: number;
  /** Of each moment. */
  readonly momentBytes?: number;
  readonly gradientBytes?: number;
  /** Of gradients between replicas. */
  readonly reduceBytes?: number;
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
  /** Layers of each pipeline stage in order; absent: balanced by computed cost (plan/stages.ts). */
  readonly stageLayers?: readonly number[];
}
