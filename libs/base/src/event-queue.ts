/**
 * Event queue on flat arrays, ordered by (time, priority, sequence): equal times leave in order of priority,
 * then in the order they were pushed, so a simulation is the same on every run. Binary heap; grows by
 * doubling.
 */
import { invariant } from './assert.js';

export class EventQueue {
  private times: Float64Array;
  private priorities: Int32Array;
  private sequences: Float64Array;
  private payloads: Int32Array;
  private length = 0;
  private pushed = 0;

  constructor(capacity = 64) {
    this.times = new Float64Array(capacity);
    this.priorities = new Int32Array(capacity);
    this.sequences = new Float64Array(capacity);
    this.payloads = new Int32Array(capacity);
  }

  get size(): number {
    return this.length;
  }

  clear(): void {
    this.length = 0;
    this.pushed = 0;
  }

  /** `payload` is an index into the caller's own tables; lower `priority` leaves first among equal times. */
  push(time: number, payload: number, priority = 0): void {
    // The details are made only where they are needed: this is the innermost loop of every simulation.
    if (Number.isNaN(time)) invariant(false, 'an event needs a time', { time, payload });
    if (this.length === this.times.length) this.grow();
    const sequence = this.pushed++;
    let hole = this.length++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.precedes(time, priority, sequence, parent)) break;
      this.move(parent, hole);
      hole = parent;
    }
    this.place(hole, time, priority, sequence, payload);
  }

  /** Time of the next event; Infinity when empty. */
  peekTime(): number {
    return this.length === 0 ? Infinity : this.times[0];
  }

  /** Payload of the next event; -1 when empty. */
  peek(): number {
    return this.length === 0 ? -1 : this.payloads[0];
  }

  /** Removes the next event and returns its payload; -1 when empty. Read `peekTime` first for its time. */
  pop(): number {
    if (this.length === 0) return -1;
    const payload = this.payloads[0];
    const last = --this.length;
    if (last > 0)
      this.sinkFrom(this.times[last], this.priorities[last], this.sequences[last], this.payloads[last]);
    return payload;
  }

  private sinkFrom(time: number, priority: number, sequence: number, payload: number): void {
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= this.length) break;
      const right = child + 1;
      if (
        right < this.length &&
        this.precedes(this.times[right], this.priorities[right], this.sequences[right], child)
      )
        child = right;
      if (this.precedes(time, priority, sequence, child)) break;
      this.move(child, hole);
      hole = child;
    }
    this.place(hole, time, priority, sequence, payload);
  }

  private precedes(time: number, priority: number, sequence: number, other: number): boolean {
    const otherTime = this.times[other];
    if (time !== otherTime) return time < otherTime;
    const otherPriority = this.priorities[other];
    if (priority !== otherPriority) return priority < otherPriority;
    return sequence < this.sequences[other];
  }

  private move(from: number, to: number): void {
    this.place(to, this.times[from], this.priorities[from], this.sequences[from], this.payloads[from]);
  }

  private place(at: number, time: number, priority: number, sequence: number, payload: number): void {
    this.times[at] = time;
    this.priorities[at] = priority;
    this.sequences[at] = sequence;
    this.payloads[at] = payload;
  }

  private grow(): void {
    const capacity = this.times.length * 2;
    const times = new Float64Array(capacity);
    const priorities = new Int32Array(capacity);
    const sequences = new Float64Array(capacity);
    const payloads = new Int32Array(capacity);
    times.set(this.times);
    priorities.set(this.priorities);
    sequences.set(this.sequences);
    payloads.set(this.payloads);
    this.times = times;
    this.priorities = priorities;
    this.sequences = sequences;
    this.payloads = payloads;
  }
}
