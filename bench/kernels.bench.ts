/**
 * Accuracy of the kernel model on measured kernels that it was not fitted to (docs/model/kernels.md), and its
 * own speed.
 */
import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import {
  KERNEL_CONSTANTS,
  type KernelMeasurement,
  familyOf,
  gemmSeconds,
  predictedSeconds,
  splitRows,
} from '@railyard/parallelism';
import { readFileSync } from 'node:fs';
import { quantile } from 'simple-statistics';
import { type BenchLine, rateOf } from './bench-line.js';

/** From dist/bench, where this file runs. */
const DATA = new URL('../../test/data/hopper-kernels.json', import.meta.url);

const FAMILIES: readonly (readonly [string, RegExp])[] = [
  ['BF16 GEMM', /^gemm bf16/],
  ['FP8 GEMM', /^gemm fp8/],
  ['grouped GEMM', /^grouped/],
  ['GEMM while SMs are held', /^gemm_with/],
  ['attention forward', /^attention fwd/],
  ['attention backward', /^attention bwd/],
  ['memory-bound', /^stream/],
];

export async function kernelsBench(): Promise<BenchLine[]> {
  const { rows } = JSON.parse(readFileSync(DATA, 'utf8')) as { rows: KernelMeasurement[] };
  const { fitted, heldOut } = splitRows(rows);
  const device = DEVICES['h200'] as DeviceSpec;
  const errorsPct = (list: readonly KernelMeasurement[]): number[] =>
    list.map((row) => 100 * Math.abs(predictedSeconds(KERNEL_CONSTANTS, device, row) / row.seconds - 1));

  const all = errorsPct(heldOut);
  const lines: BenchLine[] = [
    {
      name: 'kernel error on held-out rows, median',
      value: quantile(all, 0.5),
      unit: '%',
      floor: 6,
      lessIsBetter: true,
      note: `${heldOut.length} rows; fitted on ${fitted.length} others`,
    },
    {
      name: 'kernel error on held-out rows, 90th percentile',
      value: quantile(all, 0.9),
      unit: '%',
      floor: 15,
      lessIsBetter: true,
    },
  ];
  for (const [name, pattern] of FAMILIES) {
    const family = errorsPct(heldOut.filter((row) => pattern.test(familyOf(row) ?? '')));
    const note =
      name === 'memory-bound'
        ? `${family.length} rows, half of them of programs not compiled for their shape`
        : `${family.length} rows`;
    lines.push({
      name: `kernel error, ${name}, median`,
      value: quantile(family, 0.5),
      unit: '%',
      lessIsBetter: true,
      note,
    });
    lines.push({
      name: `kernel error, ${name}, 90th percentile`,
      value: quantile(family, 0.9),
      unit: '%',
      lessIsBetter: true,
    });
  }
  const shape = { m: 4096, n: 7168, k: 16_384 };
  lines.push({
    name: 'kernel model, GEMM times',
    value: rateOf(() => void gemmSeconds(device, shape, { precision: 'bf16', pass: 'forward', sms: 112 })),
    unit: 'calls/s',
  });
  return lines;
}
