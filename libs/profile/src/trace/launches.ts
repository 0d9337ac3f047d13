/** Launches of device work by the host, found by their correlation id. */
import { elementAt } from '@railyard/base';
import { PagedTable, type PageStore, ROWS_OF_A_PAGE } from './paged-table.js';
import { sortedRows } from './row-order.js';

/** Columns of the table. */
const [CORRELATION, TIME, THREAD] = [0, 1, 2] as const;
const WIDTH = 3;

export class Launches {
  private table: PagedTable;
  private sorted = true;
  /** [page] id of its first launch: a search opens one page alone. */
  private firsts: number[] = [];
  /** After the launch that was found last: work comes nearly in the order of its launches. */
  private next = 0;

  constructor(store?: PageStore) {
    this.table = new PagedTable(WIDTH, store);
  }

  get length(): number {
    return this.table.length;
  }

  add(correlation: number, atUs: number, thread: number): void {
    const { row, length } = this.table;
    this.sorted &&= length === 0 || correlation >= elementAt(row, CORRELATION);
    if (length % ROWS_OF_A_PAGE === 0) this.firsts.push(correlation);
    row[CORRELATION] = correlation;
    row[TIME] = atUs;
    row[THREAD] = thread;
    this.table.push();
  }

  /** When, microseconds. */
  time(launch: number): number {
    return this.table.at(launch, TIME);
  }

  thread(launch: number): number {
    return this.table.at(launch, THREAD);
  }

  /** Row of the last launch with this id; -1 when the trace has none. */
  find(correlation: number): number {
    if (!this.sorted) this.putInOrder();
    const found = this.isLast(this.next, correlation) ? this.next : this.search(correlation);
    if (found >= 0) this.next = found + 1;
    return found;
  }

  private isLast(row: number, correlation: number): boolean {
    const { table } = this;
    if (row >= table.length || table.at(row, CORRELATION) !== correlation) return false;
    return row + 1 === table.length || table.at(row + 1, CORRELATION) !== correlation;
  }

  private search(correlation: number): number {
    const { table, firsts } = this;
    const page = countUntil(0, firsts.length, (at) => elementAt(firsts, at) <= correlation) - 1;
    if (page < 0) return -1;
    const from = page * ROWS_OF_A_PAGE;
    const last =
      countUntil(
        from,
        Math.min(table.length, from + ROWS_OF_A_PAGE),
        (row) => table.at(row, CORRELATION) <= correlation,
      ) - 1;
    return table.at(last, CORRELATION) === correlation ? last : -1;
  }

  private putInOrder(): void {
    const { table } = this;
    const order = sortedRows(
      Uint32Array.from({ length: table.length }, (_, row) => row),
      (a, b) => table.at(a, CORRELATION) - table.at(b, CORRELATION),
    );
    this.table = table.inOrder(order);
    this.firsts = this.firsts.map((_, page) => this.table.at(page * ROWS_OF_A_PAGE, CORRELATION));
    this.sorted = true;
  }
}

/** The first of [from, to) for which `holds` does not, where it holds for all before it. */
function countUntil(from: number, to: number, holds: (at: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
