/**
 * 1F1B (PipeDream-Flush; Narayanan et al., SC'21, figure 3) and its interleaved form (figure 4).
 * Bubble (P - 1)(F + B), divided by the chunks per device when interleaved; at most P activations of a stage
 * are kept (plain).
 *
 * The published program is Megatron-LM's (core/pipeline_parallel/schedules.py). Plain 1F1B waits after each
 * op: for its send alone, or for a send and the receive of the opposite pass as one batch (steady state).
 * Interleaved, it waits for both in the fill and in the drain; in between, where point-to-point communication
 * is overlapped by default, a rank waits for a send only after the next op of that pass.
 */
import { invariant } from '@railyard/base';
import { ScheduleBuilder, type ScheduleSize } from './builder.js';
import { type Schedule } from './schedule.js';
import { roundRobinStages } from './stage-map.js';

export function oneForwardOneBackward(size: ScheduleSize): Schedule {
  const { ranks, microBatches } = size;
  const builder = new ScheduleBuilder(size, roundRobinStages(ranks, 1), 2 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank += 1) writePlainRank(builder, rank, ranks, microBatches);
  return builder.finish('1f1b');
}

function writePlainRank(builder: ScheduleBuilder, rank: number, ranks: number, microBatches: number): void {
  const { transfers } = builder;
  const warmUp = Math.min(ranks - rank - 1, microBatches);
  const steady = microBatches - warmUp;
  for (let i = 0; i < warmUp; i += 1) {
    transfers?.receiveInput(rank, i);
    transfers?.commit();
    builder.forward(rank, i);
    transfers?.sendOutput(rank, i);
    transfers?.commit();
  }
  if (steady > 0) transfers?.receiveInput(rank, warmUp);
  for (let i = 0; i < steady; i += 1) {
    transfers?.commit();
    builder.forward(rank, warmUp + i);
    transfers?.sendOutput(rank, warmUp + i);
    transfers?.receiveGradient(rank, i);
    transfers?.commit();
    builder.backwardFull(rank, i);
    transfers?.sendGradient(rank, i);
    if (i + 1 < steady) transfers?.receiveInput(rank, warmUp + i + 1);
  }
  for (let i = steady; i < microBatches; i += 1) {
    transfers?.commit();
    transfers?.receiveGradient(rank, i);
    transfers?.commit();
    builder.backwardFull(rank, i);
    transfers?.sendGradient(rank, i);
  }
  transfers?.commit();
  builder.endRank();
}

/**
 * Micro-batches pass in groups of `ranks`: a group runs through a device's first chunk, then its second, and
 * so on.
 */
export function interleaved(size: ScheduleSize, chunks: number): Schedule {
  const { ranks, microBatches } = size;
  invariant(microBatches % ranks === 0, 'interleaved 1F1B needs micro-batches divisible by ranks', {
    microBatches,
    ranks,
  });
  const builder = new ScheduleBuilder(
    size,
    roundRobinStages(ranks, chunks),
    2 * ranks * microBatches * chunks,
  );
  for (let rank = 0; rank < ranks; rank += 1) {
    // One chunk has no way back to wait for: that is plain 1F1B.
    if (chunks === 1) writePlainRank(builder, rank, ranks, microBatches);
    else writeInterleavedRank(new InterleavedRank(builder, rank, ranks, chunks), rank, size, chunks);
  }
  return builder.finish('interleaved');
}

function writeInterleavedRank(
  turns: InterleavedRank,
  rank: number,
  { ranks, microBatches }: ScheduleSize,
  chunks: number,
): void {
  const total = microBatches * chunks;
  const warmUp = Math.min(2 * (ranks - rank - 1) + (chunks - 1) * ranks, total);
  const steady = total - warmUp;
  const transfers = turns.builder.transfers;
  turns.receiveForward(0);
  transfers?.commit();
  for (let turn = 0; turn < warmUp; turn += 1) {
    turns.forward(turn);
    if (turn + 1 < total) turns.receiveForward(turn + 1);
    transfers?.commit();
  }
  turns.receiveBackward(0);
  transfers?.post();
  for (let turn = 0; turn < steady; turn += 1) {
    turns.forward(warmUp + turn);
    if (turn + 1 < steady) turns.receiveForward(warmUp + turn + 1);
    transfers?.post();
    if (turn > 0) turns.waitForForward(warmUp + turn - 1);
    turns.backward(turn);
    if (turn + 1 < total) turns.receiveBackward(turn + 1);
    transfers?.post();
    if (turn > 0) turns.waitForBackward(turn - 1);
  }
  if (steady > 0) turns.waitForBackward(steady - 1);
  for (let turn = steady; turn < total; turn += 1) {
    turns.backward(turn);
    if (turn + 1 < total) turns.receiveBackward(turn + 1);
    transfers?.commit();
  }
  if (steady > 0) turns.waitForForward(total - 1);
  turns.builder.endRank();
}

/** The turns of one rank: which chunk and which micro-batch each forward and each backward is. */
class InterleavedRank {
  constructor(
    readonly builder: ScheduleBuilder,
    private readonly rank: number,
    private readonly ranks: number,
    private readonly chunks: number,
  ) {}

  forward(turn: number): void {
    const [stage, microBatch] = this.ofForward(turn);
    this.builder.forward(stage, microBatch);
    this.builder.transfers?.sendOutput(stage, microBatch);
  }

  backward(turn: number): void {
    const [stage, microBatch] = this.ofBackward(turn);
    this.builder.backwardFull(stage, microBatch);
    this.builder.transfers?.sendGradient(stage, microBatch);
  }

  receiveForward(turn: number): void {
    this.builder.transfers?.receiveInput(...this.ofForward(turn));
  }

  receiveBackward(turn: number): void {
    this.builder.transfers?.receiveGradient(...this.ofBackward(turn));
  }

  waitForForward(turn: number): void {
    this.builder.transfers?.waitForOutput(...this.ofForward(turn));
  }

  waitForBackward(turn: number): void {
    this.builder.transfers?.waitForSentGradient(...this.ofBackward(turn));
  }

  private ofForward(turn: number): readonly [stage: number, microBatch: number] {
    return [this.chunkOf(turn) * this.ranks + this.rank, this.microBatchOf(turn)];
  }

  private ofBackward(turn: number): readonly [stage: number, microBatch: number] {
    return [(this.chunks - 1 - this.chunkOf(turn)) * this.ranks + this.rank, this.microBatchOf(turn)];
  }

  private chunkOf(turn: number): number {
    return Math.floor((turn % (this.ranks * this.chunks)) / this.ranks);
  }

  private microBatchOf(turn: number): number {
    return Math.floor(turn / (this.ranks * this.chunks)) * this.ranks + (turn % this.ranks);
  }
}
