/** Mean, spread and confidence of a sample of replicas. */
import { invariant, normalQuantile } from '@railyard/base';
import { mean as meanOf, quantileSorted, sampleStandardDeviation } from 'simple-statistics';

export interface Statistic {
  readonly mean: number;
  /** Sample standard deviation; 0 for a single replica. */
  readonly sd: number;
  readonly standardError: number;
  /** 95 % confidence interval of the mean (Student), no wider than the values that are possible. */
  readonly ci95: readonly [low: number, high: number];
  readonly min: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/**
 * Quantile of Student's t with n degrees of freedom, expanded about the normal one (Abramowitz and Stegun
 * 26.7.5).
 */
export function studentQuantile(p: number, n: number): number {
  const z = normalQuantile(p);
  const z2 = z * z;
  const g1 = (z * (z2 + 1)) / 4;
  const g2 = (z * (3 + z2 * (16 + 5 * z2))) / 96;
  const g3 = (z * (-15 + z2 * (17 + z2 * (19 + 3 * z2)))) / 384;
  const g4 = (z * (-945 + z2 * (-1920 + z2 * (1482 + z2 * (776 + 79 * z2))))) / 92_160;
  return z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n;
}

/** Values that a quantity can take. */
export type Bounds = readonly [low: number, high: number];
export const SHARE: Bounds = [0, 1];
export const AMOUNT: Bounds = [0, Infinity];
export const ANY: Bounds = [-Infinity, Infinity];

/** 95 % interval of a share of which each replica says yes or no (Wilson 1927): never empty, never beyond. */
export function wilsonInterval(share: number, n: number): readonly [low: number, high: number] {
  const z = normalQuantile(0.975);
  const weight = (z * z) / n;
  const centre = share + weight / 2;
  const reach = z * Math.sqrt((share * (1 - share)) / n + weight / n / 4);
  return [Math.max(0, (centre - reach) / (1 + weight)), Math.min(1, (centre + reach) / (1 + weight))];
}

export function statistic(sample: readonly number[], [low, high]: Bounds = ANY): Statistic {
  invariant(sample.length > 0, 'a statistic needs a sample');
  const sorted = [...sample].sort((a, b) => a - b);
  const mean = meanOf([...sample]);
  const sd = sample.length === 1 ? 0 : sampleStandardDeviation([...sample]);
  const standardError = sd / Math.sqrt(sample.length);
  const reach = sample.length === 1 ? 0 : studentQuantile(0.975, sample.length - 1) * standardError;
  return {
    mean,
    sd,
    standardError,
    ci95: [Math.max(low, mean - reach), Math.min(high, mean + reach)],
    min: sorted[0],
    p5: quantileSorted(sorted, 0.05),
    p50: quantileSorted(sorted, 0.5),
    p95: quantileSorted(sorted, 0.95),
    max: sorted[sorted.length - 1],
  };
}
