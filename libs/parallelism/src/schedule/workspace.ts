/** The state of an execution, and its results: arrays that are reused from one schedule to the next. */
import { OP_KINDS, type Schedule } from './schedule.js';

/** An input that has not arrived and that no rank awaits; an input awaited by rank r is AWAITED - r. */
export const NOT_THERE = -1;
const AWAITED = -2;

/** When what begins at a moment ends, where ranks or messages stand still for a while. */
export interface HeldTimes {
  readonly endOfOp: (rank: number, op: number, begin: number, duration: number) => number;
  /** Of a message into a slot of `arrival`. */
  readonly arrivalOf: (slot: number, ready: number, transfer: number) => number;
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
  /** Ranks that may go on: a stack of `runnableCount`. */
  runnable = new Int32Array(0);
  runnableCount = 0;
  /** [ranks] the next call of a rank (point-to-point.ts). */
  call = new Int32Array(0);
  /**
   * [2 x stages x microBatches] of a message between ranks: when its data is ready, how long it travels, and
   * when the first of its ranks posted it (below 0: neither has).
   */
  ready = new Float64Array(0);
  travel = new Float64Array(0);
  posted = new Float64Array(0);
  /** [ops] zeros, for ops without a trailing output. */
  noLag = new Float64Array(0);
  held: HeldTimes | undefined;

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
      this.call = new Int32Array(ranks);
    }
    if (this.arrival.length < slots) this.arrival = new Float64Array(slots);
    if (schedule.pointToPoint !== undefined && this.posted.length < slots) {
      this.ready = new Float64Array(slots);
      this.travel = new Float64Array(slots);
      this.posted = new Float64Array(slots);
    }
    if (this.forwardLag.length < links) {
      this.forwardLag = new Float64Array(links);
      this.backwardLag = new Float64Array(links);
    }
  }

  /** `rank` goes on when the input of `slot` arrives. */
  await(slot: number, rank: number): void {
    this.arrival[slot] = AWAITED - rank;
  }

  /** A message leaves at `ready`, and arrives: the rank that waits for it may go on. */
  send(slot: number, ready: number, transfer: number): void {
    const { held } = this;
    const time = held === undefined ? ready + transfer : held.arrivalOf(slot, ready, transfer);
    const waiter = this.arrival[slot];
    this.arrival[slot] = time;
    if (waiter > AWAITED) return;
    this.runnable[this.runnableCount] = AWAITED - waiter;
    this.runnableCount += 1;
  }
}
