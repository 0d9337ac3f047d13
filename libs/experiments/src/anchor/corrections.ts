/**
 * What measured steps say of the parts of another. The logarithms of all jobs' factors have a joint normal
 * prior (prior.ts); every measured step is one equation (the sum of its corrected parts is what was measured,
 * but for noise), linearised at the current factors and repeated until they rest (an iterated Kalman
 * update). A part that no anchor has much of keeps its factor of 1, and so does one whose anchors are of
 * other kernels.
 */
import { exp, log } from '@railyard/base';
import { COMPONENTS, type ComponentName, type Components, totalOf } from './components.js';
import { type JobTraits } from './job-traits.js';
import { RUN_TO_RUN, priorCovariance } from './prior.js';

const ROUNDS = 25;

export interface ComputedJob {
  readonly components: Components;
  readonly traits: JobTraits;
}

export interface MeasuredJob extends ComputedJob {
  readonly measuredS: number;
}

export interface Corrections {
  /** Of the target. */
  readonly factors: Components;
  /** Of the logarithm of the target's corrected step. */
  readonly deviation: number;
  /** Share of the doubt about the target's step that the measured steps take away, per cent. */
  readonly explainedPct: number;
}

type Vector = readonly number[];
type Matrix = readonly Vector[];

export function corrections(target: ComputedJob, anchors: readonly MeasuredJob[]): Corrections {
  const jobs: readonly ComputedJob[] = [target, ...anchors];
  const prior = covarianceOf(jobs.map(({ traits }) => traits));
  let current: Vector = prior.map(() => 0);
  let covariance = prior;
  for (let round = 0; round < ROUNDS; round += 1) {
    let estimate: Vector = prior.map(() => 0);
    covariance = prior;
    anchors.forEach((anchor, i) => {
      const shares = sharesOf(anchor.components, current, i + 1, jobs.length);
      const computed = totalOf(anchor.components, factorsOf(current, i + 1));
      const residual = log(anchor.measuredS / computed) + dot(shares, current) - dot(shares, estimate);
      const gain = covariance.map((row) => dot(row, shares));
      const variance = dot(gain, shares) + RUN_TO_RUN.value * RUN_TO_RUN.value;
      estimate = estimate.map((value, at) => value + ((gain[at] ?? 0) * residual) / variance);
      covariance = covariance.map((row, at) =>
        row.map((value, to) => value - ((gain[at] ?? 0) * (gain[to] ?? 0)) / variance),
      );
    });
    current = estimate;
  }
  const shares = sharesOf(target.components, current, 0, jobs.length);
  const [before, after] = [prior, covariance].map((matrix) => varianceOf(shares, matrix)) as [number, number];
  return {
    factors: factorsOf(current, 0),
    deviation: Math.sqrt(Math.max(0, after)),
    explainedPct: before > 0 ? 100 * (1 - after / before) : 0,
  };
}

/** Place of a job's component in the state: jobs in order, each with all components. */
const placeOf = (job: number, component: number): number => job * COMPONENTS.length + component;

/** [jobs x components, jobs x components]; components are independent of each other. */
function covarianceOf(traits: readonly JobTraits[]): Matrix {
  return traits.flatMap((a) =>
    COMPONENTS.map((row) =>
      traits.flatMap((b) => COMPONENTS.map((column) => (row === column ? priorCovariance(row, a, b) : 0))),
    ),
  );
}

function factorsOf(logarithms: Vector, job: number): Components {
  const entries = COMPONENTS.map((name, i) => [name, exp(logarithms[placeOf(job, i)] ?? 0)] as const);
  return Object.fromEntries(entries) as Record<ComponentName, number>;
}

/** Shares of a job's corrected step, at the places of its components. */
function sharesOf(components: Components, logarithms: Vector, job: number, jobs: number): Vector {
  const factors = factorsOf(logarithms, job);
  const total = totalOf(components, factors);
  const shares = Array<number>(jobs * COMPONENTS.length).fill(0);
  COMPONENTS.forEach((name, i) => {
    shares[placeOf(job, i)] = total > 0 ? (components[name] * factors[name]) / total : 0;
  });
  return shares;
}

const varianceOf = (shares: Vector, covariance: Matrix): number =>
  dot(
    covariance.map((row) => dot(row, shares)),
    shares,
  );

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
