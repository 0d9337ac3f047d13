/**
 * How many entries of the queue hold so many runs. A batch of a sweep ends in a small entry, and what was
 * given back comes in small ones: counted by such a one alone, a runner would take entries of hundreds of
 * runs, and give most of them back.
 */
const REMEMBERED = 8;

export class EntrySizes {
  private sizes: readonly number[] = [];

  /** An entry of so many runs was taken. */
  add(runs: number): void {
    this.sizes = [...this.sizes, Math.max(1, runs)].slice(-REMEMBERED);
  }

  /** Entries that hold at least so many runs where each is as large as the largest of the latest. */
  entriesOf(runs: number): number {
    return Math.ceil(runs / Math.max(1, ...this.sizes));
  }
}
