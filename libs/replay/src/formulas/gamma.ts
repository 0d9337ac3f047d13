/**
 * The incomplete gamma function and what follows from it: exact intervals of Poisson counts, tails of chi
 * squared and of the normal distribution.
 */
import { exp, log, logGamma, normalQuantile } from '@railyard/base';

const ACCURACY = 1e-14;
const MOST_TERMS = 10_000;

/**
 * Regularised lower incomplete gamma function P(a, x): by its series below a + 1, by its continued fraction
 * above (Abramowitz and Stegun 6.5.29 and 6.5.31).
 */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const scale = exp(a * log(x) - x - logGamma(a));
  return x < a + 1 ? scale * series(a, x) : 1 - scale * continuedFraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_TERMS && term > sum * ACCURACY; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's method. */
function continuedFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const factor = -n * (n - a);
    b += 2;
    d = 1 / (Math.abs(factor * d + b) < tiny ? tiny : factor * d + b);
    c = Math.abs(b + factor / c) < tiny ? tiny : b + factor / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < ACCURACY) break;
  }
  return value;
}

/** P(X > x) for chi squared with n degrees of freedom. */
export const chiSquaredTail = (x: number, n: number): number => 1 - lowerGamma(n / 2, x / 2);

/** P(|Z| > z) for a standard normal Z. */
export const normalTails = (z: number): number => 1 - lowerGamma(0.5, (z * z) / 2);

/** Quantile of the gamma distribution of shape a and scale 1, by bisection about the normal one. */
export function gammaQuantile(p: number, a: number): number {
  if (p <= 0) return 0;
  // Wilson and Hilferty's approximation is near enough to start from.
  const root = 1 - 1 / (9 * a) + normalQuantile(p) / (3 * Math.sqrt(a));
  const start = Math.max(1e-12, a * root * root * root);
  let [low, high] = [start, start];
  while (lowerGamma(a, low) > p) low /= 2;
  while (lowerGamma(a, high) < p) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-13 * high; step += 1) {
    const middle = (low + high) / 2;
    if (lowerGamma(a, middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Exact interval for the mean of a Poisson count (Garwood 1936). */
export function poissonInterval(count: number, level = 0.95): readonly [low: number, high: number] {
  const tail = (1 - level) / 2;
  return [count === 0 ? 0 : gammaQuantile(tail, count), gammaQuantile(1 - tail, count + 1)];
}

/** P(N >= n) for a Poisson count of the given mean. */
export const poissonAtLeast = (n: number, mean: number): number => (n <= 0 ? 1 : lowerGamma(n, mean));
