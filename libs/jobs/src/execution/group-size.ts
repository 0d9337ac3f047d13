/**
 * How many runs a thread takes at a time: so many that a group lasts a while, one when runs are long or
 * nothing is known of them.
 */
const GROUP_S = 0.5;
const MAX_RUNS = 32;
/** Of the newest run in the mean. */
const WEIGHT = 0.3;
/** A thread's first run compiles the engine as well. */
const WARM_UP_S = 1;
/**
 * A thread of a busy machine may be held up for a moment: that says of its next runs nothing, unless so many
 * that follow each other are slow, or one takes longer than any such moment.
 */
const RECENT = 3;
const LONG_S = 1;

export class GroupSize {
  private meanS: number | null = null;
  private recent: readonly number[] = [];
  private count = 0;

  get value(): number {
    return this.meanS === null ? 1 : Math.max(1, Math.min(MAX_RUNS, Math.floor(GROUP_S / this.meanS)));
  }

  /**
   * Runs that one thread computes in this time; no bound while nothing is known of them but one that may have
   * been slow because it was the first.
   */
  within(seconds: number): number {
    const known = this.meanS !== null && (this.count > 1 || this.meanS > WARM_UP_S);
    if (!known) return Infinity;
    const lastS = this.recent.at(-1) ?? 0;
    const quickestS = lastS > LONG_S ? lastS : Math.min(...this.recent);
    return Math.floor(seconds / Math.min(this.meanS as number, quickestS));
  }

  observe(seconds: number): void {
    this.count += 1;
    this.recent = [...this.recent, seconds].slice(-RECENT);
    this.meanS = this.meanS === null ? seconds : this.meanS + WEIGHT * (seconds - this.meanS);
  }
}
