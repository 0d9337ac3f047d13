/**
 * The duration of every op of a schedule, from what its stages compute and how its micro-batches were routed.
 */
import { assertUnreachable } from '@railyard/base';
import {
  ChunkAlone,
  type ChunkTime,
  OffloadedChunk,
  OverlappedChunks,
  RoutingView,
  ShardedChunk,
  type StageTimes,
} from '../chunk/index.js';
import { type RoutingImbalance } from '../experts/index.js';
import { type CriticalPath, OP_KINDS, OpKind, type Schedule } from '../schedule/index.js';

/** All arrays are indexed by op; seconds. */
export interface OpTimes {
  readonly durations: Float64Array;
  /** From the end of the op until its forward output may be sent: a trailing combine. */
  readonly outputLag: Float64Array;
  /** Part of a full backward (BW) that is weight gradient. */
  readonly weightPart: Float64Array;
  /** Communication during which the op's compute stream waited. */
  readonly exposed: Float64Array;
  /** Of a stage's last backward: reductions of gradients that are left at its end. */
  readonly unreduced: Float64Array;
}

/** Without routing every micro-batch takes the same. */
export function opTimes(
  schedule: Schedule,
  stages: readonly StageTimes[],
  routing: RoutingImbalance | undefined,
): OpTimes {
  if (routing === undefined) return steadyOpTimes(schedule, stages, routing);
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
    const key = (place * OP_KINDS + schedule.kind[op]) * 2 + timer.isEdge(op);
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, op);
      timer.write(op, 0, 0, times);
    } else copyTime(times, known, op);
  }
  return times;
}

/** Seconds of ops that follow from one another, and of what trails those whose output is waited for. */
export function pathSeconds(
  schedule: Schedule,
  stages: readonly StageTimes[],
  routing: RoutingImbalance | undefined,
  { ops, feeds }: CriticalPath,
): number {
  const timer = new OpTimer(schedule, stages, routing);
  let seconds = 0;
  for (let place = 0; place < ops.length; place += 1) {
    const op = ops[place];
    const time = timer.timeOf(op, schedule.forwardMicroBatch[op], schedule.backwardMicroBatch[op]);
    seconds += time.duration + feeds[place] * time.outputLag;
  }
  return seconds;
}

const emptyTimes = (ops: number): OpTimes => ({
  durations: new Float64Array(ops),
  outputLag: new Float64Array(ops),
  weightPart: new Float64Array(ops),
  exposed: new Float64Array(ops),
  unreduced: new Float64Array(ops),
});

/** All but `unreduced`: only the last backward of a stage leaves reductions, and it is timed by itself. */
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
  readonly offloaded: OffloadedChunk;
}

/** [ops] 1 for the first forward and the last full backward of each stage on its rank. */
export function edgesOf(schedule: Schedule): Uint8Array {
  const { ranks, rankOffsets, kind, stages, forwardStage, backwardStage } = schedule;
  const edges = new Uint8Array(kind.length);
  for (let rank = 0; rank < ranks; rank += 1) {
    const begun = new Uint8Array(stages);
    const last = new Int32Array(stages).fill(-1);
    for (let op = rankOffsets[rank]; op < rankOffsets[rank + 1]; op += 1) {
      if (kind[op] === OpKind.BW) last[backwardStage[op]] = op;
      if (kind[op] !== OpKind.F || begun[forwardStage[op]] === 1) continue;
      begun[forwardStage[op]] = 1;
      edges[op] = 1;
    }
    for (const op of last) if (op >= 0) edges[op] = 1;
  }
  return edges;
}

