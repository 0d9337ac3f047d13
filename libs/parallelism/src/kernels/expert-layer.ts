/**
 * One layer of experts on one GPU as an inference engine runs it (docs/model/kernels.md, section 6): routing,
 * permutation, two grouped GEMMs with the activation between them, weighted sum; no communication.
 */
import { assertUnreachable, invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type ConstantName, type KernelConstants, calibrationOf } from '../calibration/index.js';
import { clocked, restedClock } from './clock.js';
import { joined } from './gemm.js';
import { generatedFp4 } from './generated-experts.js';
import { type KernelPrecision } from './kernel-options.js';
import { inputBytes, isUnscaled, peakTflops } from './matrix-engine.js';

export interface ExpertLayerShape {
  /** Rows that each expert with work on this GPU receives. */
  readonly rows: readonly number[];
  /** Pairs of token and chosen expert that the GPU sorts, those of other GPUs included. */
  readonly pairs: number;
  readonly hidden: number;
  /** Inner size of an expert on this GPU. */
  readonly inner: number;
  readonly precision: KernelPrecision;
  /** Of a weight as it lies in memory, its scales included; absent: as the products take it. */
  readonly weightBytes?: number;
}

/** Small tiles serve experts with few rows. */
const TILES: readonly number[] = [128, 128, 64, 128, 128, 256, 256, 128, 16, 128, 32, 128];

/** Seconds of all its kernels. @throws InvariantError on an empty shape. */
export function expertLayerSeconds(device: DeviceSpec, shape: ExpertLayerShape): number {
  const { constants, entries } = calibrationOf(device);
  if (shape.precision !== 'nvfp4') return expertSeconds(constants, device, shape);
  // FP4 as engines run it; what the device's owner measured stays.
  const isOwn = (name: ConstantName): boolean => entries[name].provenance === 'measured';
  return expertSeconds(generatedFp4(constants, isOwn), device, shape);
}

/** The model itself; the fit calls it with trial constants. */
export function expertSeconds(c: KernelConstants, device: DeviceSpec, shape: ExpertLayerShape): number {
  const { hidden, inner } = shape;
  invariant(shape.rows.length > 0 && hidden > 0 && inner > 0, 'an expert layer has rows and sizes', {
    hidden,
    inner,
  });
  const rows = shape.rows.reduce((sum, size) => sum + size, 0);
  // Rows gathered and summed; gate and up read, their product written.
  const bytes = 2 * rows * (3 * hidden + 3 * inner);
  return (
    c.expertStartSeconds +
    shape.pairs * c.expertPairSeconds +
    bytes / (device.memoryBandwidthGBps * 1e9 * ratesOf(c, shape.precision).streamFraction) +
    productSeconds(c, device, shape, rows, 2 * inner, hidden) +
    productSeconds(c, device, shape, rows, hidden, inner)
  );
}

function productSeconds(
  c: KernelConstants,
  device: DeviceSpec,
  shape: ExpertLayerShape,
  rows: number,
  columns: number,
  depth: number,
): number {
  const { fraction, halfIntensity, loadFraction } = ratesOf(c, shape.precision);
  const peakPerSm = (peakTflops(device, shape.precision) * 1e12) / device.sms;
  const clock = restedClock(c.droopSeconds);
  const droop = isUnscaled(shape.precision) ? c.bf16Droop : c.fp8Droop;
  let compute = Infinity;
  for (let i = 0; i < TILES.length; i += 2) {
    const tileRows = TILES[i] as number;
    const tileColumns = TILES[i + 1] as number;
    let count = 0;
    for (const size of shape.rows) count += Math.ceil(size / tileRows);
    count *= Math.ceil(columns / tileColumns);
    const waves = Math.ceil(count / device.sms);
    const intensity = (tileRows * tileColumns) / (tileRows + tileColumns);
    const rate = peakPerSm * fraction * (intensity / (intensity + halfIntensity));
    const busy = (waves * 2 * tileRows * tileColumns * depth) / rate;
    compute = Math.min(compute, clocked(device, clock, droop, busy, count / waves / device.sms));
  }
  const element = inputBytes(shape.precision);
  const weight = shape.weightBytes ?? element;
  const bytes = (rows * element + shape.rows.length * columns * weight) * depth + 2 * rows * columns;
  return joined(compute, bytes / (device.memoryBandwidthGBps * 1e9 * loadFraction), c.rooflineKnee);
}

interface ExpertRates {
  readonly fraction: number;
  readonly halfIntensity: number;
  readonly loadFraction: number;
  readonly streamFraction: number;
}

function ratesOf(c: KernelConstants, precision: KernelPrecision): ExpertRates {
  switch (precision) {
    case 'fp32':
    case 'bf16':
      return {
        fraction: c.expertBf16Fraction,
        halfIntensity: c.expertBf16HalfIntensity,
        loadFraction: c.expertBf16LoadFraction,
        streamFraction: c.expertBf16StreamFraction,
      };
    case 'fp8-tensor':
      return {
        fraction: c.expertFp8Fraction,
        halfIntensity: c.expertFp8HalfIntensity,
        loadFraction: c.expertFp8LoadFraction,
        streamFraction: c.expertFp8StreamFraction,
      };
    case 'fp8-block':
      return {
        fraction: c.expertBlockFraction,
        halfIntensity: c.expertBlockHalfIntensity,
        loadFraction: c.expertBlockLoadFraction,
        streamFraction: c.expertBlockStreamFraction,
      };
    case 'nvfp4':
      return {
        fraction: c.expertFp4Fraction,
        halfIntensity: c.expertFp4HalfIntensity,
        loadFraction: c.expertFp4LoadFraction,
        streamFraction: c.expertFp4StreamFraction,
      };
    default:
      return assertUnreachable(precision);
  }
}
