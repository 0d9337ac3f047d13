/**
 * A pipeline schedule as data: for each rank an ordered list of ops, flat typed arrays indexed by op.
 * Ops of rank r are `rankOffsets[r] .. rankOffsets[r + 1] - 1`, in the order in which the rank runs them.
 */
import { type PointToPoint } from './point-to-point.js';
import { type ScheduleName } from './schedule-name.js';

/**
 * F forward; B input gradient only; BW full backward; W weight gradient; FB a forward overlapped with a
 * *full* backward of another chunk.
 */
export const OpKind = { F: 0, B: 1, BW: 2, W: 3, FB: 4 } as const;
export type OpKind = (typeof OpKind)[keyof typeof OpKind];
export const OP_KINDS = 5;
/** Names by kind, as in results. */
export const OP_KIND_NAMES = ['F', 'B', 'BW', 'W', 'FB'] as const;

export interface Schedule {
  readonly name: ScheduleName;
  readonly ranks: number;
  readonly microBatches: number;
  /**
   * Model stages, each 1/stages of the model: ranks x chunksPerDevice, but `ranks` for DualPipe, which keeps
   * every stage twice.
   */
  readonly stages: number;
  /** Stages that one rank computes (DualPipe: one in each direction, so 1 of its 2 for any micro-batch). */
  readonly chunksPerDevice: number;
  /** 2 for DualPipe, whose second half of the micro-batches enters at the last rank; else 1. */
  readonly directions: 1 | 2;
  /**
   * Micro-batches below this travel in direction 0, the others in direction 1; equals `microBatches` when
   * there is one direction.
   */
  readonly split: number;
  /** [directions x stages]: the rank that runs stage s for direction d is `stageRank[d * stages + s]`. */
  readonly stageRank: Int32Array;
  /** [ranks + 1] */
  readonly rankOffsets: Int32Array;
  /** [ops] an OpKind. */
  readonly kind: Uint8Array;
  /** [ops] stage and micro-batch of the forward part (F, FB), else -1. */
  readonly forwardStage: Int16Array;
  readonly forwardMicroBatch: Int32Array;
  /** [ops] stage and micro-batch of the backward or weight part (B, BW, W, FB), else -1. */
  readonly backwardStage: Int16Array;
  readonly backwardMicroBatch: Int32Array;
  /** Absent: an output leaves when it is ready, and its rank goes on. */
  readonly pointToPoint?: PointToPoint;
}

export function opCount(schedule: Schedule): number {
  return schedule.kind.length;
}

/** The rank that runs `stage` for `microBatch`. */
export function rankOf(schedule: Schedule, stage: number, microBatch: number): number {
  return schedule.stageRank[(microBatch < schedule.split ? 0 : schedule.stages) + stage];
}