class OpTimer {
  private readonly edges: Uint8Array | undefined;
  private readonly chunks: Chunks;
  private readonly time: OpTime = {
    duration: 0,
    outputLag: 0,
    weightPart: 0,
    exposed: 0,
    unreduced: 0,
  };

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
      offloaded: new OffloadedChunk(view),
    };
    this.edges = stages.some(({ once }) => once !== undefined) ? edgesOf(schedule) : undefined;
  }

  /** 1 for the first forward and the last backward of a stage, where they differ from others. */
  isEdge(op: number): 0 | 1 {
    return this.edges?.[op] === 1 ? 1 : 0;
  }

  /** The time of `op` with these micro-batches' routing; there until the next one. */
  timeOf(op: number, forwardBatch: number, backwardBatch: number): Readonly<OpTime> {
    const { time } = this;
    const batches = { forwardBatch, backwardBatch, isEdge: this.isEdge(op) === 1 };
    time.unreduced = 0;
    timeOp(this.schedule, this.stages, op, batches, this.chunks, time);
    return time;
  }

  /** Writes the time of `op` with these micro-batches' routing. */
  write(op: number, forwardBatch: number, backwardBatch: number, times: OpTimes): void {
    const time = this.timeOf(op, forwardBatch, backwardBatch);
    times.durations[op] = time.duration;
    times.outputLag[op] = time.outputLag;
    times.weightPart[op] = time.weightPart;
    times.exposed[op] = time.exposed;
    times.unreduced[op] = time.unreduced;
  }
}

interface OpTime extends ChunkTime {
  weightPart: number;
  unreduced: number;
}

/** Micro-batches of an op, and whether it is the first forward or the last backward of its stage. */
interface OpPlace {
  readonly forwardBatch: number;
  readonly backwardBatch: number;
  readonly isEdge: boolean;
}

/** Writes the times of one op into `out`. */
function timeOp(
  schedule: Schedule,
  stages: readonly StageTimes[],
  op: number,
  { forwardBatch, backwardBatch, isEdge }: OpPlace,
  chunks: Chunks,
  out: OpTime,
): void {
  const kind = schedule.kind[op] as OpKind;
  const forward = stages[schedule.forwardStage[op]];
  const backward = stages[schedule.backwardStage[op]];
  out.weightPart = 0;
  switch (kind) {
    case OpKind.F:
      forwardTime(forward, forwardBatch, isEdge, chunks, out);
      break;
    case OpKind.B:
      chunks.alone.backwardInput(backward, backwardBatch, out);
      break;
    case OpKind.W:
      chunks.alone.backwardWeight(backward, backwardBatch, out);
      break;
    case OpKind.BW:
      backwardTime(backward, backwardBatch, isEdge, chunks, out);
      break;
    case OpKind.FB:
      // The collectives of both sides are inside the pair, so no combine trails.
      out.outputLag = 0;
      chunks.overlapped.run(forward, forwardBatch, backward, backwardBatch, out);
      break;
    default:
      assertUnreachable(kind);
  }
}

function forwardTime(
  stage: StageTimes,
  microBatch: number,
  isFirst: boolean,
  { alone, sharded, offloaded }: Chunks,
  out: OpTime,
): void {
  const { once, shards, copies } = stage;
  const gathered = isFirst && once?.overlapsGather === true ? once : shards;
  if (copies !== undefined) offloaded.forward(stage, copies, gathered, microBatch, out);
  else if (gathered === undefined) alone.forward(stage, microBatch, out);
  else sharded.forward(stage, gathered, microBatch, out);
}

/** A full backward. */
function backwardTime(
  stage: StageTimes,
  microBatch: number,
  isLast: boolean,
  { alone, sharded, offloaded }: Chunks,
  out: OpTime,
): void {
  const { once, shards, copies } = stage;
  const reduced = shards === undefined && isLast && once?.overlapsReduction === true ? once : undefined;
  if (copies !== undefined) return offloaded.backward(stage, copies, shards, reduced, microBatch, out);
  if (shards !== undefined) return sharded.backward(stage, shards, microBatch, out);
  if (reduced !== undefined) return sharded.lastBackward(stage, reduced, microBatch, out);
  alone.backwardWeight(stage, microBatch, out);
  out.weightPart = out.duration;
  alone.backwardInput(stage, microBatch, out);
  out.duration += out.weightPart;
}
