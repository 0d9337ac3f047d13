/**
 * Identifiers of rows. They start with a letter and hold no colon, as the queue demands, and sort by time of
 * creation.
 */
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
const SEQUENCE_DIGITS = 4;
const RANDOM_DIGITS = 12;

let sequence = 0;

/** `run-` and 26 digits: milliseconds, a counter within this process, 60 random bits. */
export function newRunId(nowMs: number): string {
  return `run-${sortable(nowMs)}`;
}

/** `sweep-` and digits of the same kind. */
export function newSweepId(nowMs: number): string {
  return `sweep-${sortable(nowMs)}`;
}

function sortable(nowMs: number): string {
  sequence = (sequence + 1) % 32 ** SEQUENCE_DIGITS;
  return `${digits(nowMs, TIME_DIGITS)}${digits(sequence, SEQUENCE_DIGITS)}${randomDigits(RANDOM_DIGITS)}`;
}

export const RUN_ID_PATTERN = /^run-[0-9a-hjkmnp-tv-z]{26}$/;

export const SWEEP_ID_PATTERN = /^sweep-[0-9a-hjkmnp-tv-z]{26}$/;

export function newKeyId(): string {
  return `key-${randomDigits(12)}`;
}

function digits(value: number, count: number): string {
  let text = '';
  for (let rest = value; text.length < count; rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text;
  return text;
}

function randomDigits(count: number): string {
  return Array.from(randomBytes(count), (byte) => ALPHABET[byte % 32]).join('');
}
