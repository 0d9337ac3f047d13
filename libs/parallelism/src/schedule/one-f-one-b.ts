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
 * Micro-batches pass in groups: a group runs through a device's first chunk, then its second, and so on. A
 * group has `ranks` micro-batches where they divide the batch, else as many groups have as few more as needed
 * (PyTorch's Interleaved1F1B; Megatron-LM's microbatch-group-size-per-virtual-pipeline-stage); fewer
 * micro-batches than ranks are one group.
 */
export function interleaved(size: ScheduleSize, chunks: number): Schedule {
  const { ranks, microBatches } = size;
  const groups = groupSizes(microBatches, ranks);
  // The waits of the published program are those of groups of `ranks`; others are PyTorch's, which has none.
  const inLockstep = chunks === 1 || groups.every((group) => group === ranks);
  const builder = new ScheduleBuilder(
    inLockstep ? size : { ...size, sends: 'eager' },
    roundRobinStages(ranks, chunks),
    2 * ranks * microBatches * chunks,
  );
  const turns = turnsOf(groups, chunks);
  for (let rank = 0; rank < ranks; rank += 1) {
    // One chunk has no way back to wait for: that is plain 1F1B.
    if (chunks === 1) writePlainRank(builder, rank, ranks, microBatches);
    else writeInterleavedRank(new InterleavedRank(builder, rank, ranks, chunks, turns), rank, ranks, chunks);
  }
  return builder.finish('interleaved');
}

/** Larger groups first. */
export function groupSizes(microBatches: number, ranks: number): readonly number[] {
  const groups = Math.max(1, Math.floor(microBatches / ranks));
  const least = Math.floor(microBatches / groups);
  return Array.from({ length: groups }, (_, group) => least + (group < microBatches % groups ? 1 : 0));
}

/** [turns] chunk, counted in the order of the forward, and micro-batch; as of every rank. */
interface Turns {
  readonly chunk: Int32Array;
  readonly microBatch: Int32Array;
  /** Micro-batches of the first group. */
  readonly group: number;
}

export function turnsOf(groups: readonly number[], chunks: number): Turns {
  const microBatches = groups.reduce((sum, size) => sum + size, 0);
  const chunk = new Int32Array(microBatches * chunks);
  const microBatch = new Int32Array(microBatches * chunks);
  let turn = 0;
  let first = 0;
  for (const size of groups) {
    for (let c = 0; c < chunks; c += 1)
      for (let i = 0; i < size; i += 1) {
        chunk[turn] = c;
        microBatch[turn] = first + i;
        turn += 1;
      }
    first += size;
  }
  return { chunk, microBatch, group: groups[0] ?? 0 };
}

function writeInterleavedRank(turns: InterleavedRank, rank: number, ranks: number, chunks: number): void {
  const total = turns.order.chunk.length;
  const warmUp = Math.min(2 * (ranks - rank - 1) + (chunks - 1) * turns.order.group, total);
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
    readonly order: Turns,
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
    const { chunk, microBatch } = this.order;
    return [chunk[turn] * this.ranks + this.rank, microBatch[turn]];
  }

  private ofBackward(turn: number): readonly [stage: number, microBatch: number] {
    const { chunk, microBatch } = this.order;
    return [(this.chunks - 1 - chunk[turn]) * this.ranks + this.rank, microBatch[turn]];
  }
}
