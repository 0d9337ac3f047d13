/**
 * DualPipe and DualPipeV (deepseek-ai/DualPipe): forward and backward chunks of two streams of micro-batches
 * overlap (F&B). On DualPipe's rank r, stream 0 enters at the nearer end of the pipe and stream 1 at the
 * farther one. DualPipeV is DualPipe cut in half: its rank r runs the program of rank r of DualPipe on twice
 * the ranks, stream 1 being the way back of stream 0. Steps are numbered as in the published program; bubble
 * = (PP/2 - 1)(F&B + B - 3W), PP counting stages, where no rank waits for what it sends.
 *
 * The published program (dualpipe.py, dualpipev.py) does: before every chunk, weight chunks too, a rank
 * commits the sends and receives that are pending as one batch and waits for all of it. Three exceptions
 * order them otherwise: in step 2 an F0 is sent after the F1 that follows, and the next one is received
 * before that F1; in step 3 the F1 is received before the W; in step 4 the innermost ranks send their last
 * F1 of step 2 only after their first F0.
 */
import { invariant } from '@railyard/base';
import { ScheduleBuilder, type ScheduleSize } from './builder.js';
import { type PointToPointWriter } from './point-to-point.js';
import { type Schedule } from './schedule.js';
import { bidirectionalStages, vShapeStages } from './stage-map.js';

export function dualPipe(size: ScheduleSize): Schedule {
  const { ranks, microBatches } = size;
  invariant(ranks % 2 === 0, 'DualPipe needs an even number of ranks', { ranks });
  invariant(microBatches % 2 === 0 && microBatches >= 2 * ranks, 'too few micro-batches to fill the pipe', {
    microBatches,
    ranks,
  });
  const half = microBatches / 2;
  const depth = ranks / 2;
  const map = bidirectionalStages(ranks);
  const builder = new ScheduleBuilder(size, map, dualPipeOps(ranks, microBatches));
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
  return builder.finish('dualpipe');
}

export function dualPipeV(size: ScheduleSize): Schedule {
  const { ranks, microBatches } = size;
  invariant(microBatches >= 2 * ranks, 'too few micro-batches to fill the pipe', { microBatches, ranks });
  const builder = new ScheduleBuilder(size, vShapeStages(ranks), dualPipeVOps(ranks, microBatches));
  for (let rank = 0; rank < ranks; rank += 1) {
    const down = { stage: rank, firstMicroBatch: 0 };
    const up = { stage: 2 * ranks - 1 - rank, firstMicroBatch: 0 };
    writeProgram(builder, ranks, rank, microBatches, down, up);
  }
  return builder.finish('dualpipe-v');
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
  writeFill(rank, outer, inner);
  // Step 4, the main step: nF0B1F1B0.
  for (let i = 0; i < perStream - 2 * depth + inner; i += 1) {
    if (i > 0) {
      rank.overlap(0, 1);
    } else if (outer > 0) {
      // This F0 was received in step 2.
      rank.overlap(0, 1, SEND_ONLY);
    } else {
      // The innermost ranks run their first pair one after the other: less bubble than to wait and overlap
      // it.
      rank.forward(0, NEITHER);
      rank.sendForward(1);
      rank.backwardFull(1, RECEIVE_ONLY);
      rank.sendForward(0);
      rank.sendBackward(1);
    }
    rank.overlap(1, 0);
  }
  // Step 5: nB1F1B0
  for (let i = 0; i < outer; i += 1) {
    rank.backwardFull(1);
    rank.overlap(1, 0);
  }
  writeDrain(rank, outer, inner);
  builder.endRank();
}

function writeFill(rank: RankProgram, outer: number, inner: number): void {
  const innermost = outer === 0;
  // Step 1: nF0
  for (let i = 0; i < 2 * outer; i += 1) rank.forward(0);
  // Step 2: nF0F1
  rank.receiveForward(0);
  for (let i = 0; i < inner; i += 1) {
    rank.forward(0, innermost ? SEND_ONLY : NEITHER);
    rank.receiveForward(0);
    rank.forward(1, innermost && i === inner - 1 ? RECEIVE_ONLY : BOTH);
    if (!innermost) rank.sendForward(0);
  }
  // Step 3: nB1W1F1
  for (let i = 0; i < outer; i += 1) {
    rank.backwardInput(1);
    rank.receiveForward(1);
    rank.weight();
    rank.forward(1, SEND_ONLY);
  }
}

