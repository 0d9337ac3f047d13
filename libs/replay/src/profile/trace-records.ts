/**
 * What a trace holds of use: device work, the launches that it is tied to, and the annotated ranges; in flat
 * arrays.
 */
import { type JsonObject, TraceError, type TraceEventHandler, TraceEventReader } from './json-events.js';

/** Records of each sort that a trace may hold: about 60 bytes each. */
export const MOST_RECORDS = 4_000_000;

/** One kernel, copy or fill. Times in microseconds. */
export interface DeviceWork {
  readonly name: string;
  readonly stream: number;
  readonly device: number;
  readonly startUs: number;
  readonly durationUs: number;
  readonly correlation: number;
  /** Thread blocks; 0 for copies and fills. */
  readonly blocks: number;
}

export interface Annotation {
  readonly name: string;
  readonly thread: number;
  readonly startUs: number;
  readonly endUs: number;
}

export interface Launch {
  readonly atUs: number;
  readonly thread: number;
}

export interface TraceRecords {
  readonly traceName: string;
  readonly deviceName: string;
  readonly sms: number;
  readonly rank: number;
  readonly worldSize: number;
  readonly work: readonly DeviceWork[];
  readonly annotations: readonly Annotation[];
  /** By correlation id. */
  readonly launches: ReadonlyMap<number, Launch>;
}

const DEVICE_CATEGORIES: ReadonlySet<unknown> = new Set(['kernel', 'gpu_memcpy', 'gpu_memset']);
const LAUNCH_CATEGORIES: ReadonlySet<unknown> = new Set(['cuda_runtime', 'cuda_driver']);

const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {};
const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

class RecordCollector implements TraceEventHandler {
  readonly work: DeviceWork[] = [];
  readonly annotations: Annotation[] = [];
  readonly launches = new Map<number, Launch>();
  readonly headers = new Map<string, unknown>();
  /** Kernel names, each kept once. */
  private readonly names = new Map<string, string>();

  constructor(private readonly mostRecords: number) {}

  header(key: string, value: unknown): void {
    this.headers.set(key, value);
  }

  event(event: JsonObject, offset: number): void {
    if (event.ph !== 'X') return;
    if (DEVICE_CATEGORIES.has(event.cat)) this.addWork(event, offset);
    else if (LAUNCH_CATEGORIES.has(event.cat)) this.addLaunch(event, offset);
    else if (event.cat === 'user_annotation') this.addAnnotation(event, offset);
  }

  private addWork(event: JsonObject, offset: number): void {
    this.bound(this.work.length, offset);
    const args = objectOf(event.args);
    const grid = Array.isArray(args.grid)
      ? (args.grid as unknown[]).reduce<number>((product, n) => product * numberOr(n, 1), 1)
      : 0;
    const name = String(event.name);
    let kept = this.names.get(name);
    if (kept === undefined) this.names.set(name, (kept = name));
    this.work.push({
      name: kept,
      stream: numberOr(args.stream, numberOr(event.tid, 0)),
      device: numberOr(args.device, numberOr(event.pid, 0)),
      startUs: time(event, 'ts', offset),
      durationUs: time(event, 'dur', offset),
      correlation: numberOr(args.correlation, -1),
      blocks: grid,
    });
  }

  private addLaunch(event: JsonObject, offset: number): void {
    const { correlation } = objectOf(event.args);
    if (typeof correlation !== 'number') return;
    this.bound(this.launches.size, offset);
    this.launches.set(correlation, { atUs: time(event, 'ts', offset), thread: numberOr(event.tid, 0) });
  }

  private addAnnotation(event: JsonObject, offset: number): void {
    this.bound(this.annotations.length, offset);
    const startUs = time(event, 'ts', offset);
    this.annotations.push({
      name: String(event.name),
      thread: numberOr(event.tid, 0),
      startUs,
      endUs: startUs + time(event, 'dur', offset),
    });
  }

  private bound(count: number, offset: number): void {
    if (count >= this.mostRecords)
      throw new TraceError(offset, `more than ${this.mostRecords} records of one sort`, 'record fewer steps');
  }
}

function time(event: JsonObject, key: 'ts' | 'dur', offset: number): number {
  const value = event[key];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new TraceError(offset, `event "${String(event.name)}" has no number in "${key}"`);
  if (value < 0)
    throw new TraceError(offset, `event "${String(event.name)}" has a negative "${key}": ${value}`);
  return value;
}

/** A trace shows one rank; where it holds other devices too, the one with most work is meant. */
function ofBusiestDevice(work: readonly DeviceWork[]): DeviceWork[] {
  const counts = new Map<number, number>();
  for (const { device } of work) counts.set(device, (counts.get(device) ?? 0) + 1);
  const [busiest] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([device]) => device);
  return work.filter(({ device }) => device === busiest);
}

/**
 * Collects the records of a trace given as text, or as its decompressed bytes in one or many chunks.
 * @throws TraceError naming the byte: cut-off or malformed JSON, negative times, too many records, no device
 * work.
 */
export function readTrace(
  input: string | Uint8Array | Iterable<Uint8Array>,
  mostRecords = MOST_RECORDS,
): TraceRecords {
  const collector = new RecordCollector(mostRecords);
  const reader = new TraceEventReader(collector);
  if (typeof input === 'string') reader.push(new TextEncoder().encode(input));
  else if (input instanceof Uint8Array) reader.push(input);
  else for (const chunk of input) reader.push(chunk);
  reader.end();
  const { headers, annotations, launches } = collector;
  const work = ofBusiestDevice(collector.work);
  if (work.length === 0) throw new TraceError(0, 'the trace holds no kernel', 'profile with CUDA activities');
  const distributed = objectOf(headers.get('distributedInfo'));
  const devices = headers.get('deviceProperties');
  const device = objectOf(Array.isArray(devices) ? (devices as unknown[])[0] : undefined);
  return {
    traceName: String(headers.get('traceName') ?? ''),
    deviceName: String(device.name ?? 'unknown'),
    sms: numberOr(device.numSms, 0),
    rank: numberOr(distributed.rank, 0),
    worldSize: numberOr(distributed.world_size, 1),
    work: work.sort((a, b) => a.startUs - b.startUs || a.stream - b.stream),
    annotations: annotations.sort((a, b) => a.startUs - b.startUs || b.endUs - a.endUs),
    launches,
  };
}
