/** How long a fault lasts: draws and quantiles of a duration. */
import { type RandomStream, assertUnreachable, exp, log, normalQuantile } from '@railyard/base';
import { type DurationSpec } from './profile-spec.js';

/** Seconds; draws one uniform, none when the duration is fixed. */
export function drawDuration(spec: DurationSpec, stream: RandomStream): number {
  switch (spec.kind) {
    case 'fixed':
      return spec.seconds;
    case 'log-normal':
      return spec.medianS * exp(spec.sigma * stream.normal());
    case 'exponential':
      return stream.exponential(spec.meanS);
    default:
      return assertUnreachable(spec);
  }
}

/** Seconds that a duration stays below with probability `p`. */
export function durationQuantile(spec: DurationSpec, p: number): number {
  switch (spec.kind) {
    case 'fixed':
      return spec.seconds;
    case 'log-normal':
      return spec.medianS * exp(spec.sigma * normalQuantile(p));
    case 'exponential':
      return -spec.meanS * log(1 - p);
    default:
      return assertUnreachable(spec);
  }
}
