/** Writes ops rank by rank into flat arrays; the generators speak to it in the words of their figures. */
import { invariant } from '@railyard/base';
import { PointToPointWriter } from './point-to-point.js';
import { type ScheduleName, type SendMode } from './schedule-name.js';
import { OpKind, type Schedule } from './schedule.js';
import { type StageMap } from './stage-map.js';

/** What a generator is asked for, besides its own numbers. */
export interface ScheduleSize {
  readonly ranks: number;
  readonly microBatches: number;
  readonly sends: SendMode;
}

export class ScheduleBuilder {
  /** What the published program posts and waits for between the ops; absent: nothing is waited for. */
  readonly transfers: PointToPointWriter | undefined;
  private readonly rankOffsets: Int32Array;
  private readonly kind: Uint8Array;
  private readonly forwardStage: Int16Array;
  private readonly forwardMicroBatch: Int32Array;
  private readonly backwardStage: Int16Array;
  private readonly backwardMicroBatch: Int32Array;
  private ops = 0;
  private ranksDone = 0;

  private readonly ranks: number;
  private readonly microBatches: number;

  /** `capacity` is the number of ops, which every generator knows. */
  constructor(
    { ranks, microBatches, sends }: ScheduleSize,
    private readonly map: StageMap,
    private readonly capacity: number,
  ) {
    this.ranks = ranks;
    this.microBatches = microBatches;
    this.transfers =
      sends === 'published' ? new PointToPointWriter(map, ranks, microBatches, capacity) : undefined;
    this.rankOffsets = new Int32Array(ranks + 1);
    this.kind = new Uint8Array(capacity);
    this.forwardStage = new Int16Array(capacity);
    this.forwardMicroBatch = new Int32Array(capacity);
    this.backwardStage = new Int16Array(capacity);
    this.backwardMicroBatch = new Int32Array(capacity);
  }

  forward(stage: number, microBatch: number): void {
    this.put(OpKind.F, stage, microBatch, -1, -1);
  }

  backwardInput(stage: number, microBatch: number): void {
    this.put(OpKind.B, -1, -1, stage, microBatch);
  }

  backwardFull(stage: number, microBatch: number): void {
    this.put(OpKind.BW, -1, -1, stage, microBatch);
  }

  weight(stage: number, microBatch: number): void {
    this.put(OpKind.W, -1, -1, stage, microBatch);
  }

  forwardBackward(
    forwardStage: number,
    forwardMicroBatch: number,
    backwardStage: number,
    backwardMicroBatch: number,
  ): void {
    this.put(OpKind.FB, forwardStage, forwardMicroBatch, backwardStage, backwardMicroBatch);
  }

  /** Closes the list of the current rank; the next op belongs to the next one. */
  endRank(): void {
    this.transfers?.close(this.ops + this.ranksDone);
    this.ranksDone += 1;
    this.rankOffsets[this.ranksDone] = this.ops;
  }

  finish(name: ScheduleName): Schedule {
    const { map } = this;
    invariant(this.ranksDone === this.ranks && this.ops === this.capacity, 'the generator wrote every op', {
      name,
      ranksDone: this.ranksDone,
      ranks: this.ranks,
      ops: this.ops,
      capacity: this.capacity,
    });
    return {
      name,
      ranks: this.ranks,
      microBatches: this.microBatches,
      stages: map.stages,
      chunksPerDevice: map.stages / this.ranks,
      directions: map.directions,
      split: this.microBatches / map.directions,
      stageRank: map.stageRank,
      rankOffsets: this.rankOffsets,
      kind: this.kind,
      forwardStage: this.forwardStage,
      forwardMicroBatch: this.forwardMicroBatch,
      backwardStage: this.backwardStage,
      backwardMicroBatch: this.backwardMicroBatch,
      ...(this.transfers === undefined ? {} : { pointToPoint: this.transfers.finish() }),
    };
  }

  private put(
    kind: OpKind,
    forwardStage: number,
    forwardMicroBatch: number,
    backwardStage: number,
    backwardMicroBatch: number,
  ): void {
    const op = this.ops;
    this.kind[op] = kind;
    this.forwardStage[op] = forwardStage;
    this.forwardMicroBatch[op] = forwardMicroBatch;
    this.backwardStage[op] = backwardStage;
    this.backwardMicroBatch[op] = backwardMicroBatch;
    this.transfers?.close(op + this.ranksDone);
    this.ops = op + 1;
  }
}
