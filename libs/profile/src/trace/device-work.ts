/** Kernels, copies and fills of a device, in columns: a trace may hold millions. Times in microseconds. */
import { elementAt } from '@railyard/base';
import { type KernelKind } from '../kernels/index.js';
import { grown, inOrder } from './growing.js';
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

export class DeviceWork {
  length = 0;
  /** [work] start and duration, microseconds */
  starts = new Float64Array(64);
  durations = new Float64Array(64);
  correlations = new Float64Array(64);
  /** [work] index of the name in `names`, stream, device */
  nameIds = new Int32Array(64);
  streams = new Int32Array(64);
  devices = new Int32Array(64);

  constructor(
    readonly names: string[] = [],
    /** [name] */
    readonly kinds: KernelKind[] = [],
  ) {}

  add(nameId: number, item: Omit<WorkItem, 'name' | 'kind'>): void {
    const row = this.length;
    this.length += 1;
    this.starts = grown(this.starts, this.length);
    this.durations = grown(this.durations, this.length);
    this.correlations = grown(this.correlations, this.length);
    this.nameIds = grown(this.nameIds, this.length);
    this.streams = grown(this.streams, this.length);
    this.devices = grown(this.devices, this.length);
    this.starts[row] = item.startUs;
    this.durations[row] = item.durationUs;
    this.correlations[row] = item.correlation;
    this.nameIds[row] = nameId;
    this.streams[row] = item.stream;
    this.devices[row] = item.device;
  }

  at(row: number): WorkItem {
    return {
      name: elementAt(this.names, elementAt(this.nameIds, row)),
      kind: elementAt(this.kinds, elementAt(this.nameIds, row)),
      stream: elementAt(this.streams, row),
      device: elementAt(this.devices, row),
      startUs: elementAt(this.starts, row),
      durationUs: elementAt(this.durations, row),
      correlation: elementAt(this.correlations, row),
    };
  }

  /** The work of each device, by start and then by stream: parts of one table, which holds each row once. */
  byDevice(): readonly DeviceWork[] {
    this.putInOrder();
    const parts: DeviceWork[] = [];
    let from = 0;
    for (let row = 1; row <= this.length; row += 1) {
      if (row < this.length && this.devices[row] === this.devices[from]) continue;
      parts.push(this.part(from, row));
      from = row;
    }
    return parts;
  }

  /** Column by column, so that no more than one is held twice. */
  private putInOrder(): void {
    const { devices, starts, streams, length } = this;
    const order = sortedRows(
      Uint32Array.from({ length }, (_, row) => row),
      (a, b) =>
        elementAt(devices, a) - elementAt(devices, b) ||
        elementAt(starts, a) - elementAt(starts, b) ||
        elementAt(streams, a) - elementAt(streams, b),
    );
    if (order.every((row, at) => row === at)) return;
    this.starts = inOrder(starts, order);
    this.durations = inOrder(this.durations, order);
    this.correlations = inOrder(this.correlations, order);
    this.nameIds = inOrder(this.nameIds, order);
    this.streams = inOrder(streams, order);
    this.devices = inOrder(devices, order);
  }

  private part(from: number, to: number): DeviceWork {
    const part = new DeviceWork(this.names, this.kinds);
    part.length = to - from;
    part.starts = this.starts.subarray(from, to);
    part.durations = this.durations.subarray(from, to);
    part.correlations = this.correlations.subarray(from, to);
    part.nameIds = this.nameIds.subarray(from, to);
    part.streams = this.streams.subarray(from, to);
    part.devices = this.devices.subarray(from, to);
    return part;
  }
}
