/** The work of one device with the kind of every kernel, and sums over some of its rows. */
import { elementAt } from '@railyard/base';
import { type KernelKind, isCommunication } from '../kernels/index.js';
import { type DeviceWork } from '../trace/index.js';
import { type Intervals, unionOf } from './intervals.js';

/** Milliseconds in a microsecond. */
export const MS = 1e-3;

export class SortedWork {
  /** [name] */
  private readonly kinds: readonly KernelKind[];

  constructor(readonly work: DeviceWork) {
    this.kinds = work.kinds;
  }

  get originUs(): number {
    return elementAt(this.work.starts, 0);
  }

  kind(row: number): KernelKind {
    return elementAt(this.kinds, elementAt(this.work.nameIds, row));
  }

  /** Every kernel by its own name: streams mix computation and communication. */
  communicates(row: number): boolean {
    return isCommunication(this.kind(row));
  }

  end(row: number): number {
    return elementAt(this.work.starts, row) + elementAt(this.work.durations, row);
  }

  /** Rows of all work for which `keep` holds, in order. */
  rows(keep: (row: number) => boolean = () => true): Uint32Array {
    const rows = new Uint32Array(this.work.length);
    let count = 0;
    for (let row = 0; row < this.work.length; row += 1) if (keep(row)) rows[count++] = row;
    return rows.subarray(0, count);
  }

  /** Union of the rows' times; the rows come in order. */
  busy(rows: ArrayLike<number>): Intervals {
    const { starts } = this.work;
    return unionOf(
      rows.length,
      (index) => elementAt(starts, elementAt(rows, index)),
      (index) => this.end(elementAt(rows, index)),
    );
  }

  kindTimes(rows: ArrayLike<number>): Partial<Record<KernelKind, number>> {
    const times: Partial<Record<KernelKind, number>> = {};
    for (let index = 0; index < rows.length; index += 1) {
      const row = elementAt(rows, index);
      const kind = this.kind(row);
      times[kind] = (times[kind] ?? 0) + elementAt(this.work.durations, row) * MS;
    }
    return times;
  }

  /** What takes most of the rows' time. */
  roleOf(rows: ArrayLike<number>): 'compute' | 'communication' {
    let all = 0;
    let moving = 0;
    for (const [kind, ms] of Object.entries(this.kindTimes(rows)) as [KernelKind, number][]) {
      all += ms;
      if (isCommunication(kind)) moving += ms;
    }
    return moving > all / 2 ? 'communication' : 'compute';
  }
}
