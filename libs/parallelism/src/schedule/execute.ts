/**
 * Exact dependency execution of a schedule: an op starts when its rank is free and its inputs have arrived,
 * and, where the schedule says what its ranks post and wait for, after the calls that stand before it. One
 * pass over the ops with a stack of runnable ranks; no event queue, no allocation once the workspace has
 * grown.
 */
import { InvariantError, invariant } from '@railyard/base';
import { passCalls } from './pass-calls.js';
import { OP_KINDS, OpKind, type Schedule } from './schedule.js';
import { type HeldTimes, NOT_THERE, type ScheduleWorkspace } from './workspace.js';

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
  /**
   * How much longer a message travels for each other one of its batch (point-to-point.ts); without calls
   * there are no batches, and lags say it. Default: 0.
   */
  readonly sharedTransfer?: number;
  /** Where something stands still for a while, so that when a thing begins decides how long it takes. */
  readonly held?: HeldTimes;
}

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
  const finished = executeOps(schedule, timing, workspace);
  invariant(finished === schedule.ranks, 'the schedule deadlocks', {
    schedule: schedule.name,
    finished,
    ranks: schedule.ranks,
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

/** Runs ops until every rank has finished or is blocked for good; returns how many have finished. */
export function executeOps(schedule: Schedule, timing: ScheduleTiming, workspace: ScheduleWorkspace): number {
  workspace.fit(schedule);
  prepare(schedule, timing, workspace);
  const { microBatches, split, stages, kind, rankOffsets, pointToPoint } = schedule;
  const { forwardStage, forwardMicroBatch, backwardStage, backwardMicroBatch } = schedule;
  const { start, end, busy, position, clock, arrival, forwardLag, backwardLag, runnable } = workspace;
  const { durations, outputLag = workspace.noLag, gradientLag = workspace.noLag, held } = timing;
  const backwardSlots = stages * microBatches;
  let finished = 0;
  while (workspace.runnableCount > 0) {
    workspace.runnableCount -= 1;
    const rank = runnable[workspace.runnableCount];
    const stop = rankOffsets[rank + 1];
    let op = position[rank];
    for (; op < stop; op += 1) {
      if (pointToPoint !== undefined && !passCalls(pointToPoint, workspace, rank, op)) break;
      const what = kind[op];
      const forward = what === OpKind.F || what === OpKind.FB;
      const backward = what !== OpKind.F && what !== OpKind.W;
      const input = forward ? forwardStage[op] * microBatches + forwardMicroBatch[op] : ALWAYS_THERE;
      const gradient = backward
        ? backwardSlots + backwardStage[op] * microBatches + backwardMicroBatch[op]
        : ALWAYS_THERE;
      const awaited = arrival[input] < 0 ? input : gradient;
      if (arrival[awaited] < 0) {
        workspace.await(awaited, rank);
        break;
      }
      const begin = Math.max(clock[rank], arrival[input], arrival[gradient]);
      const duration = durations[op];
      if (!(duration >= 0)) refuseTime('duration', op, duration);
      const now = held === undefined ? begin + duration : held.endOfOp(rank, op, begin, duration);
      start[op] = begin;
      end[op] = now;
      clock[rank] = now;
      busy[rank * OP_KINDS + what] += held === undefined ? duration : now - begin;
      if (forward) {
        const stage = forwardStage[op];
        const transfer = forwardLag[(forwardMicroBatch[op] < split ? 0 : stages) + stage];
        // The last stage's forward feeds its own backward, every other one the next stage.
        const next = stage === stages - 1 ? backwardSlots + input : input + microBatches;
        handOver(schedule, timing, workspace, next, now + outputLag[op], transfer);
      }
      if (backward && backwardStage[op] > 0) {
        const transfer = backwardLag[(backwardMicroBatch[op] < split ? 0 : stages) + backwardStage[op]];
        handOver(schedule, timing, workspace, gradient - microBatches, now + gradientLag[op], transfer);
      }
    }
    position[rank] = op;
    if (op === stop && (pointToPoint === undefined || passCalls(pointToPoint, workspace, rank, op)))
      finished += 1;
  }
  return finished;
}

/** What an op has made may leave at `ready`: at once, or when both of its ranks have posted it. */
function handOver(
  { pointToPoint }: Schedule,
  { sharedTransfer = 0 }: ScheduleTiming,
  workspace: ScheduleWorkspace,
  slot: number,
  ready: number,
  transfer: number,
): void {
  const together = pointToPoint === undefined ? 0 : pointToPoint.sentTogether[slot];
  if (together === 0) {
    workspace.send(slot, ready, transfer);
    return;
  }
  workspace.ready[slot] = ready;
  workspace.travel[slot] = transfer + (together - 1) * sharedTransfer;
}

/** Every rank is before its first op, stage 0 has its inputs, nothing else has arrived. */
function prepare(schedule: Schedule, timing: ScheduleTiming, workspace: ScheduleWorkspace): void {
  const { ranks, microBatches, stages, directions, stageRank, rankOffsets, pointToPoint } = schedule;
  const { arrival, busy, clock, position, call, runnable, forwardLag, backwardLag } = workspace;
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
  workspace.held = timing.held;
  arrival.fill(0, 0, microBatches);
  arrival.fill(NOT_THERE, microBatches, 2 * stages * microBatches);
  busy.fill(0, 0, ranks * OP_KINDS);
  if (pointToPoint !== undefined) workspace.posted.fill(NOT_THERE, 0, 2 * stages * microBatches);
  workspace.runnableCount = ranks;
  for (let rank = 0; rank < ranks; rank += 1) {
    clock[rank] = 0;
    position[rank] = rankOffsets[rank];
    if (pointToPoint !== undefined) call[rank] = pointToPoint.offsets[rankOffsets[rank] + rank];
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
