/** Failures as counts: superposition of components, Poisson probabilities, over-dispersed counts. */
import { SECONDS_PER_DAY, exp, invariant, log, logGamma } from '@railyard/base';

export interface Population {
  readonly count: number;
  /** Failures of one member per second. */
  readonly ratePerS: number;
}

/** lambda = sum of n_i lambda_i: the first failure of many independent components is again exponential. */
export function superposedRate(populations: readonly Population[]): number {
  return populations.reduce((sum, population) => sum + population.count * population.ratePerS, 0);
}

/** Mean time to the first failure among `count` components of mean lifetime `mttfS`. */
export function timeToFirstFailure(mttfS: number, count: number): number {
  return mttfS / count;
}

/**
 * Mean time to failure of a job on `nodes` nodes at r_f failures per 1,000 node-days: 1 / (N r_f) (arXiv
 * 2410.21680).
 */
export function jobMttfS(nodes: number, failuresPer1000NodeDays: number): number {
  return (1000 * SECONDS_PER_DAY) / (nodes * failuresPer1000NodeDays);
}

/** P(N = n) for a Poisson count of the given mean. */
export function poissonProbability(n: number, mean: number): number {
  if (mean === 0) return n === 0 ? 1 : 0;
  return exp(n * log(mean) - mean - logGamma(n + 1));
}

/** P(N <= n). */
export function poissonAtMost(n: number, mean: number): number {
  let sum = 0;
  for (let k = 0; k <= n; k += 1) sum += poissonProbability(k, mean);
  return Math.min(1, sum);
}

/** P(no event in `durationS`) = e^(-lambda T). */
export function probabilityOfNone(ratePerS: number, durationS: number): number {
  return exp(-ratePerS * durationS);
}

/**
 * Smallest and largest count that a Poisson variable of this mean takes with the given central probability.
 */
export function poissonBand(mean: number, probability = 0.95): readonly [low: number, high: number] {
  const tail = (1 - probability) / 2;
  let low = 0;
  let cumulative = poissonProbability(0, mean);
  while (cumulative < tail) cumulative += poissonProbability(++low, mean);
  let high = low;
  while (cumulative < 1 - tail) cumulative += poissonProbability(++high, mean);
  return [low, high];
}

/** Variance over mean: 1 for independent faults, above it for bursts. */
export function dispersion(counts: readonly number[]): number {
  invariant(counts.length > 1, 'a dispersion needs two counts or more', { counts: counts.length });
  const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  const variance = counts.reduce((sum, n) => sum + (n - mean) * (n - mean), 0) / (counts.length - 1);
  return variance / mean;
}
