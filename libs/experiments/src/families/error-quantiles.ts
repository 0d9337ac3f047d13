/** Quantiles of measured errors. */
import { quantileSorted } from 'simple-statistics';

export type Interval = readonly [low: number, high: number];

/** Share of jobs on either side of an interval. */
const TAIL = 0.05;

export function errorQuantiles(errorsPct: readonly number[]): { medianPct: number; p90Pct: number } {
  const absolute = errorsPct.map(Math.abs).sort((a, b) => a - b);
  if (absolute.length === 0) return { medianPct: NaN, p90Pct: NaN };
  return { medianPct: quantileSorted(absolute, 0.5), p90Pct: quantileSorted(absolute, 0.9) };
}

export const median = (values: readonly number[]): number =>
  quantileSorted(
    values.toSorted((a, b) => a - b),
    0.5,
  );

/**
 * Holds 90 % of new values drawn as these were: between the order statistics (n + 1) x 0.05 from either end,
 * so that few values give their own range.
 */
export function interval(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length === 0 ? [1, 1] : [orderStatistic(sorted, TAIL), orderStatistic(sorted, 1 - TAIL)];
}

/** Linear between order statistics, at place p (n + 1) counted from 1, within the first and the last. */
function orderStatistic(sorted: readonly number[], p: number): number {
  const place = Math.min(sorted.length, Math.max(1, p * (sorted.length + 1))) - 1;
  const below = Math.floor(place);
  const low = sorted[below] ?? NaN;
  const high = sorted[below + 1] ?? low;
  return low + (place - below) * (high - low);
}
