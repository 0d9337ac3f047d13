/**
 * Time of a memory-bound kernel: its bytes at the share of the memory bandwidth that its family reaches,
 * after a start (docs/model/kernels.md, section 5).
 */
import { invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants, calibrationOf } from '../calibration/index.js';
import { type FrameworkKernel, type StreamOptions, type StreamWork, isFramework } from './kernel-options.js';
import { reachedFraction } from './stream-fraction.js';

/**
 * Kernels that the framework launches for one operation, where it is more than one: a reduction over rows
 * ends in a second kernel, random numbers and transposition have their own.
 */
const KERNELS: Readonly<Partial<Record<FrameworkKernel, readonly [forward: number, backward: number]>>> = {
  rmsnorm: [1, 3],
  layernorm: [1, 4],
  'bias-gelu': [1, 3],
  dropout: [2, 1],
  'quantize-transposed': [2, 2],
  'cross-entropy': [2, 2],
  'dynamic-quantize': [1, 1],
};

/** Kernels that are launched for `work`. */
export function streamLaunches({ kernel, pass, launches = 1 }: Omit<StreamWork, 'bytes'>): number {
  if (!isFramework(kernel)) return launches;
  const [forward, backward] = KERNELS[kernel] ?? [1, 1];
  return launches * (pass === 'backward' ? backward : forward);
}

/**
 * Seconds that the kernels run, as a profiler shows it (launch gaps not counted). @throws InvariantError on
 * negative bytes or no SMs.
 */
export function streamSeconds(device: DeviceSpec, work: StreamWork, options: StreamOptions = {}): number {
  return memoryBoundSeconds(calibrationOf(device).constants, device, work, options);
}

/** The model itself; the fit calls it with trial constants. */
export function memoryBoundSeconds(
  c: KernelConstants,
  device: DeviceSpec,
  work: StreamWork,
  options: StreamOptions,
): number {
  const sms = options.sms ?? device.sms;
  invariant(sms > 0 && sms <= device.sms, 'a kernel runs on at least one SM and at most the device', {
    sms,
    device: device.name,
  });
  invariant(work.bytes >= 0, 'a kernel moves no negative bytes', { bytes: work.bytes });
  const share = Math.min(1, sms / (device.sms * c.saturatingSmShare));
  const rate = device.memoryBandwidthGBps * 1e9 * share * reachedFraction(c, work);
  const seconds = (work.launches ?? 1) * startSeconds(c, work) + cachedBytes(c, device, work) / rate;
  // A norm launches as many CTAs as the whole device holds; with SMs missing, some wait for a second round.
  const rounds = work.kernel === 'norm' ? 1 + c.normLostRound * (Math.ceil(device.sms / sms) - 1) : 1;
  return seconds * rounds * (options.contended === true ? c.contention : 1);
}

/**
 * Bytes, those found in the L2 cache counted as so many fewer as it is faster: all of them up to half of its
 * size, none beyond it.
 */
function cachedBytes(c: KernelConstants, device: DeviceSpec, { bytes, warm }: StreamWork): number {
  if (warm !== true) return bytes;
  const found = Math.min(1, Math.max(0, 2 * (1 - bytes / (device.l2CacheMB * 1e6))));
  return bytes * (1 - found + found / c.cacheGain);
}

/** Start of one operation's kernels. */
function startSeconds(c: KernelConstants, { kernel, pass }: StreamWork): number {
  if (!isFramework(kernel)) return c.kernelStartSeconds;
  if (kernel === 'engine-quantize') return c.quantizeStartSeconds;
  if (kernel === 'dynamic-quantize') return c.dynamicQuantizeStartSeconds;
  const [forward, backward] = KERNELS[kernel] ?? [1, 1];
  return c.frameworkStartSeconds * (pass === 'backward' ? backward : forward);
}
