/** Time of a memory-bound kernel. */
import { invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { CONTENTION, STREAM_FRACTION } from './calibration.js';
import { type StreamOptions, type StreamWork } from './kernel-options.js';

/** Seconds that the kernel runs, as a profiler would show it. */
export function streamSeconds(device: DeviceSpec, work: StreamWork, options: StreamOptions = {}): number {
  const sms = options.sms ?? device.sms;
  invariant(sms > 0, 'a kernel needs an SM', { sms });
  const rate = device.memoryBandwidthGBps * 1e9 * STREAM_FRACTION;
  return (work.bytes / rate) * (options.contended === true ? CONTENTION : 1) + 2e-6;
}
