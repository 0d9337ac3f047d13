/** Durations as people type them: `90s`, `10m`, `1h30m`. */
import { InvalidArgumentError } from 'commander';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const FORM = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|[smhd])/g;
/** A timer of Node counts to 2^31 - 1 ms. */
const MOST_DAYS = 24;

/** Milliseconds. @throws InvalidArgumentError when it is none, nothing, or too long for a timer. */
export function duration(words: string): number {
  if (!FORM.test(words)) throw new InvalidArgumentError('Use a duration, for example 90s, 10m or 1h30m.');
  const ms = [...words.matchAll(PART)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS],
    0,
  );
  if (ms < 1 || ms > MOST_DAYS * UNIT_MS.d)
    throw new InvalidArgumentError(`Use a duration from 1ms to ${MOST_DAYS}d.`);
  return Math.round(ms);
}
