/**
 * A greedy schedule of F, B input and W on a plain pipeline with at most `ranks` activations on each rank.
 * In order of time each free rank runs what is there: a backward, else a forward if its activation fits, else a weight gradient.
 */
import { invariant } from '@railyard/base';
import { type ScheduleName } from '../plan/workload-spec.js';
import { ScheduleBuilder } from './builder.js';
import { type ChunkCosts } from './request.js';
import { OpKind, type Schedule } from './schedule.js';
import { roundRobinStages } from './stage-map.js';

export class ListScheduler {
  /** [ranks x 3 microBatches] the kinds in the order chosen; each kind runs its micro-batches in order. */
  private readonly order: Uint8Array;
  /** [ranks x microBatches] when the input of a forward or backward is there; Infinity: not known yet. */
  private readonly forwardThere: Float64Array;
  private readonly backwardThere: Float64Array;
  /** [ranks] micro-batches done by kind, and when the rank decides next; Infinity: when something is on its way. */
  private readonly forwards: Int32Array;
  private readonly backwards: Int32Array;
  private readonly weights: Int32Array;
  private readonly wake: Float64Array;
  /** [ranks] 1 while a rank has nothing to run, so that an earlier input may wake it. */
  private readonly asleep: Uint8Array;

  constructor(private readonly ranks: number, private readonly microBatches: number, private readonly costs: ChunkCosts) {
    this.order = new Uint8Array(ranks * 3 * microBatches);
    this.forwardThere = new Float64Array(ranks * microBatches);
    this.backwardThere = new Float64Array(ranks * microBatches);
    this.forwards = new Int32Array(ranks);
    this.backwards = new Int32Array(ranks);
    this.weights = new Int32Array(ranks);
    this.wake = new Float64Array(ranks);
    this.asleep = new Uint8Array(ranks);
  }

  /** Decides every op; a weight gradient goes into any gap (`fillEveryGap`) or only where it delays no input already on its way. Returns the makespan. */
  play(fillEveryGap: boolean): number {
    this.forwardThere.fill(Infinity).fill(0, 0, this.microBatches);
    this.backwardThere.fill(Infinity);
    this.forwards.fill(0);
    this.backwards.fill(0);
    this.weights.fill(0);
    this.wake.fill(0);
    this.asleep.fill(0);
    let makespan = 0;
    let left = 3 * this.ranks * this.microBatches;
    while (left > 0) {
      const rank = this.earliest();
      const now = this.wake[rank]!;
      invariant(now < Infinity, 'some rank can always run', { left });
      const end = this.decide(rank, now, fillEveryGap);
      if (end < 0) continue;
      left -= 1;
      if (end > makespan) makespan = end;
    }
    return makespan;
  }

  schedule(name: ScheduleName): Schedule {
    const perRank = 3 * this.microBatches;
    const builder = new ScheduleBuilder(this.ranks, this.microBatches, this.ranks * perRank);
    for (let rank = 0; rank < this.ranks; rank += 1) {
      let forward = 0;
      let backward = 0;
      let weight = 0;
      for (let i = rank * perRank; i < (rank + 1) * perRank; i += 1) {
        const kind = this.order[i]!;
        if (kind === OpKind.F) builder.forward(rank, forward++);
        else if (kind === OpKind.B) builder.backwardInput(rank, backward++);
        else builder.weight(rank, weight++);
      }
      builder.endRank();
    }
    return builder.finish(name, roundRobinStages(this.ranks, 1));
  }

  /** The rank that decides next; the last one of several, whose gradients the others wait for. */
  private earliest(): number {
    let rank = 0;
    for (let other = 1; other < this.ranks; other += 1) if (this.wake[other]! <= this.wake[rank]!) rank = other;
    return rank;
  }

  /** Runs one op of `rank` and returns its end, or puts the rank to sleep until the next input and returns -1. */
  private decide(rank: number, now: number, fillEveryGap: boolean): number {
    const { costs, microBatches } = this;
    const forward = this.forwards[rank]!;
    const backward = this.backwards[rank]!;
    const weight = this.weights[rank]!;
    const gradient = backward < microBatches ? this.backwardThere[rank * microBatches + backward]! : Infinity;
    if (gradient <= now) return this.run(rank, OpKind.B, now, costs.backwardInput);
    const canForward = forward < microBatches && forward - weight < this.ranks;
    const activation = canForward ? this.forwardThere[rank * microBatches + forward]! : Infinity;
    if (activation <= now) return this.run(rank, OpKind.F, now, costs.forward);
    const next = Math.min(gradient, activation);
    if (weight < backward && (fillEveryGap || now + costs.weight <= next)) return this.run(rank, OpKind.W, now, costs.weight);
    this.wake[rank] = next;
    this.asleep[rank] = 1;
    return -1;
  }

  private run(rank: number, kind: OpKind, now: number, cost: number): number {
    const { microBatches, costs } = this;
    const end = now + cost;
    const done = this.forwards[rank]! + this.backwards[rank]! + this.weights[rank]!;
    this.order[rank * 3 * microBatches + done] = kind;
    this.wake[rank] = end;
    this.asleep[rank] = 0;
    if (kind === OpKind.F) {
      const microBatch = this.forwards[rank]!++;
      if (rank === this.ranks - 1) this.arrive(this.backwardThere, rank, microBatch, end);
      else this.arrive(this.forwardThere, rank + 1, microBatch, end + costs.transfer);
    } else if (kind === OpKind.B) {
      const microBatch = this.backwards[rank]!++;
      if (rank > 0) this.arrive(this.backwardThere, rank - 1, microBatch, end + costs.transfer);
    } else {
      this.weights[rank]! += 1;
    }
    return end;
  }

  /** An input of `rank` is on its way. */
  private arrive(there: Float64Array, rank: number, microBatch: number, time: number): void {
    there[rank * this.microBatches + microBatch] = time;
    if (this.asleep[rank] === 1 && time < this.wake[rank]!) this.wake[rank] = time;
  }
}
