/** Time of a matrix multiplication: tiles in waves over the SMs, against the memory roofline. */
import { invariant, pow } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { GEMM_BF16, GEMM_FP8, GEMM_FP8_BLOCK, WGRAD_PROMOTION } from './calibration.js';
import { type GemmOptions, type GemmShape, type GroupedGemmShape } from './kernel-options.js';

const TILES = [128, 256, 256, 128, 128, 128, 64, 256, 128, 64, 64, 128, 64, 64] as const;

/** Seconds that the kernel runs, as a profiler would show it (no launch gap). @throws InvariantError on an empty shape or FP8 on a device without it. */
export function gemmSeconds(device: DeviceSpec, shape: GemmShape, options: GemmOptions): number {
  return tiledSeconds(device, 1, shape.m, shape.n, shape.k, options);
}

/** As `gemmSeconds`, for `groups` equal problems whose tiles share the SMs in one launch. */
export function groupedGemmSeconds(device: DeviceSpec, shape: GroupedGemmShape, options: GemmOptions): number {
  return tiledSeconds(device, shape.groups, shape.mPerGroup, shape.n, shape.k, options);
}

function tiledSeconds(device: DeviceSpec, groups: number, m: number, n: number, k: number, options: GemmOptions): number {
  invariant(m > 0 && n > 0 && k > 0 && groups > 0, 'a GEMM has rows, columns and depth', { groups, m, n, k });
  const fp8 = options.precision !== 'bf16';
  invariant(!fp8 || device.fp8Tflops > 0, 'the device has FP8 tensor cores', { device: device.name });
  const sms = options.sms ?? device.sms;
  invariant(sms > 0, 'a kernel needs an SM', { sms });
  const c = options.precision === 'bf16' ? GEMM_BF16 : options.precision === 'fp8-tensor' ? GEMM_FP8 : GEMM_FP8_BLOCK;
  const promotion = options.precision === 'fp8-block' && options.pass === 'wgrad' ? WGRAD_PROMOTION : 1;
  const perSm = ((fp8 ? device.fp8Tflops : device.bf16Tflops) * 1e12) / device.sms;
  const inputBytes = fp8 ? 1 : 2;
  const outputBytes = options.outputBytes ?? (options.pass === 'wgrad' ? 8 : 2);
  const bytes = groups * ((m * k + n * k) * inputBytes + m * n * outputBytes);
  const memory = bytes / (device.memoryBandwidthGBps * 1e9 * c.memoryFraction);
  let best = Infinity;
  for (let i = 0; i < TILES.length; i += 2) {
    const rows = TILES[i] as number;
    const columns = TILES[i + 1] as number;
    const intensity = (rows * columns) / (rows + columns);
    const rate = perSm * c.peakFraction * (intensity / (intensity + c.halfIntensity));
    const tiles = groups * Math.ceil(m / rows) * Math.ceil(n / columns);
    const waves = (1 - c.quantization) * Math.max(tiles / sms, 1) + c.quantization * Math.ceil(tiles / sms);
    const compute = waves * ((2 * rows * columns * k * promotion) / rate + (c.tileSeconds * rows * columns) / 32768);
    const cold = pow(pow(compute, c.blend) + pow(memory, c.blend), 1 / c.blend);
    const heat = ((sms / device.sms) * cold) / (cold + c.droopSeconds);
    const warm = compute / (1 - c.droop * heat);
    best = Math.min(best, pow(pow(warm, c.blend) + pow(memory, c.blend), 1 / c.blend));
  }
  return best;
}
