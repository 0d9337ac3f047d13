/** Writes ops rank by rank into flat arrays; the generators speak to it in the words of their figures. */
import { invariant } from '@railyard/base';
import { type ScheduleName } from './schedule-name.js';
import { OpKind, type Schedule } from './schedule.js';

/** Where the stages lie: `stageRank[direction * stages + stage]`. */
export interface StageMap {
  readonly stages: number;
  readonly directions: 1 | 2;
  readonly stageRank: Int32Array;
}

export class ScheduleBuilder {
  private readonly rankOffsets: Int32Array;
  private readonly kind: Uint8Array;
  private readonly forwardStage: Int16Array;
  private readonly forwardMicroBatch: Int32Array;
  private readonly backwardStage: Int16Array;
  private readonly backwardMicroBatch: Int32Array;
  private ops = 0;
  private ranksDone = 0;

  /** `capacity` is the number of ops, which every generator knows. */
  constructor(
    readonly ranks: number,
    readonly microBatches: number,
    private readonly capacity: number,
  ) {
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
    this.ranksDone += 1;
    this.rankOffsets[this.ranksDone] = this.ops;
  }

  finish(name: ScheduleName, map: StageMap): Schedule {
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
    this.ops = op + 1;
  }
}
