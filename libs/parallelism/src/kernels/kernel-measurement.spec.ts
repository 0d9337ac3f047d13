import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import { readFileSync } from 'node:fs';
import { quantile } from 'simple-statistics';
import { KERNEL_CONSTANTS, KERNEL_INPUTS } from './constants.js';
import { type KernelMeasurement, familyOf, predictedSeconds, splitRows } from './kernel-measurement.js';

const { rows } = JSON.parse(readFileSync('test/data/hopper-kernels.json', 'utf8')) as {
  rows: KernelMeasurement[];
};
const h200 = DEVICES['h200'] as DeviceSpec;
const { fitted, heldOut } = splitRows(rows);
const errors = (list: readonly KernelMeasurement[]): number[] =>
  list.map((row) => Math.abs(predictedSeconds(KERNEL_CONSTANTS, h200, row) / row.seconds - 1));
const heldOutOf = (pattern: RegExp): KernelMeasurement[] =>
  heldOut.filter((row) => pattern.test(familyOf(row) ?? ''));

describe('kernel model against measured kernels', () => {
  it('splits the rows in two without loss; only the old attention kernel is left out', () => {
    const excluded = rows.filter((row) => familyOf(row) === undefined);
    expect(excluded.every((row) => row.backend === 'flash_attention')).toBe(true);
    expect({
      all: rows.length,
      fitted: fitted.length,
      heldOut: heldOut.length,
      excluded: excluded.length,
    }).toEqual({ all: 502, fitted: 235, heldOut: 235, excluded: 32 });
    expect(new Set([...fitted, ...heldOut]).size).toBe(470);
    expect(splitRows(rows.toReversed()).heldOut.length).toBe(235);
  });

  it(
    'meets the gates of the issue on rows it was not fitted to: median under 6 %, 90th percentile ' +
      'under 15 %',
    () => {
      expect(quantile(errors(heldOut), 0.5)).toBeLessThan(0.06);
      expect(quantile(errors(heldOut), 0.9)).toBeLessThan(0.15);
    },
  );

  it.each([
    ['BF16 GEMM', /^gemm bf16/],
    ['FP8 GEMM', /^gemm fp8/],
    ['grouped GEMM', /^grouped/],
    ['GEMM while SMs are held', /^gemm_with/],
    ['attention forward', /^attention fwd/],
    ['attention backward', /^attention bwd/],
  ])('meets them for %s alone', (_, pattern) => {
    const held = errors(heldOutOf(pattern));
    expect(held.length).toBeGreaterThan(9);
    expect(quantile(held, 0.5)).toBeLessThan(0.06);
    expect(quantile(held, 0.9)).toBeLessThan(0.15);
  });

  it(
    'meets them for memory-bound kernels compiled for their shape; the third shape of each ran a ' +
      'slower program (docs/model/kernels.md)',
    () => {
      const streams = heldOutOf(/^stream/);
      const specialized = streams.filter((row) => row.m === 8192 && row.pass !== 'bwd');
      expect(quantile(errors(specialized), 0.9)).toBeLessThan(0.15);
      // Elementwise addition of 268 MB at 2.4 TB/s and of 235 MB at 3.8 TB/s is no matter of shape.
      const addition = rows
        .filter((row) => row.op === 'residual_add')
        .map((row) => (row.bytes ?? 0) / row.seconds / 1e12);
      expect(addition[1] / addition[2]).toBeGreaterThan(1.5);
    },
  );

  it('states provenance and source of every constant', () => {
    for (const [name, constant] of Object.entries(KERNEL_INPUTS)) {
      expect({ name, positive: constant.value > 0, source: constant.source.length > 10 }).toEqual({
        name,
        positive: true,
        source: true,
      });
    }
  });
});
