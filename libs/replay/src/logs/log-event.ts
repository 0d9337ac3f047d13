/** What an operator's log says happened: events, not lines. Times are microseconds since 1970 UTC. */
import { isoSeconds, RecordedLogError } from '../faults/index.js';
import { type JobEffect } from './xid-codes.js';

export interface LogEvent {
  readonly timeUs: number;
  readonly node: string;
  /** `gpu@0000:3b:00`, `gpu2`, `nvswitch1`, `n055/1`, `job 9001`. */
  readonly component: string;
  /** Code of the driver, or what the log calls it. */
  readonly code: number | string;
  readonly kind?: 'sxid';
  readonly class: string;
  readonly jobEffect: JobEffect;
  readonly action: string;
  /** Class of faults of a profile that stands for it; empty where it costs nothing. */
  readonly faultClass: string;
  /** Codes and marks of the lines that are this one event, where there are several. */
  readonly merged?: readonly (number | string)[];
  /** Seconds that the component was out; null where the log ends before. */
  readonly durationS?: number | null;
  /** How late the time may be. */
  readonly timeErrorS?: number;
  readonly count?: number;
  /** Rack, cage, batch: what several nodes have in common. */
  readonly group?: string;
  readonly link?: number;
  /** From the fault until somebody knew. */
  readonly detectS?: number;
  /** From the end of the job's part to its next start. */
  readonly downS?: number;
  /** Until its work was taken from the node, and time in which no other node was free. */
  readonly evictS?: number;
  readonly noSpareS?: number;
  /** Who is probably to blame. */
  readonly suspect?: string;
}

/** What the log itself does not say. */
export interface LogContext {
  readonly node?: string;
  /** Start of the kernel's clock, ISO with a zone. */
  readonly bootTime?: string;
  /** IANA name, of stamps without a zone. */
  readonly zone?: string;
  /** Year of the first line, of stamps without a year. */
  readonly year?: number;
  readonly job?: string;
  readonly gpusPerNode?: number;
  /** Time between two samples. */
  readonly stepS?: number;
  /** Start of the job, ISO with a zone, of times that count from there. */
  readonly from?: string;
  /** Columns of a table by what they hold: `{ time: 'when' }`. */
  readonly map?: Readonly<Record<string, string>>;
  /** Fault classes of a table's own words: `{ 'GPU lost': 'gpu_hard' }`. */
  readonly classes?: Readonly<Record<string, string>>;
}

export interface LogReading {
  readonly format: string;
  readonly events: readonly LogEvent[];
  /** Lines (samples, rows) read, and those of them that say nothing about a fault. */
  readonly read: number;
  readonly ignored: number;
  readonly notes: readonly string[];
}

export const US = 1e6;

export function required<T>(value: T | undefined, name: string, hint: string): T {
  if (value === undefined) throw new RecordedLogError(1, `${name} is required by this kind of log.`, hint);
  return value;
}

export function isoUs(text: string, line: number): number {
  const seconds = isoSeconds(text);
  if (typeof seconds !== 'number')
    throw new RecordedLogError(
      line,
      `A time must be an ISO time with a zone (got "${text}").`,
      'Use for example 2026-03-01T06:00:00Z.',
    );
  return Math.round(seconds * US);
}

/** As ISO, with as many digits as the time has: seconds, milliseconds or microseconds. */
export function isoOf(timeUs: number): string {
  const part = partsOf(timeUs, 'UTC');
  const two = (name: Part): string => String(part(name)).padStart(2, '0');
  const day = `${part('year')}-${two('month')}-${two('day')}`;
  const whole = `${day}T${two('hour')}:${two('minute')}:${two('second')}`;
  const digits = String(timeUs - Math.floor(timeUs / US) * US).padStart(6, '0');
  if (digits === '000000') return `${whole}Z`;
  return `${whole}.${digits.endsWith('000') ? digits.slice(0, 3) : digits}Z`;
}

/**
 * Microseconds since 1970 of a wall-clock time in a zone. Of a time that the zone's clock shows twice the
 * earlier one is meant, one that it skips counts from before.
 * @param wallUs the same clock time as if it were UTC
 */
export function zonedUs(wallUs: number, zone: string): number {
  if (zone === 'UTC') return wallUs;
  let timeUs = wallUs - offsetUs(wallUs, zone);
  timeUs = wallUs - offsetUs(timeUs, zone);
  return timeUs;
}

function offsetUs(timeUs: number, zone: string): number {
  const part = partsOf(timeUs, zone);
  const [year, month, day] = [part('year'), part('month') - 1, part('day')];
  const shown = Date.UTC(year, month, day, part('hour'), part('minute'), part('second'));
  return shown * 1000 - Math.floor(timeUs / US) * US;
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** What a calendar and a clock of the zone show. */
function partsOf(timeUs: number, zone: string): (name: Part) => number {
  const milliseconds = Math.floor(timeUs / US) * 1000;
  const parts = formatOf(zone).formatToParts(milliseconds);
  const values = new Map<string, number>(parts.map(({ type, value }) => [type, Number(value)]));
  return (name) => values.get(name) ?? 0;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known !== undefined) return known;
  try {
    const numeric = 'numeric' as const;
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    FORMATS.set(zone, format);
    return format;
  } catch {
    throw new RecordedLogError(
      1,
      `zone must be the name of a time zone (got ${zone}).`,
      'Use for example UTC or Asia/Shanghai.',
    );
  }
}