function writeDrain(rank: RankProgram, outer: number, inner: number): void {
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
  rank.commit();
}

/** Whether a chunk receives its own input before it, and sends its own output after it. */
interface Exchange {
  readonly receive: boolean;
  readonly send: boolean;
}

const BOTH: Exchange = { receive: true, send: true };
const SEND_ONLY: Exchange = { receive: false, send: true };
const RECEIVE_ONLY: Exchange = { receive: true, send: false };
const NEITHER: Exchange = { receive: false, send: false };

/** How many micro-batches of the near and of the far stream have done something. */
type Counts = [number, number];

/** Counts the micro-batches of both streams, and keeps deferred weight gradients first in, first out. */
class RankProgram {
  private readonly transfers: PointToPointWriter | undefined;
  private readonly stage: readonly [number, number];
  private readonly nextForward: Counts;
  private readonly nextBackward: Counts;
  private readonly nextReceivedForward: Counts;
  private readonly nextSentForward: Counts;
  private readonly nextSentBackward: Counts;
  private readonly deferredStage: number[] = [];
  private readonly deferredMicroBatch: number[] = [];
  private weightsDone = 0;

  constructor(
    private readonly builder: ScheduleBuilder,
    near: Stream,
    far: Stream,
  ) {
    this.transfers = builder.transfers;
    this.stage = [near.stage, far.stage];
    const first = (): Counts => [near.firstMicroBatch, far.firstMicroBatch];
    this.nextForward = first();
    this.nextBackward = first();
    this.nextReceivedForward = first();
    this.nextSentForward = first();
    this.nextSentBackward = first();
  }

  forward(stream: 0 | 1, { receive, send } = BOTH): void {
    if (receive) this.receiveForward(stream);
    this.commit();
    this.builder.forward(this.stage[stream], this.nextForward[stream]++);
    if (send) this.sendForward(stream);
  }

  backwardFull(stream: 0 | 1, { send } = BOTH): void {
    this.receiveBackward(stream);
    this.commit();
    this.builder.backwardFull(this.stage[stream], this.nextBackward[stream]++);
    if (send) this.sendBackward(stream);
  }

  backwardInput(stream: 0 | 1): void {
    this.receiveBackward(stream);
    this.commit();
    const microBatch = this.nextBackward[stream]++;
    this.builder.backwardInput(this.stage[stream], microBatch);
    this.deferredStage.push(this.stage[stream]);
    this.deferredMicroBatch.push(microBatch);
    this.sendBackward(stream);
  }

  weight(): void {
    this.commit();
    this.builder.weight(this.deferredStage[this.weightsDone], this.deferredMicroBatch[this.weightsDone]);
    this.weightsDone += 1;
  }

  overlap(forwardStream: 0 | 1, backwardStream: 0 | 1, { receive } = BOTH): void {
    if (receive) this.receiveForward(forwardStream);
    this.receiveBackward(backwardStream);
    this.commit();
    this.builder.forwardBackward(
      this.stage[forwardStream],
      this.nextForward[forwardStream]++,
      this.stage[backwardStream],
      this.nextBackward[backwardStream]++,
    );
    this.sendForward(forwardStream);
    this.sendBackward(backwardStream);
  }

  receiveForward(stream: 0 | 1): void {
    this.transfers?.receiveInput(this.stage[stream], this.nextReceivedForward[stream]++);
  }

  sendForward(stream: 0 | 1): void {
    this.transfers?.sendOutput(this.stage[stream], this.nextSentForward[stream]++);
  }

  sendBackward(stream: 0 | 1): void {
    this.transfers?.sendGradient(this.stage[stream], this.nextSentBackward[stream]++);
  }

  /** Posts what is pending, and waits for it. */
  commit(): void {
    this.transfers?.commit();
  }

  private receiveBackward(stream: 0 | 1): void {
    this.transfers?.receiveGradient(this.stage[stream], this.nextBackward[stream]);
  }
}
