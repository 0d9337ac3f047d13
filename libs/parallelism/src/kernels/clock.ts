/**
 * Clock under power: busy tensor cores draw power until the clock gives way, by `droop` when all of them
 * never rest. Power is averaged over milliseconds and more, so in a training step the share of time with
 * tensor work counts; a benchmark kernel that follows a pause warms up as it runs.
 */
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

/** Seconds of `seconds` at full clock; `busyShare` of the device's SMs are at work. */
export function clocked(clock: Clock, droop: number, seconds: number, busyShare: number): number {
  return seconds / (1 - droop * busyShare * clock(seconds));
}
