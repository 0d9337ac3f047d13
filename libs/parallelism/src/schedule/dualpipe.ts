/**
 * DualPipe and DualPipeV (deepseek-ai/DualPipe): forward and backward chunks of two streams of micro-batches
 * overlap (F&B). On DualPipe's rank r, stream 0 enters at the nearer end of the pipe and stream 1 at the
 * farther one. DualPipeV is DualPipe cut in half: its rank r runs the program of rank r of DualPipe on twice
 * the ranks, stream 1 being the way back of stream 0. Steps are numbered as in the published program; bubble
 * = (PP/2 - 1)(F&B + B - 3W), PP counting stages.
 */
import { invariant } from '@railyard/base';
import { ScheduleBuilder } from './builder.js';
import { type Schedule } from './schedule.js';
import { bidirectionalStages, vShapeStages } from './stage-map.js';

export function dualPipe(ranks: number, microBatches: number): Schedule {
  invariant(ranks % 2 === 0, 'DualPipe needs an even number of ranks', { ranks });
  invariant(microBatches % 2 === 0 && microBatches >= 2 * ranks, 'too few micro-batches to fill the pipe', {
    microBatches,
    ranks,
  });
  const half = microBatches / 2;
  const depth = ranks / 2;
  const builder = new ScheduleBuilder(ranks, microBatches, dualPipeOps(ranks, microBatches));
  for (let rank = 0; rank < ranks; rank += 1) {
    // Direction 0 enters at rank 0, direction 1 at the last rank; the nearer entrance is stream 0.
    const nearIsFirst = rank < depth;
    const forwards = { stage: rank, firstMicroBatch: 0 };
    const backwards = { stage: ranks - 1 - rank, firstMicroBatch: half };
    writeProgram(
      builder,
      depth,
      Math.min(rank, ranks - 1 - rank),
      half,
      nearIsFirst ? forwards : backwards,
      nearIsFirst ? backwards : forwards,
    );
  }
  return builder.finish('dualpipe', bidirectionalStages(ranks));
}

export function dualPipeV(ranks: number, microBatches: number): Schedule {
  invariant(microBatches >= 2 * ranks, 'too few micro-batches to fill the pipe', { microBatches, ranks });
  const builder = new ScheduleBuilder(ranks, microBatches, dualPipeVOps(ranks, microBatches));
  for (let rank = 0; rank < ranks; rank += 1) {
    const down = { stage: rank, firstMicroBatch: 0 };
    const up = { stage: 2 * ranks - 1 - rank, firstMicroBatch: 0 };
    writeProgram(builder, ranks, rank, microBatches, down, up);
  }
  return builder.finish('dualpipe-v', vShapeStages(ranks));
}

/** Ops of the whole schedule, with the preconditions of its generator; nothing is built. */
export function dualPipeOps(ranks: number, microBatches: number): number {
  let ops = 0;
  for (let rank = 0; rank < ranks; rank += 1)
    ops += programLength(ranks / 2, Math.min(rank, ranks - 1 - rank), microBatches / 2);
  return ops;
}

export function dualPipeVOps(ranks: number, microBatches: number): number {
  let ops = 0;
  for (let rank = 0; rank < ranks; rank += 1) ops += programLength(ranks, rank, microBatches);
  return ops;
}

/** One of the two chunks of a rank, and the first micro-batch that it sees. */
interface Stream {
  readonly stage: number;
  readonly firstMicroBatch: number;
}

/** Ops of the program below: forwards and backwards less the overlapped pairs, and the weight ops. */
function programLength(depth: number, position: number, perStream: number): number {
  const outer = depth - position - 1;
  const innermost = outer === 0 ? 1 : 0;
  const overlapped = 2 * (perStream - 2 * depth + position + 1) - innermost + outer;
  const weights = 2 * outer + position + 1;
  return 4 * perStream - overlapped + weights;
}

/**
 * The eight steps for the rank that lies `position` ranks from its end of the pipe, of `depth` ranks up to
 * the middle (or the turn of the V); `perStream` micro-batches pass through each of its chunks.
 */
function writeProgram(
  builder: ScheduleBuilder,
  depth: number,
  position: number,
  perStream: number,
  near: Stream,
  far: Stream,
): void {
  const rank = new RankProgram(builder, near, far);
  const outer = depth - position - 1;
  const inner = position + 1;

  // Step 1: nF0
  for (let i = 0; i < 2 * outer; i += 1) rank.forward(0);
  // Step 2: nF0F1
  for (let i = 0; i < inner; i += 1) {
    rank.forward(0);
    rank.forward(1);
  }
  // Step 3: nB1W1F1
  for (let i = 0; i < outer; i += 1) {
    rank.backwardInput(1);
    rank.weight();
    rank.forward(1);
  }
  // Step 4, the main step: nF0B1F1B0. The innermost ranks run their first pair one after the other: less
  // bubble than to wait and overlap it.
  for (let i = 0; i < perStream - 2 * depth + inner; i += 1) {
    if (i === 0 && outer === 0) {
      rank.forward(0);
      rank.backwardFull(1);
    } else {
      rank.overlap(0, 1);
    }
    rank.overlap(1, 0);
  }
  // Step 5: nB1F1B0
  for (let i = 0; i < outer; i += 1) {
    rank.backwardFull(1);
    rank.overlap(1, 0);
  }
  // Step 6: nB1B0, of which the second half leaves its weight gradients for steps 7 and 8
  for (let i = 0; i < 2 * inner; i += 1) {
    const stream = i % 2 === 0 ? 1 : 0;
    if (i < inner) rank.backwardFull(stream);
    else rank.backwardInput(stream);
  }
  // Step 7: nWB0
  for (let i = 0; i < outer; i += 1) {
    rank.weight();
    rank.backwardInput(0);
  }
  // Step 8: nW
  for (let i = 0; i < inner; i += 1) rank.weight();
  builder.endRank();
}

/** Counts the micro-batches of both streams, and keeps deferred weight gradients first in, first out. */
class RankProgram {
  private readonly stage: readonly [number, number];
  private readonly nextForward: [number, number];
  private readonly nextBackward: [number, number];
  private readonly deferredStage: number[] = [];
  private readonly deferredMicroBatch: number[] = [];
  private weightsDone = 0;

  constructor(
    private readonly builder: ScheduleBuilder,
    near: Stream,
    far: Stream,
  ) {
    this.stage = [near.stage, far.stage];
    this.nextForward = [near.firstMicroBatch, far.firstMicroBatch];
    this.nextBackward = [near.firstMicroBatch, far.firstMicroBatch];
  }

  forward(stream: 0 | 1): void {
    this.builder.forward(this.stage[stream], this.nextForward[stream]++);
  }

  backwardFull(stream: 0 | 1): void {
    this.builder.backwardFull(this.stage[stream], this.nextBackward[stream]++);
  }

  backwardInput(stream: 0 | 1): void {
    const microBatch = this.nextBackward[stream]++;
    this.builder.backwardInput(this.stage[stream], microBatch);
    this.deferredStage.push(this.stage[stream]);
    this.deferredMicroBatch.push(microBatch);
  }

  weight(): void {
    this.builder.weight(this.deferredStage[this.weightsDone], this.deferredMicroBatch[this.weightsDone]);
    this.weightsDone += 1;
  }

  overlap(forwardStream: 0 | 1, backwardStream: 0 | 1): void {
    this.builder.forwardBackward(
      this.stage[forwardStream],
      this.nextForward[forwardStream]++,
      this.stage[backwardStream],
      this.nextBackward[backwardStream]++,
    );
  }
}
