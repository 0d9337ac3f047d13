/**
 * How far the parts of a computed step may be off before anything is measured, and how much of it two jobs
 * have in common: the covariance of the logarithms of their factors, a Gaussian process over jobs (kriging;
 * Rasmussen and Williams 2006, chapter 2). Kernels of two jobs err together as far as they are the same
 * kernels: those of one device, in the same number of tensor ranks, over as many tokens.
 */
import { type Constant, assumed, exp, fitted, log } from '@railyard/base';
import { type ComponentName } from './components.js';
import { type JobTraits } from './job-traits.js';

const PUBLISHED =
  'greatest likelihood of the errors of published runs within source and model, rows whose id hashes to an ' +
  'even number (railyard accuracy anchored)';
const deviation = (value: number): Constant => fitted(value, '', PUBLISHED);

/** Standard deviations of logarithms. */
const KERNELS = {
  /** The same in all jobs of a model. */
  common: deviation(0.067),
  /** The same in jobs whose kernels are. */
  shape: deviation(0.12),
  /** Of one job alone. */
  dense: deviation(0.037),
  routed: deviation(0.27),
} as const;
const COMMUNICATION = deviation(0.3);
const OPTIMIZER = deviation(0.54);

/** Likeness of kernels is lost by exp(-this) with each doubling of the tokens. */
const PER_DOUBLING = fitted(0.52, '', PUBLISHED);

/** Deviation of the logarithm of a measured step time, from run to run. */
export const RUN_TO_RUN = assumed(
  0.02,
  '',
  'p10 to p90 of the steps of an MLPerf submission is 0.5 to 3 % wide',
);

/** Covariance of the logarithms of one component's factors in two jobs. */
export function priorCovariance(component: ComponentName, a: JobTraits, b: JobTraits): number {
  switch (component) {
    case 'kernels':
      return square(KERNELS.common) + likeness(a, b) * square(KERNELS.shape) + ofOne(a, b);
    case 'communication':
      return square(COMMUNICATION);
    case 'optimizer':
      return square(OPTIMIZER);
  }
}

const square = ({ value }: Constant): number => value * value;

function likeness(a: JobTraits, b: JobTraits): number {
  if (a.device !== b.device || a.tensor !== b.tensor) return 0;
  return exp(-PER_DOUBLING.value * Math.abs(log(a.tokens / b.tokens) / Math.LN2));
}

const ofOne = (a: JobTraits, b: JobTraits): number =>
  a.job === b.job ? square(a.isDense ? KERNELS.dense : KERNELS.routed) : 0;
