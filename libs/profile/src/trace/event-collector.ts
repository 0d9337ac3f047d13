/** Picks what is of use from the events of a trace: device work, launches, annotated ranges. */
import { mayBeOfUse, sortOf } from './categories.js';
import { CollectiveTable } from './collective-calls.js';
import { CollectedWork } from './device-work.js';
import { type JsonObject, TraceError } from './element-text.js';
import { type TraceEventHandler } from './json-events.js';
import { Launches } from './launches.js';
import { type PageStore } from './paged-table.js';
import { kernelKind, type KindRule } from '../kernels/index.js';

export interface Annotation {
  readonly name: string;
  readonly thread: number;
  readonly startUs: number;
  readonly endUs: number;
}

/** What was understood of a trace, and what was not. */
export interface ReadCounts {
  readonly events: number;
  readonly work: number;
  readonly launches: number;
  readonly annotations: number;
  /** Metadata, counters, arrows, host operations: not needed. */
  readonly other: number;
  /** Device work that ends before it begins (a lost end stamp): it counts as of no length. */
  readonly clamped: number;
  /** Device work, launches and ranges without a time: left out. */
  readonly withoutTime: number;
}

export const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {};
export const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** A number, or the digits at the end of a text such as `stream 7`. */
function trailingNumber(value: unknown): number {
  const digits = typeof value === 'string' ? /(\d+)\s*$/.exec(value)?.[1] : undefined;
  return digits === undefined ? numberOr(value, 0) : Number(digits);
}

/** Ranks of a trace that Railyard wrote are named so. */
const TWIN_RANK = /^rank \d+: stages /;
/** Of its slices those of a bubble are no work. */
const twinSort = (category: unknown): 'work' | undefined => (category === 'bubble' ? undefined : 'work');

export class EventCollector implements TraceEventHandler {
  readonly work: CollectedWork;
  readonly launches: Launches;
  readonly collectives = new CollectiveTable();
  readonly annotations: Annotation[] = [];
  readonly headers = new Map<string, unknown>();
  private readonly nameIds = new Map<string, number>();
  private readonly twinRanks = new Set<unknown>();
  private events = 0;
  private clamped = 0;
  private withoutTime = 0;

  constructor(
    private readonly mostRecords: number,
    private readonly kinds: readonly KindRule[] = [],
    store?: PageStore,
  ) {
    this.work = new CollectedWork(store);
    this.launches = new Launches(store);
  }

  get counts(): ReadCounts {
    const { events, clamped, withoutTime } = this;
    const [work, launches, annotations] = [this.work.length, this.launches.length, this.annotations.length];
    const other = events - work - launches - annotations - withoutTime;
    return { events, work, launches, annotations, other, clamped, withoutTime };
  }

  header(key: string, value: unknown): void {
    this.headers.set(key, value);
  }

  wants(text: string): boolean {
    this.events += 1;
    return mayBeOfUse(text);
  }

  event(event: JsonObject, offset: number): void {
    if (event.ph === 'M') return this.noteRank(event);
    if (event.ph !== 'X') return;
    const sort = this.twinRanks.has(event.pid) ? twinSort(event.cat) : sortOf(event.cat);
    if (sort === undefined) return;
    const startUs = timeOf(event.ts);
    const durationUs = timeOf(event.dur);
    if (startUs === undefined || (durationUs === undefined && sort !== 'launch')) this.withoutTime += 1;
    else if (sort === 'work') this.addWork(event, startUs, durationUs ?? 0, offset);
    else if (sort === 'launch') this.addLaunch(event, startUs, offset);
    else this.addAnnotation(event, startUs, durationUs ?? 0, offset);
  }

  private noteRank({ name, pid, args }: JsonObject): void {
    if (name === 'process_name' && TWIN_RANK.test(String(objectOf(args).name))) this.twinRanks.add(pid);
  }

  private addWork(event: JsonObject, startUs: number, durationUs: number, offset: number): void {
    this.bound(this.work.length, offset);
    if (durationUs < 0) this.clamped += 1;
    const args = objectOf(event.args);
    const device = numberOr(args.device, numberOr(event.pid, 0));
    const nameId = this.nameId(String(event.name));
    if (this.work.kinds[nameId] === 'communication')
      this.collectives.add(String(event.name), args, device, Math.max(0, durationUs));
    this.work.add(nameId, {
      stream: numberOr(args.stream, trailingNumber(event.tid)),
      device,
      startUs,
      durationUs: Math.max(0, durationUs),
      correlation: numberOr(args.correlation, -1),
    });
  }

  private nameId(name: string): number {
    const known = this.nameIds.get(name);
    if (known !== undefined) return known;
    const id = this.work.names.push(name) - 1;
    this.work.kinds.push(kernelKind(name, this.kinds));
    this.nameIds.set(name, id);
    return id;
  }

  private addLaunch(event: JsonObject, atUs: number, offset: number): void {
    const { correlation } = objectOf(event.args);
    if (typeof correlation !== 'number') return;
    this.bound(this.launches.length, offset);
    this.launches.add(correlation, atUs, trailingNumber(event.tid));
  }

  private addAnnotation(event: JsonObject, startUs: number, durationUs: number, offset: number): void {
    this.bound(this.annotations.length, offset);
    const thread = trailingNumber(event.tid);
    this.annotations.push({ name: String(event.name), thread, startUs, endUs: startUs + durationUs });
  }

  private bound(count: number, offset: number): void {
    if (count >= this.mostRecords)
      throw new TraceError(
        offset,
        `A trace must have at most ${this.mostRecords} records of one sort.`,
        'Use a recording of fewer steps.',
      );
  }
}

/** Microseconds: a number, or one written as text. */
function timeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
