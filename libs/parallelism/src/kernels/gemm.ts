/**
 * Time of a matrix multiplication: tiles in waves over the SMs, against the memory roofline
 * (docs/model/kernels.md, section 2).
 *
 *   tile     = 2 rows columns k / (peak per SM x efficiency(rows, columns)) + promotion
 *   compute  = waves x tile / clock + exposed stores (+ adding up, where the depth is split)
 *   seconds  = start + (compute^3 + memory^3)^(1/3), smallest over tile shapes and splits
 */
import { invariant, pow } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants, calibrationOf } from '../calibration/index.js';
import { type Clock, clocked, sustainedClock } from './clock.js';
import { type GemmOptions, type GemmShape, type GroupedGemmShape } from './kernel-options.js';
import { type MatrixEngine, matrixEngine } from './matrix-engine.js';

/** Depth after which fine-grained kernels promote partial sums to FP32. */
const PROMOTION_DEPTH = 128;
/** Ways in which a library splits the depth of a product that has fewer tiles than there are SMs. */
const SPLITS: readonly number[] = [2, 4, 8];
/** Depth that each part keeps at least. */
const SPLIT_DEPTH = 256;
/** A part is handed on in FP32. */
const PART_BYTES = 4;

/**
 * Seconds that the kernel runs, as a profiler shows it (no launch gap). @throws InvariantError on an empty
 * shape, no SMs, or FP8 on a device without it.
 */
export function gemmSeconds(device: DeviceSpec, shape: GemmShape, options: GemmOptions): number {
  const { m, n, k } = shape;
  return matrixSeconds(calibrationOf(device).constants, device, { groups: 1, m, n, k }, options);
}

/** As `gemmSeconds`, for several problems whose tiles share the SMs in one launch. */
export function groupedGemmSeconds(
  device: DeviceSpec,
  shape: GroupedGemmShape,
  options: GemmOptions,
): number {
  const { groups, mPerGroup: m, n, k, sizes } = shape;
  return matrixSeconds(calibrationOf(device).constants, device, { groups, m, n, k, sizes }, options);
}

/** `groups` problems out[m,n] = a[m,k] b[n,k]; with `sizes`, of so many rows each instead of `m`. */
export interface MatrixShape extends GemmShape {
  readonly groups: number;
  readonly sizes?: readonly number[] | undefined;
}

/** The model itself; the fit calls it with trial constants and the clock of a benchmark. */
export function matrixSeconds(
  c: KernelConstants,
  device: DeviceSpec,
  shape: MatrixShape,
  options: GemmOptions,
  clock: Clock = sustainedClock(c, options.tensorShare, options.streamShare),
): number {
  const { groups, m, n, k } = shape;
  invariant(m > 0 && n > 0 && k > 0 && groups > 0, 'a GEMM has rows, columns and depth', { groups, m, n, k });
  const sms = options.sms ?? device.sms;
  invariant(sms > 0 && sms <= device.sms, 'a kernel runs on at least one SM and at most the device', {
    sms,
    device: device.name,
  });
  const engine = matrixEngine(c, device, options, shape);
  const outputBytes = options.outputBytes ?? (options.pass === 'wgrad' ? 8 : 2);
  const compute = computeSeconds(device, shape, engine, { sms, outputBytes, clock });
  const rows = shape.sizes === undefined ? groups * m : total(shape.sizes);
  const weight = options.weightBytes ?? engine.inputBytes;
  const bytes = (rows * engine.inputBytes + groups * n * weight) * k + rows * n * outputBytes;
  const reached = Math.min(1, sms / (device.sms * c.saturatingSmShare)) * engine.loadFraction;
  const memory = bytes / (device.memoryBandwidthGBps * 1e9 * reached);
  const slowdown = options.contended === true ? c.matrixContention : 1;
  return (c.matrixStartSeconds + joined(compute, memory, c.rooflineKnee)) * slowdown;
}

interface Launch {
  readonly sms: number;
  readonly outputBytes: number;
  readonly clock: Clock;
}

/** Shortest over the tiles that the library has, and over splits of the depth where tiles are few. */
function computeSeconds(
  device: DeviceSpec,
  shape: MatrixShape,
  engine: MatrixEngine,
  launch: Launch,
): number {
  const { sms, outputBytes, clock } = launch;
  const { tiles } = engine;
  let best = Infinity;
  for (let i = 0; i < tiles.length; i += 2) {
    const rows = tiles[i] as number;
    const columns = tiles[i + 1] as number;
    const count = rowTiles(shape, rows) * Math.ceil(shape.n / columns);
    const waves = engine.lostWaves > 0 ? unawareWaves(engine, count, sms) : Math.ceil(count / sms);
    const tile = tileSeconds(engine, rows, columns, shape.k);
    const stored = (rows * columns) / engine.storeRate;
    const busy = waves * tile;
    const whole = clocked(device, clock, engine.droop, busy, count / waves / device.sms);
    best = Math.min(best, whole + waves * stored * outputBytes);
    if (!engine.splits || count >= sms) continue;
    for (const split of SPLITS) {
      if (shape.k < split * SPLIT_DEPTH) break;
      const parts = count * split;
      const partWaves = Math.ceil(parts / sms);
      const partBusy = (partWaves * tile) / split;
      const part = clocked(device, clock, engine.droop, partBusy, parts / partWaves / device.sms);
      best = Math.min(best, part + partWaves * stored * PART_BYTES + engine.splitSeconds);
    }
  }
  return best;
}

/** Tiles along the rows of all groups: the last of each group may be partly empty. */
function rowTiles(shape: MatrixShape, rows: number): number {
  if (shape.sizes === undefined) return shape.groups * Math.ceil(shape.m / rows);
  return shape.sizes.reduce((sum, size) => sum + Math.ceil(size / rows), 0);
}

/**
 * One tile on one SM: its products, and promotion of every 128 of depth to FP32 (fine-grained depth is padded
 * to that).
 */
function tileSeconds(engine: MatrixEngine, rows: number, columns: number, depth: number): number {
  const intensity = (rows * columns) / (rows + columns);
  const efficiency = engine.peakFraction * (intensity / (intensity + engine.halfIntensity));
  const padded = engine.fineGrained ? Math.ceil(depth / PROMOTION_DEPTH) * PROMOTION_DEPTH : depth;
  const products = (2 * rows * columns * padded) / (engine.peakPerSm * efficiency);
  const promotion =
    (2 * rows * columns * engine.promotionOps * padded) / (PROMOTION_DEPTH * engine.scalarPerSm);
  return products + promotion;
}

/**
 * A library that planned for the whole device: its static order leaves SMs waiting for about one more wave.
 */
function unawareWaves(engine: MatrixEngine, count: number, sms: number): number {
  return Math.max(Math.ceil(count / sms), count / sms + engine.lostWaves);
}

export function joined(compute: number, memory: number, knee: number): number {
  return pow(pow(compute, knee) + pow(memory, knee), 1 / knee);
}

const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);
