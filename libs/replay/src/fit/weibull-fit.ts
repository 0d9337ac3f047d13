/**
 * Weibull lifetimes of components that are new at the start of the window and after each failure, the last
 * one of each cut off by the end of the window: maximum likelihood, and the band of the shape by the ratio of
 * likelihoods. A shape of 1 is the exponential law; below, infant mortality; above, wear.
 */
import { exp, log, logGamma, pow } from '@railyard/base';
import { chiSquaredTail } from '../formulas/index.js';

export interface Lifetimes {
  /** Ended by a failure, seconds. */
  readonly ended: readonly number[];
  /** Cut off by the end of the window: length and how many of it. */
  readonly cut: readonly (readonly [seconds: number, members: number])[];
}

export interface WeibullFit {
  readonly shape: number;
  readonly shapeBand: readonly [low: number, high: number];
  /** Mean lifetime, seconds. */
  readonly meanS: number;
  /** That the shape is 1 and chance made the difference. */
  readonly pExponential: number;
}

/** Chi squared of one degree of freedom that 5 % exceed. */
const CRITICAL = 3.841_458_820_694_124;
const SHAPES = [0.05, 20] as const;
const LEAST = 5;
/** Relative accuracy of shapes. */
const NEAR = 1e-5;

/** Undefined for fewer failures than a shape can be distinguished from. */
export function fitWeibull(lifetimes: Lifetimes): WeibullFit | undefined {
  const { ended } = lifetimes;
  if (ended.length < LEAST) return undefined;
  const likelihood = likelihoodOf(lifetimes);
  const shape = maximum(likelihood);
  const best = likelihood(shape);
  const ratio = 2 * (best - likelihood(1));
  const reaches = (k: number): boolean => 2 * (best - likelihood(k)) < CRITICAL;
  return {
    shape,
    shapeBand: [edge(reaches, shape, SHAPES[0]), edge(reaches, shape, SHAPES[1])],
    meanS: scaleOf(lifetimes, shape) * exp(logGamma(1 + 1 / shape)),
    pExponential: chiSquaredTail(Math.max(0, ratio), 1),
  };
}

/** Sum of t^k over all lifetimes, in units of the longest one so that no power overflows. */
function powers({ ended, cut }: Lifetimes, shape: number, unit: number): number {
  const endedSum = ended.reduce((sum, t) => sum + pow(t / unit, shape), 0);
  return cut.reduce((sum, [t, members]) => sum + members * pow(t / unit, shape), endedSum);
}

const longest = ({ ended, cut }: Lifetimes): number =>
  Math.max(
    1,
    ...cut.map(([seconds]) => seconds),
    ended.reduce((most, t) => Math.max(most, t), 0),
  );

function scaleOf(lifetimes: Lifetimes, shape: number): number {
  const unit = longest(lifetimes);
  return unit * pow(powers(lifetimes, shape, unit) / lifetimes.ended.length, 1 / shape);
}

/** Log-likelihood of a shape at the scale that suits it best. */
function likelihoodOf(lifetimes: Lifetimes): (shape: number) => number {
  const { ended } = lifetimes;
  const unit = longest(lifetimes);
  const logs = ended.reduce((sum, t) => sum + log(t / unit), 0);
  const n = ended.length;
  return (shape) => n * log(shape) + (shape - 1) * logs - n * log(powers(lifetimes, shape, unit) / n) - n;
}

/** Golden-section search: the likelihood has one peak. */
function maximum(likelihood: (shape: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = SHAPES.map((shape) => log(shape)) as [number, number];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [atA, atB] = [likelihood(exp(a)), likelihood(exp(b))];
  while (high - low > NEAR) {
    if (atA < atB) {
      low = a;
      [a, atA] = [b, atB];
      b = low + golden * (high - low);
      atB = likelihood(exp(b));
    } else {
      high = b;
      [b, atB] = [a, atA];
      a = high - golden * (high - low);
      atA = likelihood(exp(a));
    }
  }
  return exp((low + high) / 2);
}

const STEPS = 400;

/**
 * Mean number of failures of one component by `time`, in units of its mean lifetime: the renewal equation
 * m = F + m * dF in equal steps.
 */
export function weibullRenewals(shape: number, time: number): number {
  const scale = exp(-logGamma(1 + 1 / shape));
  const failed = Float64Array.from(
    { length: STEPS + 1 },
    (_, step) => 1 - exp(-pow((time * step) / STEPS / scale, shape)),
  );
  const density = failed.map((share, step) => (step === 0 ? 0 : share - (failed[step - 1] ?? 0)));
  const mean = new Float64Array(STEPS + 1);
  for (let step = 1; step <= STEPS; step += 1) {
    let again = 0;
    // A lifetime that ends within a step leaves half a step more; this step's own mean stands on both sides.
    for (let first = 1; first <= step; first += 1)
      again += (density[first] ?? 0) * (((mean[step - first] ?? 0) + (mean[step - first + 1] ?? 0)) / 2);
    mean[step] = ((failed[step] ?? 0) + again) / (1 - (density[1] ?? 0) / 2);
  }
  return mean[STEPS] ?? 0;
}

/** Where the band ends between a shape inside it and the outermost one. */
function edge(reaches: (shape: number) => boolean, inside: number, outermost: number): number {
  if (reaches(outermost)) return outermost;
  let [near, far] = [inside, outermost];
  while (Math.abs(far - near) > NEAR * near) {
    const middle = Math.sqrt(near * far);
    if (reaches(middle)) near = middle;
    else far = middle;
  }
  return near;
}
