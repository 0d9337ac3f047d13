/**
 * Clock under power: busy tensor cores draw power until the clock gives way, by `droop` when all of them
 * never rest. Power is averaged over milliseconds and more, so in a training step the share of time with
 * tensor work counts; a benchmark kernel that follows a pause warms up as it runs.
 *
 * Below its rating a board has less for its tensor cores (docs/model/kernels.md, section 2):
 *
 *   power = idle + tensor x busy x clock^exponent, all of the rating
 */
import { type Constant, fitted, measured, pow } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants } from '../calibration/index.js';

/** Share of the droop that a kernel of so many seconds sees. */
export type Clock = (seconds: number) => number;

/** In a step whose tensor cores work for `tensorShare` of the compute time (default: the calibration's). */
export function sustainedClock(c: KernelConstants, tensorShare = c.tensorShare): Clock {
  return () => tensorShare;
}

/** In a benchmark that pauses between launches: half of the droop is there after `droopSeconds`. */
export function restedClock(droopSeconds: number): Clock {
  return (seconds) => seconds / (seconds + droopSeconds);
}

const DUTY = 'H200, a BF16 product of 8,192 cubed for 20 to 99 % of the time (power-and-clock.json)';

/** Of the rated power: of a GPU whose clock is up and whose cores rest. */
export const IDLE_POWER: Constant = measured(0.172, 'of rated power', DUTY);

/** Of the rated power: of busy tensor cores at full clock. */
export const TENSOR_POWER: Constant = measured(1.216, 'of rated power', DUTY);

/** Power over clock: the voltage falls with the clock. */
export const POWER_EXPONENT: Constant = fitted(2.53, '', `${DUTY}: power against the product's rate`);

/**
 * Clock under the device's own limit, of that under its rating, where tensor cores are busy for `busy` of the
 * time; 1 where the limit is the rating, or leaves what they draw.
 */
function limitedClock({ powerLimit }: DeviceSpec, busy: number): number {
  if (powerLimit === undefined) return 1;
  const reached = (limit: number): number =>
    Math.min(1, pow((limit - IDLE_POWER.value) / (TENSOR_POWER.value * busy), 1 / POWER_EXPONENT.value));
  return reached(powerLimit) / reached(1);
}

/** Seconds of `seconds` at full clock; `busyShare` of the device's SMs are at work. */
export function clocked(
  device: DeviceSpec,
  clock: Clock,
  droop: number,
  seconds: number,
  busyShare: number,
): number {
  const share = clock(seconds);
  return seconds / (1 - droop * busyShare * share) / limitedClock(device, busyShare * share);
}
