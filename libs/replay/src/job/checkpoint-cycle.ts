/**
 * Progress and checkpoints: train for tau, stand still for w, again and again. Time between two events is
 * bridged in closed form, however many checkpoints lie in it, so cost grows with events. Work is in seconds
 * at the undisturbed step time.
 */
import { invariant } from '@railyard/base';

/** Work may miss the target by this share of a stretch of training, and counts as done. */
const ROUNDING = 1e-12;

export class CheckpointCycle {
  /** Work done that stands so far. */
  work = 0;
  /** Checkpoints taken that still exist: number 0 is the start. */
  index = 0;
  private positionS = 0;
  /** Position in the interval at which the last work was done. */
  private doneAtS = 0;
  private committed = 0;
  private previous = 0;
  /** Work at checkpoint i: the last run that starts at or before i gives workAt + (i - first) x workEach. */
  private runs = 0;
  private first = new Float64Array(256);
  private workAt = new Float64Array(256);
  private workEach = new Float64Array(256);

  constructor(
    private readonly intervalS: number,
    private readonly stallS: number,
    private readonly persistS: number,
    private readonly target: number,
  ) {}

  reset(): void {
    this.work = 0;
    this.index = 0;
    this.runs = 0;
    this.restartFrom(0, 0);
    this.note(0, 0, 0);
  }

  /**
   * Runs for `seconds`, gaining `rate` work for each second of training; returns the seconds of training, the
   * rest was stall.
   */
  advance(seconds: number, rate: number): number {
    const cycleS = this.intervalS + this.stallS;
    const toEnd = cycleS - this.positionS;
    if (seconds < toEnd) return this.part(seconds, rate);
    let trained = this.part(toEnd, rate);
    this.commit();
    let rest = seconds - toEnd;
    const cycles = Math.floor(rest / cycleS);
    if (cycles > 0) {
      const each = this.intervalS * rate;
      this.note(this.index + 1, this.work + each, each);
      this.index += cycles;
      this.work += cycles * each;
      this.previous = this.work - each;
      this.committed = this.work;
      trained += cycles * this.intervalS;
      rest = Math.max(0, rest - cycles * cycleS);
    }
    return trained + this.part(rest, rate);
  }

  /**
   * Seconds until the target is reached and its last checkpoint taken. The stall of that one goes on at any
   * rate: the rest of one stall is left, whether it closes an interval or a part of one.
   */
  finishIn(rate: number): number {
    if (this.work >= this.target)
      return this.committed >= this.target ? 0 : Math.max(0, this.doneAtS + this.stallS - this.positionS);
    if (rate === 0 || this.target === Infinity) return Infinity;
    const needS = (this.target - this.work) / rate;
    const leftS = Math.max(0, this.intervalS - this.positionS);
    if (needS <= leftS * (1 + ROUNDING)) return needS + this.stallS;
    const beyondS = needS - leftS;
    const full = Math.max(0, Math.ceil(beyondS / this.intervalS - 1e-9) - 1);
    return (
      this.intervalS +
      this.stallS -
      this.positionS +
      full * (this.intervalS + this.stallS) +
      (beyondS - full * this.intervalS) +
      this.stallS
    );
  }

  /** Goes back to the newest checkpoint that is safe in storage; returns the work lost. */
  loseUnsaved(): number {
    if (this.positionS < this.persistS && this.committed > this.previous)
      return this.rollBackTo(this.index - 1);
    const lost = this.work - this.committed;
    this.work = this.committed;
    this.restartFrom(this.committed, 0);
    return lost;
  }

  /**
   * Goes back to a copy outside storage, whose work is not below that of the newest checkpoint; returns the
   * work lost. A checkpoint that is being written is finished from the copy.
   */
  loseBackTo(work: number): number {
    const lost = this.work - work;
    this.work = work;
    this.previous = this.committed;
    this.positionS = 0;
    return lost;
  }

  /** Work of the newest checkpoint that is safe in storage. */
  get safe(): number {
    return this.positionS < this.persistS && this.committed > this.previous ? this.previous : this.committed;
  }

  /** Goes back to checkpoint `index`; returns the work lost. */
  rollBackTo(index: number): number {
    const newest = this.index;
    if (index < 0 || index > newest)
      invariant(false, 'a job rolls back to a checkpoint that it took', { index, newest });
    const target = this.workOf(index);
    const lost = this.work - target;
    while (this.runs > 0 && this.first[this.runs - 1] > index) this.runs -= 1;
    this.index = index;
    this.work = target;
    this.restartFrom(target, 0);
    return lost;
  }

  /** Takes a checkpoint now, outside the rhythm, and waits until it is safe. */
  save(): void {
    this.commit();
    this.previous = this.committed;
  }

  workOf(index: number): number {
    let run = this.runs - 1;
    while (this.first[run] > index) run -= 1;
    return this.workAt[run] + (index - this.first[run]) * this.workEach[run];
  }

  private part(seconds: number, rate: number): number {
    const trained = this.work >= this.target ? 0 : this.train(seconds, rate);
    this.positionS += seconds;
    return trained;
  }

  /** Trains in the present interval until it or the work ends; returns the seconds of training. */
  private train(seconds: number, rate: number): number {
    const trained = Math.min(seconds, Math.max(0, this.intervalS - this.positionS));
    const needed = this.target - this.work;
    if (trained * rate < needed * (1 - ROUNDING)) {
      this.work += trained * rate;
      return trained;
    }
    const untilDone = Math.min(trained, needed / rate);
    this.work = this.target;
    this.doneAtS = this.positionS + untilDone;
    return untilDone;
  }

  private commit(): void {
    this.previous = this.committed;
    this.committed = this.work;
    this.positionS = 0;
    this.index += 1;
    this.note(this.index, this.work, 0);
  }

  private note(first: number, work: number, each: number): void {
    const run = this.runs;
    if (run === this.first.length) this.grow();
    this.first[run] = first;
    this.workAt[run] = work;
    this.workEach[run] = each;
    this.runs = run + 1;
  }

  private grow(): void {
    const doubled = (of: Float64Array): Float64Array<ArrayBuffer> => {
      const more = new Float64Array(of.length * 2);
      more.set(of);
      return more;
    };
    this.first = doubled(this.first);
    this.workAt = doubled(this.workAt);
    this.workEach = doubled(this.workEach);
  }

  private restartFrom(work: number, positionS: number): void {
    this.committed = work;
    this.previous = work;
    this.positionS = positionS;
  }
}
