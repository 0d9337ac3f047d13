/** Kernels, copies and fills of a device: a trace may hold millions. Times in microseconds. */
import { elementAt } from '@railyard/base';
import { type KernelKind } from '../kernels/index.js';
import { PagedTable, type PageStore } from './paged-table.js';
import { sortedRows } from './row-order.js';

/** One kernel, copy or fill. */
export interface WorkItem {
  readonly name: string;
  readonly kind: KernelKind;
  readonly stream: number;
  readonly device: number;
  readonly startUs: number;
  readonly durationUs: number;
  /** Ties it to its launch; -1 when the trace does not say. */
  readonly correlation: number;
}

/** Columns of the table. */
const [START, DURATION, CORRELATION, NAME, STREAM, DEVICE] = [0, 1, 2, 3, 4, 5] as const;
const WIDTH = 6;

/** The work of one device, by start and then by stream. */
export class DeviceWork {
  constructor(
    readonly device: number,
    readonly names: readonly string[],
    /** [name] */
    readonly kinds: readonly KernelKind[],
    private readonly table: PagedTable,
    private readonly from: number,
    readonly length: number,
  ) {}

  start(row: number): number {
    return this.table.at(this.from + row, START);
  }

  duration(row: number): number {
    return this.table.at(this.from + row, DURATION);
  }

  end(row: number): number {
    return this.start(row) + this.duration(row);
  }

  correlation(row: number): number {
    return this.table.at(this.from + row, CORRELATION);
  }

  /** Index of the name in `names`. */
  nameId(row: number): number {
    return this.table.at(this.from + row, NAME);
  }

  stream(row: number): number {
    return this.table.at(this.from + row, STREAM);
  }

  at(row: number): WorkItem {
    return {
      name: elementAt(this.names, this.nameId(row)),
      kind: elementAt(this.kinds, this.nameId(row)),
      stream: this.stream(row),
      device: this.device,
      startUs: this.start(row),
      durationUs: this.duration(row),
      correlation: this.correlation(row),
    };
  }
}

/** Work of all devices as it comes in. */
export class CollectedWork {
  readonly names: string[] = [];
  /** [name] */
  readonly kinds: KernelKind[] = [];
  private table: PagedTable;
  private sorted = true;
  private readonly lengths = new Map<number, number>();

  constructor(store?: PageStore) {
    this.table = new PagedTable(WIDTH, store);
  }

  get length(): number {
    return this.table.length;
  }

  add(nameId: number, item: Omit<WorkItem, 'name' | 'kind'>): void {
    const { row } = this.table;
    if (this.sorted && this.length > 0)
      this.sorted =
        (item.device - elementAt(row, DEVICE) ||
          item.startUs - elementAt(row, START) ||
          item.stream - elementAt(row, STREAM)) >= 0;
    row[START] = item.startUs;
    row[DURATION] = item.durationUs;
    row[CORRELATION] = item.correlation;
    row[NAME] = nameId;
    row[STREAM] = item.stream;
    row[DEVICE] = item.device;
    this.table.push();
    this.lengths.set(item.device, (this.lengths.get(item.device) ?? 0) + 1);
  }

  /** The work of each device: parts of one table, which holds each row once. */
  byDevice(): readonly DeviceWork[] {
    if (!this.sorted) this.putInOrder();
    let from = 0;
    return [...this.lengths]
      .sort(([a], [b]) => a - b)
      .map(([device, length]) => {
        const own = new DeviceWork(device, this.names, this.kinds, this.table, from, length);
        from += length;
        return own;
      });
  }

  private putInOrder(): void {
    const { table } = this;
    const order = sortedRows(
      Uint32Array.from({ length: table.length }, (_, row) => row),
      (a, b) =>
        table.at(a, DEVICE) - table.at(b, DEVICE) ||
        table.at(a, START) - table.at(b, START) ||
        table.at(a, STREAM) - table.at(b, STREAM),
    );
    this.table = table.inOrder(order);
    this.sorted = true;
  }
}
