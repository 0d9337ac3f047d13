/**
 * Time of a recurrence over chunks (Mamba-2, gated delta rule): a handful of compiled kernels with small
 * tiles, whose rate follows the number of SMs and hardly the peak of their tensor cores
 * (docs/model/kernels.md, section 5).
 */
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants, calibrationOf } from '../calibration/index.js';
import { type SmOptions } from './kernel-options.js';

/** Seconds of all kernels of one pass over the products of the chunks. */
export function recurrenceSeconds(device: DeviceSpec, flops: number, options: SmOptions = {}): number {
  return chunkSeconds(calibrationOf(device).constants, device, flops, options);
}

/** The model itself; the fit calls it with trial constants. */
export function chunkSeconds(
  c: KernelConstants,
  device: DeviceSpec,
  flops: number,
  { sms = device.sms, contended }: SmOptions = {},
): number {
  const seconds = c.recurrenceStartSeconds + flops / (sms * c.recurrenceGflopsPerSm * 1e9);
  return contended === true ? seconds * c.attentionContention : seconds;
}
