/** Times and durations as tables write them. */
import { isoSeconds, RecordedLogError } from '../faults/index.js';
import { type LogContext, required, US, zonedUs } from './log-event.js';

const QUARTER = /^(\d{4})[- ]?Q([1-4])$/i;
const DAY = /^\d{4}-\d\d-\d\d$/;
const SECONDS_PER_QUARTER = 365.25 * 21_600;
/** Numbers from here on are times since 1970; smaller ones count from the start of the log. */
const EPOCH_FROM = 1e9;

/** Microseconds since 1970 UTC, and by how much the event may lie off. @throws RecordedLogError */
export function cellTimeUs(
  cell: string,
  line: number,
  context: LogContext,
): { readonly timeUs: number; readonly errorS: number } {
  const number = cell === '' ? NaN : Number(cell);
  if (Number.isFinite(number)) return { timeUs: numberUs(number, line, context), errorS: 0 };
  const [, year, quarter] = QUARTER.exec(cell) ?? [];
  if (year !== undefined && quarter !== undefined) {
    const [from, to] = [0, 3].map((months) => Date.UTC(Number(year), 3 * (Number(quarter) - 1) + months, 1));
    return { timeUs: (((from ?? 0) + (to ?? 0)) / 2) * 1000, errorS: SECONDS_PER_QUARTER / 2 };
  }
  const text = DAY.test(cell) ? `${cell} 12:00:00` : cell.replace('_', ' ');
  const seconds = isoSeconds(text);
  if (seconds === undefined)
    throw new RecordedLogError(
      line,
      `A time must be an ISO time, a number or a quarter (got "${cell}").`,
      'Use for example 2026-03-01T06:00:00Z.',
    );
  const errorS = DAY.test(cell) ? 43_200 : 0;
  if (seconds !== 'no-zone') return { timeUs: Math.round(seconds * US), errorS };
  const zone = required(context.zone, 'zone', 'Give the time zone of the stamps with --zone.');
  return { timeUs: zonedUs(Math.round(Number(isoSeconds(`${text}Z`)) * US), zone), errorS };
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970 by size; less counts from `from`. */
function numberUs(number: number, line: number, { from }: LogContext): number {
  if (number < 0)
    throw new RecordedLogError(line, `A time must be at least 0 (got ${number}).`, 'Correct the row.');
  if (number < EPOCH_FROM) return (Number(isoSeconds(from ?? '1970-01-01T00:00:00Z')) + number) * US;
  if (number < 1e11) return number * US;
  if (number < 1e14) return number * 1e3;
  return number < 1e17 ? number : number / 1e3;
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/us$/i, 1e-6],
  [/ms$/i, 1e-3],
  [/min(?:utes)?$/i, 60],
  [/(?:h|hours)$/i, 3600],
];

/** By the unit that the column's name ends in; seconds without one. Undefined for an empty cell. */
export function durationSeconds(cell: string, column: string, line: number): number | undefined {
  if (cell === '') return undefined;
  const clock = /^(?:(\d+)-)?(\d+):(\d\d):(\d\d)$/.exec(cell);
  if (clock !== null) {
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map((part) => Number(part ?? 0));
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  }
  const value = Number(cell);
  if (!Number.isFinite(value) || value < 0)
    throw new RecordedLogError(
      line,
      `A duration must be a number of at least 0 (got "${cell}").`,
      'Use seconds, or hours:minutes:seconds.',
    );
  return value * (UNITS.find(([unit]) => unit.test(column))?.[1] ?? 1);
}
