/** Whether faults of a class keep a constant rate: trend, bathtub, bursts, groups that differ. */
import { log, pow } from '@railyard/base';
import { chiSquaredTail, dispersion, normalTails } from '../formulas/index.js';

const SIGNIFICANT = 0.05;

export interface Trend {
  /** Laplace's test: the mean time of the faults against the middle of the window, standard normal. */
  readonly laplace: number;
  readonly p: number;
  /** Faults in each third of the window. */
  readonly thirds: readonly [first: number, middle: number, last: number];
  readonly verdict: 'steady' | 'rising' | 'falling' | 'bathtub' | 'too-few';
}

const FEWEST = 6;

export function trendOf(times: readonly number[], windowS: number): Trend {
  const n = times.length;
  const thirds: [number, number, number] = [0, 0, 0];
  for (const time of times) thirds[Math.min(2, Math.floor((3 * time) / windowS)) as 0 | 1 | 2] += 1;
  if (n < FEWEST) return { laplace: 0, p: 1, thirds, verdict: 'too-few' };
  const mean = times.reduce((sum, time) => sum + time, 0) / n;
  const laplace = (mean / windowS - 0.5) * Math.sqrt(12 * n);
  const p = normalTails(laplace);
  return { laplace, p, thirds, verdict: verdictOf(laplace, p, thirds) };
}

/** A bathtub is higher at both ends than in the middle; the test of means does not see it. */
function verdictOf(laplace: number, p: number, [first, middle, last]: Trend['thirds']): Trend['verdict'] {
  if (exceeds(first, middle) && exceeds(last, middle)) return 'bathtub';
  if (p >= SIGNIFICANT) return 'steady';
  return laplace > 0 ? 'rising' : 'falling';
}

/** Of two counts over equal times, whether the first is above the second (each half of the level). */
function exceeds(count: number, other: number): boolean {
  if (count <= other) return false;
  return normalTails((count - other - 1) / Math.sqrt(count + other)) < SIGNIFICANT;
}

export interface Bursts {
  /** Variance over mean of the counts of equal windows; 1 for independent faults. */
  readonly dispersion: number;
  readonly windows: number;
  readonly windowS: number;
  readonly p: number;
}

const FEWEST_WINDOWS = 8;
const DAY_S = 86_400;

/**
 * Exponent of the power law that the count of faults follows (Crow 1974): a rate that falls or rises smoothly
 * is no burst, so time is stretched by it first.
 */
function growthOf(times: readonly number[], windowS: number): number {
  const sum = times.reduce((total, time) => total + log(windowS / Math.max(1, time)), 0);
  return sum > 0 ? times.length / sum : 1;
}

/** Undefined where there are too few faults to fill windows; a window is a day, or holds two on average. */
export function burstsOf(times: readonly number[], windowS: number): Bursts | undefined {
  const windows = Math.floor(Math.min(windowS / DAY_S, times.length / 2));
  if (windows < FEWEST_WINDOWS) return undefined;
  const counts = Array.from({ length: windows }, () => 0);
  const growth = growthOf(times, windowS);
  for (const time of times) {
    const at = Math.min(windows - 1, Math.floor(windows * pow(Math.min(1, time / windowS), growth)));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const value = dispersion(counts);
  return {
    dispersion: value,
    windows,
    windowS: windowS / windows,
    p: chiSquaredTail(value * (windows - 1), windows - 1),
  };
}

export interface Groups {
  readonly counts: Readonly<Record<string, number>>;
  /** That groups of equal size share one rate and chance made the difference. */
  readonly p: number;
}

/** Racks, cages or batches; undefined where the log names fewer than two. */
export function groupsOf(groups: readonly string[]): Groups | undefined {
  const counts = new Map<string, number>();
  for (const group of groups) if (group !== '') counts.set(group, (counts.get(group) ?? 0) + 1);
  if (counts.size < 2) return undefined;
  const all = [...counts.values()];
  const mean = all.reduce((sum, count) => sum + count, 0) / all.length;
  const square = all.reduce((sum, count) => sum + ((count - mean) * (count - mean)) / mean, 0);
  return { counts: Object.fromEntries(counts), p: chiSquaredTail(square, all.length - 1) };
}
