/**
 * Time of a matrix multiplication: tiles in waves over the SMs, against the memory roofline
 * (docs/model/kernels.md, section 2).
 *
 *   tile     = 2 rows columns k / (peak per SM x efficiency(rows, columns)) + promotion
 *   compute  = waves x tile / clock + exposed stores
 *   seconds  = start + (compute^3 + memory^3)^(1/3), smallest over the tile shapes
 */
import { invariant, pow } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants, KERNEL_CONSTANTS } from './constants.js';
import {
  type GemmOptions,
  type GemmShape,
  type GroupedGemmShape,
  type KernelPrecision,
} from './kernel-options.js';

/** Output tiles that a vendor library chooses from, as rows, columns, ... */
const LIBRARY_TILES: readonly number[] = [
  128, 256, 256, 128, 128, 128, 64, 256, 256, 64, 128, 64, 64, 128, 64, 64,
];
/**
 * Fine-grained FP8 kernels have one: a scale belongs to 128 columns, and promoted sums need registers in
 * addition to the raw ones.
 */
const BLOCK_TILES: readonly number[] = [128, 128];
/** What a library plans with when it does not know that SMs are missing. */
const LARGE_TILES: readonly number[] = [128, 256];
/** Depth after which fine-grained kernels promote partial sums to FP32. */
const PROMOTION_DEPTH = 128;

/**
 * Seconds that the kernel runs, as a profiler shows it (no launch gap). @throws InvariantError on an empty
 * shape, no SMs, or FP8 on a device without it.
 */
export function gemmSeconds(device: DeviceSpec, shape: GemmShape, options: GemmOptions): number {
  return matrixSeconds(KERNEL_CONSTANTS, device, 1, shape.m, shape.n, shape.k, options);
}

/** As `gemmSeconds`, for `groups` equal problems whose tiles share the SMs in one launch. */
export function groupedGemmSeconds(
  device: DeviceSpec,
  shape: GroupedGemmShape,
  options: GemmOptions,
): number {
  return matrixSeconds(KERNEL_CONSTANTS, device, shape.groups, shape.mPerGroup, shape.n, shape.k, options);
}

/** What precision decides, with the rates of this device. */
interface Engine {
  /** FLOP/s of one SM's tensor cores. */
  readonly peakPerSm: number;
  readonly peakFraction: number;
  /** FP32 operations per second of one SM. */
  readonly scalarPerSm: number;
  readonly promotionOps: number;
  /** Bytes per second at which one SM's results leave it while its tensor cores wait. */
  readonly storeRate: number;
  /** Loading the scales of a tile before its first product. */
  readonly fillSeconds: number;
  readonly droop: number;
  readonly inputBytes: number;
}

/**
 * The model itself; the fit calls it with trial constants. `rested`: the GPU idled before, as in a benchmark
 * (`clocked`).
 */
export function matrixSeconds(
  c: KernelConstants,
  device: DeviceSpec,
  groups: number,
  m: number,
  n: number,
  k: number,
  options: GemmOptions,
  rested = false,
): number {
  invariant(m > 0 && n > 0 && k > 0 && groups > 0, 'a GEMM has rows, columns and depth', { groups, m, n, k });
  const sms = options.sms ?? device.sms;
  invariant(sms > 0 && sms <= device.sms, 'a kernel runs on at least one SM and at most the device', {
    sms,
    device: device.name,
  });
  const engine = engineOf(c, device, options);
  const outputBytes = options.outputBytes ?? (options.pass === 'wgrad' ? 8 : 2);
  const bandwidth = device.memoryBandwidthGBps * 1e9 * Math.min(1, sms / (device.sms * c.saturatingSmShare));
  const loads = groups * (m + n) * k * engine.inputBytes;
  const stores = groups * m * n * outputBytes;
  const memory = Math.max(
    (loads + stores) / (bandwidth * c.memoryFraction),
    groups > 1 && options.precision === 'fp8-tensor' ? loads / (bandwidth * c.groupedFp8LoadFraction) : 0,
  );
  const unaware = options.smAware === false && sms < device.sms;
  const tiles = options.precision === 'fp8-block' ? BLOCK_TILES : unaware ? LARGE_TILES : LIBRARY_TILES;
  let best = Infinity;
  for (let i = 0; i < tiles.length; i += 2) {
    const rows = tiles[i] as number;
    const columns = tiles[i + 1] as number;
    const count = groups * Math.ceil(m / rows) * Math.ceil(n / columns);
    const waves = unaware ? lostWaves(c, count, sms) : Math.ceil(count / sms);
    const exposed = (waves * rows * columns * outputBytes) / engine.storeRate;
    const busy = waves * tileSeconds(c, engine, rows, columns, k);
    const compute = clocked(c, engine.droop, busy, count / waves / device.sms, rested) + exposed;
    best = Math.min(best, joined(c, compute, memory));
  }
  return c.kernelStartSeconds + best;
}

