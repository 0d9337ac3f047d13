/**
 * The duration of every op of a schedule, from what its stages compute and how its micro-batches were routed.
 */
import { assertUnreachable } from '@railyard/base';
import {
  ChunkAlone,
  type ChunkTime,
  OverlappedChunks,
  RoutingView,
  ShardedChunk,
  type StageTimes,
} from '../chunk/index.js';
import { type RoutingImbalance } from '../experts/index.js';
import { OP_KINDS, OpKind, type Schedule } from '../schedule/index.js';

/** All arrays are indexed by op; seconds. */
export interface OpTimes {
  readonly durations: Float64Array;
  /** From the end of the op until its forward output may be sent: a trailing combine. */
  readonly outputLag: Float64Array;
  /** Part of a full backward (BW) that is weight gradient. */
  readonly weightPart: Float64Array;
  /** Communication during which the op's compute stream waited. */
  readonly exposed: Float64Array;
}

export function opTimes(
  schedule: Schedule,
  stages: readonly StageTimes[],
  routing: RoutingImbalance | undefined,
): OpTimes {
  const timer = new OpTimer(schedule, stages, routing);
  const times = emptyTimes(schedule.kind.length);
  for (let op = 0; op < times.durations.length; op += 1)
    timer.write(op, schedule.forwardMicroBatch[op], schedule.backwardMicroBatch[op], times);
  return times;
}

/**
 * As `opTimes`, with every micro-batch routed as the first: ops of one kind on the same stages take the same.
 */
export function steadyOpTimes(
  schedule: Schedule,
  stages: readonly StageTimes[],
  routing: RoutingImbalance | undefined,
): OpTimes {
  const timer = new OpTimer(schedule, stages, routing);
  const times = emptyTimes(schedule.kind.length);
  const first = new Map<number, number>();
  for (let op = 0; op < times.durations.length; op += 1) {
    const place = (schedule.forwardStage[op] + 1) * (schedule.stages + 1) + schedule.backwardStage[op] + 1;
    const key = place * OP_KINDS + schedule.kind[op];
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, op);
      timer.write(op, 0, 0, times);
    } else copyTime(times, known, op);
  }
  return times;
}

const emptyTimes = (ops: number): OpTimes => ({
  durations: new Float64Array(ops),
  outputLag: new Float64Array(ops),
  weightPart: new Float64Array(ops),
  exposed: new Float64Array(ops),
});

function copyTime(times: OpTimes, from: number, to: number): void {
  times.durations[to] = times.durations[from];
  times.outputLag[to] = times.outputLag[from];
  times.weightPart[to] = times.weightPart[from];
  times.exposed[to] = times.exposed[from];
}

interface Chunks {
  readonly alone: ChunkAlone;
  readonly overlapped: OverlappedChunks;
  readonly sharded: ShardedChunk;
}

class OpTimer {
  private readonly chunks: Chunks;
  private readonly time: OpTime = { duration: 0, outputLag: 0, weightPart: 0, exposed: 0 };

  constructor(
    private readonly schedule: Schedule,
    private readonly stages: readonly StageTimes[],
    routing: RoutingImbalance | undefined,
  ) {
    const view = new RoutingView(routing);
    this.chunks = {
      alone: new ChunkAlone(view),
      overlapped: new OverlappedChunks(view),
      sharded: new ShardedChunk(view),
    };
  }

  /** Writes the time of `op` with these micro-batches' routing. */
  write(op: number, forwardBatch: number, backwardBatch: number, times: OpTimes): void {
    const { time } = this;
    timeOp(this.schedule, this.stages, op, { forwardBatch, backwardBatch }, this.chunks, time);
    times.durations[op] = time.duration;
    times.outputLag[op] = time.outputLag;
    times.weightPart[op] = time.weightPart;
    times.exposed[op] = time.exposed;
  }
}

interface OpTime extends ChunkTime {
  weightPart: number;
}

/** Writes the times of one op into `out`. */
function timeOp(
  schedule: Schedule,
  stages: readonly StageTimes[],
  op: number,
  { forwardBatch, backwardBatch }: { readonly forwardBatch: number; readonly backwardBatch: number },
  { alone, overlapped, sharded }: Chunks,
  out: OpTime,
): void {
  const kind = schedule.kind[op] as OpKind;
  const forward = stages[schedule.forwardStage[op]];
  const backward = stages[schedule.backwardStage[op]];
  out.weightPart = 0;
  switch (kind) {
    case OpKind.F:
      if (forward.shards === undefined) alone.forward(forward, forwardBatch, out);
      else sharded.forward(forward, forward.shards, forwardBatch, out);
      break;
    case OpKind.B:
      alone.backwardInput(backward, backwardBatch, out);
      break;
    case OpKind.W:
      alone.backwardWeight(backward, backwardBatch, out);
      break;
    case OpKind.BW:
      if (backward.shards !== undefined) {
        sharded.backward(backward, backward.shards, backwardBatch, out);
        break;
      }
      alone.backwardWeight(backward, backwardBatch, out);
      out.weightPart = out.duration;
      alone.backwardInput(backward, backwardBatch, out);
      out.duration += out.weightPart;
      break;
    case OpKind.FB:
      // The collectives of both sides are inside the pair, so no combine trails.
      out.outputLag = 0;
      overlapped.run(forward, forwardBatch, backward, backwardBatch, out);
      break;
    default:
      assertUnreachable(kind);
  }
}
