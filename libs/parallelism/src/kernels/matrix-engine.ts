/** What the precision, the pass and the library of a matrix multiplication decide, on one device. */
import { assertUnreachable, invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants } from '../calibration/index.js';
import { type GemmOptions, type KernelPrecision } from './kernel-options.js';

/** Output tiles that a vendor library chooses from, as rows, columns, ... */
const LIBRARY_TILES: readonly number[] = [
  128, 256, 256, 128, 128, 128, 64, 256, 256, 64, 128, 64, 64, 128, 64, 64,
];
/**
 * Fine-grained FP8 kernels have two: a scale belongs to 128 columns, and promoted sums need registers in
 * addition to the raw ones.
 */
const BLOCK_TILES: readonly number[] = [128, 128, 64, 128];
/** What a library plans with when it does not know that SMs are missing. */
const LARGE_TILES: readonly number[] = [128, 256];

export interface MatrixEngine {
  readonly tiles: readonly number[];
  /** FLOP/s of one SM's tensor cores. */
  readonly peakPerSm: number;
  readonly peakFraction: number;
  readonly halfIntensity: number;
  /** FP32 operations per second of one SM. */
  readonly scalarPerSm: number;
  readonly promotionOps: number;
  /** Scales of 128: the depth is padded to that. */
  readonly fineGrained: boolean;
  /** Bytes per second at which one SM's results leave it while its tensor cores wait. */
  readonly storeRate: number;
  readonly loadFraction: number;
  readonly droop: number;
  readonly inputBytes: number;
  /** The library may split the depth. */
  readonly splits: boolean;
  readonly splitSeconds: number;
  /** Waves that a library loses which does not know that SMs are held; 0 when it knows. */
  readonly lostWaves: number;
}

/** @throws InvariantError when the device has no tensor cores for the precision. */
export function matrixEngine(
  c: KernelConstants,
  device: DeviceSpec,
  options: GemmOptions,
  shape: { readonly groups: number },
): MatrixEngine {
  const { precision, pass } = options;
  const block = precision === 'fp8-block';
  const grouped = shape.groups > 1 && !block;
  const unaware = options.smAware === false && (options.sms ?? device.sms) < device.sms;
  const { peakFraction, storeRate } = ratesOf(c, options, grouped);
  return {
    tiles: block ? BLOCK_TILES : unaware ? LARGE_TILES : LIBRARY_TILES,
    peakPerSm: (peakTflops(device, precision) * 1e12) / device.sms,
    halfIntensity: c.halfIntensity,
    scalarPerSm: (device.fp32Tflops * 1e12) / device.sms,
    promotionOps: !block ? 0 : pass === 'wgrad' ? c.wgradPromotionOps : c.promotionOps,
    fineGrained: block,
    loadFraction: grouped ? groupedLoadFraction(c, precision) : c.loadFraction,
    droop: block ? c.blockDroop : isUnscaled(precision) ? c.bf16Droop : c.fp8Droop,
    inputBytes: inputBytes(precision),
    splits: !block && !grouped && !unaware,
    splitSeconds: c.splitSeconds,
    lostWaves: unaware ? c.lostWaves : 0,
    peakFraction,
    storeRate,
  };
}

function ratesOf(
  c: KernelConstants,
  { precision, pass, library }: GemmOptions,
  grouped: boolean,
): { readonly peakFraction: number; readonly storeRate: number } {
  switch (precision) {
    case 'fp32':
    case 'bf16':
      return grouped
        ? { peakFraction: c.groupedPeakFraction, storeRate: 1e9 * c.groupedStoreGBps }
        : {
            peakFraction: c.bf16PeakFraction * (pass === 'wgrad' ? c.bf16WgradShare : 1),
            storeRate: 1e9 * c.bf16StoreGBps,
          };
    case 'fp8-tensor':
      return { peakFraction: c.fp8PeakFraction, storeRate: 1e9 * c.fp8StoreGBps };
    case 'fp8-block':
      return {
        peakFraction: pass === 'wgrad' ? c.wgradPeakFraction : c.blockPeakFraction,
        storeRate: 1e9 * c.blockStoreGBps,
      };
    case 'nvfp4':
      return {
        peakFraction: c.fp4PeakFraction * (library === 'engine' ? 1 : c.fp4FrameworkGain),
        storeRate: 1e9 * c.fp4StoreGBps,
      };
    default:
      return assertUnreachable(precision);
  }
}

function groupedLoadFraction(c: KernelConstants, precision: KernelPrecision): number {
  return isUnscaled(precision) ? c.groupedLoadFraction : c.groupedFp8LoadFraction;
}

/** Formats that BF16 kernels of the library stand for. */
export const isUnscaled = (precision: KernelPrecision): boolean =>
  precision === 'bf16' || precision === 'fp32';

/** Dense peak of the device; in FP32 that of TF32. */
export function peakTflops(device: DeviceSpec, precision: KernelPrecision): number {
  const peak = densePeak(device, precision);
  invariant(peak > 0, 'a precision needs a device with tensor cores for it', {
    device: device.name,
    precision,
  });
  return peak;
}

function densePeak(device: DeviceSpec, precision: KernelPrecision): number {
  switch (precision) {
    case 'fp32':
      return device.tf32Tflops ?? device.bf16Tflops / 2;
    case 'bf16':
      return device.bf16Tflops;
    case 'fp8-tensor':
    case 'fp8-block':
      return device.fp8Tflops;
    case 'nvfp4':
      return device.fp4Tflops ?? 0;
    default:
      return assertUnreachable(precision);
  }
}

/** Bytes of an operand's element; NVFP4 has an 8-bit scale for 16 elements. */
export function inputBytes(precision: KernelPrecision): number {
  switch (precision) {
    case 'fp32':
      return 4;
    case 'bf16':
      return 2;
    case 'fp8-tensor':
    case 'fp8-block':
      return 1;
    case 'nvfp4':
      return 0.5 + 1 / 16;
    default:
      return assertUnreachable(precision);
  }
}
