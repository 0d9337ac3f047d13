/** What a trace holds of use, device by device. */
import { type KindRule } from '../kernels/index.js';
import { type CollectiveCalls } from './collective-calls.js';
import { type DeviceWork } from './device-work.js';
import { type Annotation, EventCollector, type ReadCounts, numberOr, objectOf } from './event-collector.js';
import { TraceError } from './element-text.js';
import { TraceEventReader } from './json-events.js';
import { type Launches } from './launches.js';
import { type PageStore } from './paged-table.js';

export type { Annotation, ReadCounts };

/** Records of each sort that a trace may hold in memory: up to 48 bytes each. */
export const MOST_RECORDS = 4_000_000;
/** The same where a store takes what memory need not hold. */
export const MOST_STORED_RECORDS = 64_000_000;

export interface DeviceRecords {
  readonly device: number;
  readonly deviceName: string;
  readonly sms: number;
  /** By start. */
  readonly work: DeviceWork;
  /** What takes most time first. */
  readonly collectives: readonly CollectiveCalls[];
}

export interface TraceRecords {
  readonly traceName: string;
  readonly rank: number;
  readonly worldSize: number;
  /** The device with most work first. */
  readonly devices: readonly [DeviceRecords, ...DeviceRecords[]];
  readonly annotations: readonly Annotation[];
  readonly launches: Launches;
  readonly counts: ReadCounts;
}

/**
 * Collects the records of a trace given as text, or as its decompressed bytes in one or many chunks.
 * @throws TraceError naming the byte: cut-off or malformed JSON, too many records, no device work.
 */
export function readTrace(
  input: string | Uint8Array | Iterable<Uint8Array>,
  mostRecords = MOST_RECORDS,
): TraceRecords {
  const reader = new TraceReader(mostRecords);
  if (typeof input === 'string') reader.push(new TextEncoder().encode(input));
  else if (input instanceof Uint8Array) reader.push(input);
  else for (const chunk of input) reader.push(chunk);
  return reader.end();
}

/** Reads a trace piece by piece, as the pieces arrive. */
export class TraceReader {
  private readonly collector: EventCollector;
  private readonly events: TraceEventReader;

  /**
   * @param kinds rules of the caller's own, before those of the table
   * @param store takes records that memory need not hold; it must last as long as what is read
   */
  constructor(mostRecords = MOST_RECORDS, kinds: readonly KindRule[] = [], store?: PageStore) {
    this.collector = new EventCollector(mostRecords, kinds, store);
    this.events = new TraceEventReader(this.collector);
  }

  /** @throws TraceError naming the byte */
  push(chunk: Uint8Array): void {
    this.events.push(chunk);
  }

  /** @throws TraceError when the trace is cut off or holds no device work */
  end(): TraceRecords {
    this.events.end();
    return recordsOf(this.collector);
  }
}

function recordsOf(collector: EventCollector): TraceRecords {
  const { headers, annotations, launches, counts } = collector;
  const distributed = objectOf(headers.get('distributedInfo'));
  return {
    traceName: String(headers.get('traceName') ?? ''),
    rank: numberOr(distributed.rank, 0),
    worldSize: numberOr(distributed.world_size, 1),
    devices: devicesOf(collector),
    annotations: annotations.sort((a, b) => a.startUs - b.startUs || b.endUs - a.endUs),
    launches,
    counts,
  };
}

function devicesOf({ work, headers, counts, collectives }: EventCollector): TraceRecords['devices'] {
  const header = headers.get('deviceProperties');
  const listed = (Array.isArray(header) ? (header as readonly unknown[]) : []).map(objectOf);
  const [first, ...others] = [...work.byDevice()]
    .sort((a, b) => b.length - a.length || a.device - b.device)
    .map((own): DeviceRecords => {
      const { device } = own;
      const properties = listed.find(({ id }) => id === device) ?? listed[0] ?? {};
      return {
        device,
        deviceName: String(properties.name ?? 'unknown'),
        sms: numberOr(properties.numSms, 0),
        work: own,
        collectives: collectives.ofDevice(device),
      };
    });
  if (first === undefined)
    throw new TraceError(
      0,
      `A trace must hold device work with a time (got none among ${counts.events} events, ` +
        `${counts.withoutTime} of them without a time).`,
      'Use a profile with activities of the device: kernels, copies, fills.',
    );
  return [first, ...others];
}
