/** Launches of device work by the host, found by their correlation id. */
import { elementAt } from '@railyard/base';
import { grown, inOrder } from './growing.js';
import { sortedRows } from './row-order.js';

export class Launches {
  length = 0;
  /** [launch] when, microseconds; by which thread; correlation id */
  times = new Float64Array(64);
  threads = new Float64Array(64);
  private correlations = new Float64Array(64);
  private sorted = true;

  add(correlation: number, atUs: number, thread: number): void {
    const row = this.length;
    this.length += 1;
    this.times = grown(this.times, this.length);
    this.threads = grown(this.threads, this.length);
    this.correlations = grown(this.correlations, this.length);
    this.times[row] = atUs;
    this.threads[row] = thread;
    this.correlations[row] = correlation;
    this.sorted &&= row === 0 || correlation >= elementAt(this.correlations, row - 1);
  }

  /** Row of the last launch with this id; -1 when the trace has none. */
  find(correlation: number): number {
    if (!this.sorted) this.putInOrder();
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (elementAt(this.correlations, middle) <= correlation) low = middle + 1;
      else high = middle;
    }
    return low > 0 && elementAt(this.correlations, low - 1) === correlation ? low - 1 : -1;
  }

  private putInOrder(): void {
    const { correlations } = this;
    const order = sortedRows(
      Uint32Array.from({ length: this.length }, (_, row) => row),
      (a, b) => elementAt(correlations, a) - elementAt(correlations, b),
    );
    this.times = inOrder(this.times, order);
    this.threads = inOrder(this.threads, order);
    this.correlations = inOrder(correlations, order);
    this.sorted = true;
  }
}
