/**
 * Clock under power: busy tensor cores draw power until the clock gives way, by `droop` when all of them
 * never rest. Power is averaged over milliseconds and more, so in a training step the share x of time with
 * tensor work counts, and the share m with kernels that move data; starts and gaps draw nothing. A benchmark
 * kernel that follows a pause warms up as it runs (docs/model/kernels.md, section 2):
 *
 *   power = idle + tensor x clock^exponent + stream m, all of the rating
 */
import { type Constant, fitted, measured, pow } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants } from '../calibration/index.js';

export interface Clock {
  /** Share of the clock that a kernel of so many seconds loses, of `droop` without any rest. */
  readonly lost: (droop: number, seconds: number) => number;
  /** Share of the time, as far as power is averaged, in which tensor cores work. */
  readonly tensor: (seconds: number) => number;
  /** Of the power above idle: left by memory-bound kernels to tensor cores. */
  readonly spared: number;
}

/**
 * In a step whose tensor cores work for `tensorShare` of the compute time (default: the calibration's), and
 * whose memory-bound kernels move data for `streamShare` of it (default: all that is left).
 */
export function sustainedClock(
  c: KernelConstants,
  tensorShare = c.tensorShare,
  streamShare = 1 - tensorShare,
): Clock {
  const spared = 1 - streamShare * c.streamPower;
  // Tensor cores that work for a part of the time have more power in it than those that never rest.
  const faster = tensorShare === 0 ? Infinity : pow(spared / tensorShare, 1 / POWER_EXPONENT.value);
  return {
    lost: (droop) => Math.max(0, 1 - (1 - droop) * faster),
    tensor: () => tensorShare,
    spared,
  };
}

/** In a benchmark that pauses between launches: half of the droop is there after `droopSeconds`. */
export function restedClock(droopSeconds: number): Clock {
  const tensor = (seconds: number): number => seconds / (seconds + droopSeconds);
  return { lost: (droop, seconds) => droop * tensor(seconds), tensor, spared: 1 };
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
function limitedClock({ powerLimit }: DeviceSpec, busy: number, spared: number): number {
  if (powerLimit === undefined) return 1;
  const left = (limit: number): number => spared * (limit - IDLE_POWER.value);
  const reached = (limit: number): number =>
    Math.min(1, pow(left(limit) / (TENSOR_POWER.value * busy), 1 / POWER_EXPONENT.value));
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
  return (
    seconds /
    (1 - busyShare * clock.lost(droop, seconds)) /
    limitedClock(device, busyShare * clock.tensor(seconds), clock.spared)
  );
}
