/**
 * Exact dependency execution of a schedule: an op starts when its rank is free and its inputs have arrived.
 * One pass over the ops with a stack of runnable ranks; no event queue, no allocation once the workspace has
 * grown.
 */
import { InvariantError, invariant } from '@railyard/base';
import { OP_KINDS, OpKind, type Schedule } from './schedule.js';

/**
 * Seconds (any unit will do, results are in the same). Transfers between two stages of one rank are taken as
 * 0, whatever is given here.
 */
export interface ScheduleTiming {
  /** [ops] duration of each op. */
  readonly durations: Float64Array;
  /**
   * [ops] from the end of an op until its forward output may leave: work that trails on another stream.
   * Default: none.
   */
  readonly outputLag?: Float64Array;
  /** [ops] the same for the gradient that an op sends. Default: none. */
  readonly gradientLag?: Float64Array;
  /** [directions x stages] from stage s to s + 1, activations; the entry of the last stage is not read. */
  readonly forwardTransfer: Float64Array;
  /** [directions x stages] from stage s to s - 1, gradients; the entry of stage 0 is not read. */
  readonly backwardTransfer: Float64Array;
}

/**
 * Results of the last execution, and the scratch that it reuses. Arrays may be longer than the schedule: read
 * [0, ops) and [0, ranks).
 */
export class ScheduleWorkspace {
  /** [ops] */
  start = new Float64Array(0);
  end = new Float64Array(0);
  /** [ranks x OP_KINDS] time that a rank spends in each kind. */
  busy = new Float64Array(0);
  /** [ranks] makespan minus the busy time of the rank: idle from 0 until the last rank is done. */
  bubble = new Float64Array(0);
  makespan = 0;
  /** [ranks] the next op of a rank; its end of list once it has finished. */
  position = new Int32Array(0);
  /** [ranks] when the last op of a rank ended. */
  clock = new Float64Array(0);
  /**
   * [2 x stages x microBatches] when the input of a forward, then of a backward, is there; below 0: not yet
   * (NOT_THERE, or awaited by a rank).
   */
  arrival = new Float64Array(0);
  /** [directions x stages] transfers with those inside a rank set to 0. */
  forwardLag = new Float64Array(0);
  backwardLag = new Float64Array(0);
  runnable = new Int32Array(0);
  /** [ops] zeros, for ops without a trailing output. */
  noLag = new Float64Array(0);

  /** Grows every array to what `schedule` needs. */
  fit(schedule: Schedule): void {
    const { ranks } = schedule;
    const ops = schedule.kind.length;
    const slots = 2 * schedule.stages * schedule.microBatches;
    const links = schedule.directions * schedule.stages;
    if (this.start.length < ops) {
      this.start = new Float64Array(ops);
      this.end = new Float64Array(ops);
      this.noLag = new Float64Array(ops);
    }
    if (this.bubble.length < ranks) {
      this.busy = new Float64Array(ranks * OP_KINDS);
      this.bubble = new Float64Array(ranks);
      this.clock = new Float64Array(ranks);
      this.position = new Int32Array(ranks);
      this.runnable = new Int32Array(ranks);
    }
    if (this.arrival.length < slots) this.arrival = new Float64Array(slots);
    if (this.forwardLag.length < links) {
      this.forwardLag = new Float64Array(links);
      this.backwardLag = new Float64Array(links);
    }
  }
}

/** An input that has not arrived and that no rank awaits; an input awaited by rank r is AWAITED - r. */
const NOT_THERE = -1;
const AWAITED = -2;
/** Slot in `arrival` of the first micro-batch's input at stage 0, which nothing precedes. */
const ALWAYS_THERE = 0;

/**
 * Executes `schedule`; the results are in `workspace`, which is also returned.
 * @throws InvariantError when the schedule cannot finish (checkSchedule says why) or a duration is negative,
 * NaN or infinite.
 */
export function executeSchedule(
  schedule: Schedule,
  timing: ScheduleTiming,
  workspace: ScheduleWorkspace,
): ScheduleWorkspace {
  const executed = executeOps(schedule, timing, workspace);
  invariant(executed === schedule.kind.length, 'the schedule deadlocks', {
    schedule: schedule.name,
    executed,
    ops: schedule.kind.length,
  });
  const { clock, busy, bubble } = workspace;
  let makespan = 0;
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    const done = clock[rank];
    if (!(done < Infinity)) refuseTime('end', rank, done);
    if (done > makespan) makespan = done;
  }
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    let work = 0;
    for (let kind = 0; kind < OP_KINDS; kind += 1) work += busy[rank * OP_KINDS + kind];
    // A rank that never waits is busy up to rounding, not for less than no time.
    bubble[rank] = Math.max(0, makespan - work);
  }
  workspace.makespan = makespan;
  return workspace;
}

