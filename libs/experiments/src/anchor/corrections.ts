/**
 * What measured steps say of the parts of a step. The logarithms of the parts' factors have a normal prior
 * around 0, as wide as such parts are usually wrong; every measured step is one equation (the sum of its
 * corrected parts is what was measured, but for noise), linearised at the current factors and repeated until
 * they rest (an iterated Kalman update). A part that no anchor has much of keeps its factor of 1.
 */
import { assumed, exp, log } from '@railyard/base';
import { COMPONENTS, type ComponentName, type Components, totalOf } from './components.js';

/** Deviations of the logarithm of each factor before anything is measured. */
const PRIOR = {
  kernels: assumed(0.3, '', 'error of unanchored steps that compute sets, railyard accuracy runs'),
  communication: assumed(0.5, '', 'as kernels, and the network of a published run is seldom stated'),
  optimizer: assumed(0.5, '', 'as communication: reduction and gather of gradients and weights'),
} as const satisfies Readonly<Record<ComponentName, unknown>>;

/** Of a measured step time, from run to run. */
const NOISE = assumed(0.02, '', 'p10 to p90 of the steps of an MLPerf submission is 0.5 to 3 % wide');

const ROUNDS = 25;

export interface MeasuredComponents {
  readonly components: Components;
  readonly measuredS: number;
}

export interface Corrections {
  readonly factors: Components;
  /** [components x components] covariance of the factors' logarithms. */
  readonly covariance: readonly (readonly number[])[];
}

export function corrections(anchors: readonly MeasuredComponents[]): Corrections {
  let current: readonly number[] = COMPONENTS.map(() => 0);
  let covariance = priorCovariance();
  for (let round = 0; round < ROUNDS; round += 1) {
    let estimate: readonly number[] = COMPONENTS.map(() => 0);
    covariance = priorCovariance();
    for (const anchor of anchors) {
      const factors = factorsOf(current);
      const shares = sharesOf(anchor.components, factors);
      const residual =
        log(anchor.measuredS / totalOf(anchor.components, factors)) +
        dot(shares, current) -
        dot(shares, estimate);
      const gain = covariance.map((row) => dot(row, shares));
      const variance = dot(gain, shares) + NOISE.value * NOISE.value;
      estimate = estimate.map((value, i) => value + ((gain[i] ?? 0) * residual) / variance);
      covariance = covariance.map((row, i) =>
        row.map((value, j) => value - ((gain[i] ?? 0) * (gain[j] ?? 0)) / variance),
      );
    }
    current = estimate;
  }
  return { factors: factorsOf(current), covariance };
}

/** Share of the doubt about a step of these components that the measured steps take away, per cent. */
export function explainedPct(components: Components, { factors, covariance }: Corrections): number {
  const shares = sharesOf(components, factors);
  const before = variance(shares, priorCovariance());
  return before > 0 ? 100 * (1 - variance(shares, covariance) / before) : 0;
}

/** Deviation of the logarithm of a corrected step. */
export const deviation = (components: Components, { factors, covariance }: Corrections): number =>
  Math.sqrt(Math.max(0, variance(sharesOf(components, factors), covariance)));

const variance = (shares: readonly number[], covariance: Corrections['covariance']): number =>
  dot(
    covariance.map((row) => dot(row, shares)),
    shares,
  );

const priorCovariance = (): readonly (readonly number[])[] =>
  COMPONENTS.map((row) =>
    COMPONENTS.map((column) => (row === column ? PRIOR[row].value * PRIOR[row].value : 0)),
  );

function factorsOf(logarithms: readonly number[]): Components {
  const entries = COMPONENTS.map((name, i) => [name, exp(logarithms[i] ?? 0)] as const);
  return Object.fromEntries(entries) as unknown as Components;
}

function sharesOf(components: Components, factors: Components): readonly number[] {
  const total = totalOf(components, factors);
  return COMPONENTS.map((name) => (total > 0 ? (components[name] * factors[name]) / total : 0));
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