function engineOf(c: KernelConstants, device: DeviceSpec, options: GemmOptions): Engine {
  const fp8 = options.precision !== 'bf16';
  invariant(!fp8 || device.fp8Tflops > 0, 'FP8 needs a device with FP8 tensor cores', {
    device: device.name,
  });
  return {
    peakPerSm: ((fp8 ? device.fp8Tflops : device.bf16Tflops) * 1e12) / device.sms,
    peakFraction: peakFractionOf(c, options.precision),
    scalarPerSm: (device.fp32Tflops * 1e12) / device.sms,
    promotionOps:
      options.precision !== 'fp8-block' ? 0 : options.pass === 'wgrad' ? c.wgradPromotionOps : c.promotionOps,
    storeRate: 1e9 * (fp8 ? c.fp8StoreGBps : c.bf16StoreGBps),
    fillSeconds: options.precision === 'fp8-block' ? c.blockFillSeconds : 0,
    droop: fp8 ? c.fp8Droop : c.bf16Droop,
    inputBytes: fp8 ? 1 : 2,
  };
}

function peakFractionOf(c: KernelConstants, precision: KernelPrecision): number {
  switch (precision) {
    case 'bf16':
      return c.bf16PeakFraction;
    case 'fp8-tensor':
      return c.fp8PeakFraction;
    case 'fp8-block':
      return c.blockPeakFraction;
  }
}

/**
 * One tile on one SM: its products, and promotion of every 128 of depth to FP32 (fine-grained depth is padded
 * to that).
 */
function tileSeconds(
  c: KernelConstants,
  engine: Engine,
  rows: number,
  columns: number,
  depth: number,
): number {
  const intensity = (rows * columns) / (rows + columns);
  const efficiency = engine.peakFraction * (intensity / (intensity + c.halfIntensity));
  const padded = engine.promotionOps > 0 ? Math.ceil(depth / PROMOTION_DEPTH) * PROMOTION_DEPTH : depth;
  const products = (2 * rows * columns * padded) / (engine.peakPerSm * efficiency);
  const promotion =
    (2 * rows * columns * engine.promotionOps * padded) / (PROMOTION_DEPTH * engine.scalarPerSm);
  return products + promotion + engine.fillSeconds;
}

/**
 * A library that planned for the whole device: its static order leaves SMs waiting for about one more wave.
 */
function lostWaves(c: KernelConstants, count: number, sms: number): number {
  return Math.max(Math.ceil(count / sms), count / sms + c.lostWaves);
}

/**
 * Busy tensor cores draw power until the clock gives way: by `droop` when all of them never rest. Power is
 * averaged over milliseconds, so in a training step the share of time with tensor work counts; a benchmark
 * kernel that follows a pause (`rested`) warms up as it runs.
 */
export function clocked(
  c: KernelConstants,
  droop: number,
  seconds: number,
  busyShare: number,
  rested: boolean,
): number {
  const warmth = rested ? seconds / (seconds + c.droopSeconds) : c.tensorShare;
  return seconds / (1 - droop * busyShare * warmth);
}

function joined(c: KernelConstants, compute: number, memory: number): number {
  return pow(pow(compute, c.rooflineKnee) + pow(memory, c.rooflineKnee), 1 / c.rooflineKnee);
}
