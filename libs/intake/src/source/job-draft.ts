/** What a file says of a job, as far as documents can state it, and what became of everything else in it. */
import {
  type ActivationOffloadSpec,
  type ContextMethod,
  type ModelSpec,
  type OptimizerSpec,
  type OverlapSpec,
  type Precision,
  type RankOrder,
  type RecomputeModule,
  type ScheduleName,
  type SoftwareSpec,
  type WorkloadSpec,
} from '@railyard/parallelism';

/** The kinds of files that are read. */
export const FILE_KINDS = ['hugging-face', 'megatron', 'torchtitan', 'deepspeed', 'nemo', 'maxtext'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Values by the names that documents use; absent: the file does not say. */
export interface JobValues {
  readonly gpus?: number;
  readonly pipeline?: number;
  readonly tensor?: number;
  readonly expert?: number;
  readonly expertTensor?: number;
  readonly context?: number;
  readonly contextMethod?: ContextMethod;
  readonly sequenceParallel?: boolean;
  readonly zeroStage?: 0 | 1 | 2 | 3;
  readonly reshardAfterForward?: boolean;
  readonly shardingGroup?: number;
  readonly overlap?: OverlapSpec;
  readonly rankOrder?: RankOrder;
  readonly schedule?: ScheduleName;
  readonly chunksPerDevice?: number;
  readonly stageLayers?: readonly number[];
  readonly sequenceLength?: number;
  readonly globalSequences?: number;
  readonly microBatchSequences?: number;
  /** Micro-batches of a step on each replica, where the file gives this in place of the batch. */
  readonly accumulation?: number;
  readonly precision?: Precision;
  /** Absent: as the precision has it. */
  readonly optimizer?: OptimizerSpec;
  /** How tokens reach experts; absent: as documents have it. */
  readonly communication?: Partial<WorkloadSpec['communication']>;
  /** Absent: everything is fused and the host is never late. */
  readonly software?: SoftwareSpec;
  readonly recompute?: 'none' | 'selective' | 'full';
  readonly recomputeModules?: readonly RecomputeModule[];
  readonly recomputeMethod?: 'uniform' | 'block';
  readonly recomputeLayers?: number;
  readonly activationOffload?: ActivationOffloadSpec;
}

/** Values of a layout that stand in `workload.parallelism` as they are. */
export const PARALLELISM_KEYS = [
  'expertTensor',
  'context',
  'contextMethod',
  'sequenceParallel',
  'reshardAfterForward',
  'shardingGroup',
  'overlap',
  'rankOrder',
] as const satisfies readonly (keyof JobValues)[];

/** Values of `workload` alongside `recompute`, as they are. */
export const RECOMPUTE_KEYS = [
  'recomputeModules',
  'recomputeMethod',
  'recomputeLayers',
  'activationOffload',
] as const satisfies readonly (keyof JobValues)[];

/** A key of a file, what it says, and what is done about it. */
export interface Remark {
  readonly key: string;
  readonly text: string;
}

export interface JobDraft {
  readonly source: string;
  readonly kind: FileKind;
  /** A whole model, or the name of a preset. */
  readonly model?: ModelSpec | string;
  readonly values: JobValues;
  /** What documents cannot state: it is left out, or something near is taken. */
  readonly unstated: readonly Remark[];
  /** What the file leaves open and a default closes. */
  readonly defaults: readonly Remark[];
  /** Keys without effect on time or memory. */
  readonly without: readonly string[];
  /** Keys that are not known. */
  readonly unknown: readonly string[];
}
