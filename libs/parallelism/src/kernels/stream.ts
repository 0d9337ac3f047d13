/**
 * Time of a memory-bound kernel: its bytes at the share of the memory bandwidth that its family reaches,
 * after a start (docs/model/kernels.md, section 5).
 */
import { invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants, KERNEL_CONSTANTS } from './constants.js';
import { type StreamOptions, type StreamWork } from './kernel-options.js';

/**
 * Seconds that the kernels run, as a profiler shows it (launch gaps not counted). @throws InvariantError on
 * negative bytes or no SMs.
 */
export function streamSeconds(device: DeviceSpec, work: StreamWork, options: StreamOptions = {}): number {
  return memoryBoundSeconds(KERNEL_CONSTANTS, device, work, options);
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
  const seconds = (work.launches ?? 1) * c.kernelStartSeconds + work.bytes / rate;
  // A norm launches as many CTAs as the whole device holds; with SMs missing, some wait for a second round.
  const rounds = work.kernel === 'norm' ? 1 + c.normLostRound * (Math.ceil(device.sms / sms) - 1) : 1;
  return seconds * rounds * (options.contended === true ? c.contention : 1);
}

function reachedFraction(c: KernelConstants, work: StreamWork): number {
  const backward = work.pass === 'backward';
  switch (work.kernel) {
    case 'copy':
    case 'residual':
    case 'permute':
    case 'quantize':
      return c.frameworkFraction;
    case 'rmsnorm':
      return backward ? c.frameworkNormBackwardFraction : c.frameworkFraction;
    case 'swiglu':
      return backward ? c.frameworkSwigluBackwardFraction : c.frameworkFraction;
    case 'cross-entropy':
      return backward ? c.crossEntropyBackwardFraction : c.crossEntropyForwardFraction;
    case 'adam':
      return c.adamFraction;
    case 'cast':
      return c.castFraction;
    case 'cast-transpose':
      return c.castTransposeFraction;
    case 'recast-transpose':
      return c.recastTransposeFraction;
    case 'pack':
      return c.packFraction;
    case 'unpack':
      return c.unpackFraction;
    case 'norm':
      return backward ? c.normBackwardFraction : c.normFraction;
    case 'rows':
      return c.rowsFraction;
    case 'strided':
      return c.stridedFraction;
    case 'scatter':
      return c.scatterFraction;
    case 'scales':
      return c.scalesFraction;
    case 'elementwise':
      return c.elementwiseFraction;
    case 'select':
      return c.selectFraction;
    case 'index':
      return c.indexFraction;
  }
}
