/**
 * Times of a recorded log: seconds since the start of the job or, where the start is given, clock times as
 * ISO 8601 with a zone or as seconds, milliseconds, microseconds or nanoseconds since 1970 UTC.
 */
import { RecordedLogError } from './log-lines.js';

/** Numbers from here on are times since 1970 and not of a job: 31 years. */
const EPOCH_FROM = 1e9;
const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)([.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Seconds since the start of the job.
 * @param startS start of the job, seconds since 1970 UTC; undefined: times count from the start
 * @throws RecordedLogError where the cell is no such time, or lies before the start
 */
export function readTime(cell: string, startS: number | undefined, line: number): number {
  const value = cell === '' ? NaN : Number(cell);
  if (Number.isFinite(value)) {
    if (value < EPOCH_FROM && startS === undefined) return notNegative(value, line);
    if (value < EPOCH_FROM)
      throw new RecordedLogError(
        line,
        `timeS must be a clock time, as the start of the job is one (got ${cell}).`,
        'Leave --log-start out for seconds since the start.',
      );
    return sinceStart(epochSeconds(value), startS, cell, line);
  }
  const clockS = isoSeconds(cell);
  if (clockS === undefined)
    throw new RecordedLogError(
      line,
      `timeS must be a number of seconds or an ISO time with a zone (got "${cell}").`,
      'Use for example 3600, or 2026-03-01T06:00:00Z.',
    );
  if (clockS === 'no-zone')
    throw new RecordedLogError(
      line,
      `timeS must have a zone (got "${cell}").`,
      'Add Z or an offset such as +02:00.',
    );
  return sinceStart(clockS, startS, cell, line);
}

function sinceStart(clockS: number, startS: number | undefined, cell: string, line: number): number {
  if (startS === undefined)
    throw new RecordedLogError(
      line,
      `timeS must be seconds since the start of the job, or the start be known (got clock time ${cell}).`,
      'Give it with --log-start, for example 2026-03-01T06:00:00Z.',
    );
  const timeS = clockS - startS;
  if (timeS < 0)
    throw new RecordedLogError(
      line,
      `timeS must not lie before the start of the job (got ${-timeS} s before it).`,
      'Check --log-start, or leave out what came before.',
    );
  return timeS;
}

function notNegative(value: number, line: number): number {
  if (value < 0)
    throw new RecordedLogError(
      line,
      `timeS must be at least 0 (got ${value}).`,
      'Use seconds since the start of the job.',
    );
  return value;
}

/** The unit follows from the size: a present time has 10, 13, 16 or 19 digits. */
function epochSeconds(value: number): number {
  if (value < 1e11) return value;
  if (value < 1e14) return value / 1e3;
  return value < 1e17 ? value / 1e6 : value / 1e9;
}

/** Seconds since 1970 UTC of an ISO time; undefined when it is none, `no-zone` when it does not say where. */
export function isoSeconds(text: string): number | 'no-zone' | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  if (zone === undefined) return 'no-zone';
  const date = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = date;
  const days = daysFromCivil(y, mo, d);
  if (mo < 1 || mo > 12 || d < 1 || d > daysInMonth(y, mo) || h > 23 || mi > 59 || s > 60) return undefined;
  const offset = zone === 'Z' ? 0 : offsetSeconds(zone);
  const part = fraction === undefined ? 0 : Number(`0.${fraction.slice(1)}`);
  return days * 86_400 + h * 3600 + mi * 60 + s + part - offset;
}

function offsetSeconds(zone: string): number {
  const digits = zone.replace(/[^0-9]/g, '');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}

/** Days from 1970-01-01 in the Gregorian calendar (H. Hinnant, chrono-compatible date algorithms). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  return next - daysFromCivil(year, month, 1);
}
