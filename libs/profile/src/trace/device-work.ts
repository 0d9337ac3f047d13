/** Kernels, copies and fills of a device, in columns: a trace may hold millions. Times in microseconds. */
import { elementAt } from '@railyard/base';
import { type KernelKind } from '../kernels/index.js';
import { grown, inOrder } from './growing.js';

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

  /** The work of one device, by start and then by stream. */
  ofDevice(device: number): DeviceWork {
    const { starts, streams, devices, length } = this;
    const rows = new Uint32Array(length);
    let count = 0;
    for (let row = 0; row < length; row += 1) if (devices[row] === device) rows[count++] = row;
    const order = rows.subarray(0, count).sort((a, b) => {
      const later = elementAt(starts, a) - elementAt(starts, b);
      return later === 0 ? elementAt(streams, a) - elementAt(streams, b) || a - b : later;
    });
    const work = new DeviceWork(this.names, this.kinds);
    work.length = count;
    work.starts = inOrder(starts, order);
    work.durations = inOrder(this.durations, order);
    work.correlations = inOrder(this.correlations, order);
    work.nameIds = inOrder(this.nameIds, order);
    work.streams = inOrder(streams, order);
    work.devices = inOrder(devices, order);
    return work;
  }
}