/** Runs ops until every rank has finished or is blocked for good; returns how many ran. */
export function executeOps(schedule: Schedule, timing: ScheduleTiming, workspace: ScheduleWorkspace): number {
  workspace.fit(schedule);
  prepare(schedule, timing, workspace);
  const { microBatches, split, stages, kind, rankOffsets } = schedule;
  const { forwardStage, forwardMicroBatch, backwardStage, backwardMicroBatch } = schedule;
  const { start, end, busy, position, clock, arrival, forwardLag, backwardLag, runnable } = workspace;
  const { durations, outputLag = workspace.noLag, gradientLag = workspace.noLag } = timing;
  const backwardSlots = stages * microBatches;
  let executed = 0;
  let top = schedule.ranks;
  while (top > 0) {
    top -= 1;
    const rank = runnable[top];
    const stop = rankOffsets[rank + 1];
    const first = position[rank];
    let op = first;
    let now = clock[rank];
    for (; op < stop; op += 1) {
      const what = kind[op];
      const forward = what === OpKind.F || what === OpKind.FB;
      const backward = what !== OpKind.F && what !== OpKind.W;
      const input = forward ? forwardStage[op] * microBatches + forwardMicroBatch[op] : ALWAYS_THERE;
      const gradient = backward
        ? backwardSlots + backwardStage[op] * microBatches + backwardMicroBatch[op]
        : ALWAYS_THERE;
      const awaited = arrival[input] < 0 ? input : gradient;
      if (arrival[awaited] < 0) {
        arrival[awaited] = AWAITED - rank;
        break;
      }
      const begin = Math.max(now, arrival[input], arrival[gradient]);
      const duration = durations[op];
      if (!(duration >= 0)) refuseTime('duration', op, duration);
      now = begin + duration;
      start[op] = begin;
      end[op] = now;
      busy[rank * OP_KINDS + what] += duration;
      if (forward) {
        const stage = forwardStage[op];
        const transfer = forwardLag[(forwardMicroBatch[op] < split ? 0 : stages) + stage];
        // The last stage's forward feeds its own backward, every other one the next stage.
        const next = stage === stages - 1 ? backwardSlots + input : input + microBatches;
        top = deliver(arrival, next, now + outputLag[op] + transfer, runnable, top);
      }
      if (backward && backwardStage[op] > 0) {
        const transfer = backwardLag[(backwardMicroBatch[op] < split ? 0 : stages) + backwardStage[op]];
        top = deliver(arrival, gradient - microBatches, now + gradientLag[op] + transfer, runnable, top);
      }
    }
    executed += op - first;
    position[rank] = op;
    clock[rank] = now;
  }
  return executed;
}

/**
 * An input arrives: the rank that waits for it may run. Returns the new height of the stack of such ranks.
 */
function deliver(
  arrival: Float64Array,
  slot: number,
  time: number,
  runnable: Int32Array,
  top: number,
): number {
  const waiter = arrival[slot];
  arrival[slot] = time;
  if (waiter > AWAITED) return top;
  runnable[top] = AWAITED - waiter;
  return top + 1;
}

/** Every rank is before its first op, stage 0 has its inputs, nothing else has arrived. */
function prepare(schedule: Schedule, timing: ScheduleTiming, workspace: ScheduleWorkspace): void {
  const { ranks, microBatches, stages, directions, stageRank, rankOffsets } = schedule;
  const { arrival, busy, clock, position, runnable, forwardLag, backwardLag } = workspace;
  const links = directions * stages;
  invariant(timing.durations.length >= schedule.kind.length, 'a duration for each op', {
    durations: timing.durations.length,
    ops: schedule.kind.length,
  });
  invariant(
    timing.forwardTransfer.length >= links && timing.backwardTransfer.length >= links,
    'a transfer for each direction and stage',
    { links },
  );
  arrival.fill(0, 0, microBatches);
  arrival.fill(NOT_THERE, microBatches, 2 * stages * microBatches);
  busy.fill(0, 0, ranks * OP_KINDS);
  for (let rank = 0; rank < ranks; rank += 1) {
    clock[rank] = 0;
    position[rank] = rankOffsets[rank];
    runnable[rank] = ranks - 1 - rank;
  }
  for (let link = 0; link < links; link += 1) {
    const stage = link % stages;
    const rank = stageRank[link];
    forwardLag[link] =
      stage === stages - 1 || stageRank[link + 1] === rank ? 0 : timing.forwardTransfer[link];
    backwardLag[link] = stage === 0 || stageRank[link - 1] === rank ? 0 : timing.backwardTransfer[link];
    if (!(forwardLag[link] >= 0 && backwardLag[link] >= 0))
      refuseTime('transfer', link, Math.min(forwardLag[link], backwardLag[link]));
  }
}

/** A negative or absent time would run backwards through the arrivals. */
function refuseTime(what: string, index: number, time: number): never {
  throw new InvariantError('times must be finite and not negative', { what, index, time });
}
