/** How long a fault lasts: one draw of a duration. */
import { type RandomStream, assertUnreachable, exp } from '@railyard/base';
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
