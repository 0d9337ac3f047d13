import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import {
  type KernelAccuracy,
  type KernelFile,
  type TableRow,
  isFitted,
  isKernelFile,
  kernelAccuracy,
  rowsOfFile,
  rowsOfTable,
} from './index.js';

const hopper = ['hopper-kernels', 'hopper-kernels-2'].flatMap((name) =>
  rowsOfFile(JSON.parse(readFileSync(`test/data/${name}.json`, 'utf8')) as KernelFile, name),
);
const table = (name: string): TableRow[] =>
  parse(readFileSync(`test/data/public-kernels/${name}.csv`, 'utf8'), { columns: true });
const publicRows = ['gemm', 'attention', 'moe', 'stream'].flatMap((name) => rowsOfTable(table(name)) ?? []);

const training = kernelAccuracy(hopper);
const engines = kernelAccuracy(publicRows);

/** Medians of the families that match, weighted by nothing: each has to hold alone. */
const medians = ({ sources }: KernelAccuracy, pattern: RegExp): [string, number][] =>
  sources
    .filter(({ family, medianPct }) => pattern.test(family) && medianPct !== null)
    .map(({ device, family, medianPct }) => [`${device} ${family}`, medianPct ?? Infinity]);

describe('kernel model on rows that were not fitted', () => {
  it('meets 6 % in the median and 15 % at the 90th percentile on training kernels', () => {
    expect(training.summary.rows).toBe(820);
    expect(training.summary.medianPct).toBeLessThan(6);
    expect(training.summary.p90Pct).toBeLessThan(15);
  });

  it.each([
    ['fine-grained FP8, each pass', /^gemm fp8-block/, 6],
    ['BF16 and FP8 GEMM, many rows and few', /^gemm (bf16|fp8-tensor)/, 8],
    ['grouped GEMM', /^grouped/, 8],
    ['attention, both passes', /^attention (forward|backward)/, 6],
  ])('meets its gate for %s', (_, pattern, gate) => {
    const found = medians(training, pattern);
    expect(found.length).toBeGreaterThan(1);
    for (const [name, median] of found) expect({ name, ok: median < gate }).toEqual({ name, ok: true });
  });

  it('meets 8 % on memory-bound training kernels together', () => {
    const memoryBound =
      /^(rmsnorm|layernorm|bias|swiglu|dropout|quantize|rope|residual|cross|adamw|(un)?permute|l2|copy)/;
    const errors = training.rows.flatMap(({ status, errorPct, id }) =>
      status === 'judged' && memoryBound.test(id) ? [Math.abs(errorPct ?? Infinity)] : [],
    );
    expect(errors.length).toBeGreaterThan(30);
    expect(errors.sort((a, b) => a - b)[errors.length >> 1]).toBeLessThan(8);
  });

  it('prices large BF16 and FP8 products within 6 % in the median on devices with HBM', () => {
    const found = medians(engines, /^gemm (bf16|fp8) large$/).filter(([name]) => !name.startsWith('l40s'));
    expect(found.length).toBe(13);
    for (const [name, median] of found) expect({ name, ok: median < 6 }).toEqual({ name, ok: true });
  });

  it('prices expert layers within 10 % in the median but in FP4', () => {
    const found = medians(engines, /^experts (bf16|fp8|fp8_block)$/);
    expect(found.length).toBe(22);
    for (const [name, median] of found) expect({ name, ok: median < 10 }).toEqual({ name, ok: true });
  });

  it('prices them in FP4 within 12 % by the generated kernels, which services are priced by', () => {
    const found = medians(engines, /^experts nvfp4 generated$/);
    expect(found.map(([name]) => name.split(' ')[0]).sort()).toEqual(['b200', 'b300', 'gb200', 'gb300']);
    for (const [name, median] of found) expect({ name, ok: median < 12 }).toEqual({ name, ok: true });
  });

  it("adds up the linear layers of a block on a B300, Transformer Engine's FP4 within 10 %", () => {
    const name = 'transformer-engine-b300';
    const file = JSON.parse(readFileSync(`test/data/${name}.json`, 'utf8')) as KernelFile;
    const found = kernelAccuracy(rowsOfFile(file, name));
    const four = found.rows.filter(({ id }) => id.includes('nvfp4'));
    expect(four.length).toBe(3);
    expect(four.some(({ status }) => status === 'judged')).toBe(true);
    for (const { errorPct } of four) expect(Math.abs(errorPct ?? Infinity)).toBeLessThan(10);
  });

  it('prices FP4 products of cuBLASLt on a B200 within 15 %', () => {
    const name = 'torchao-b200';
    const file = JSON.parse(readFileSync(`test/data/${name}.json`, 'utf8')) as KernelFile;
    const four = kernelAccuracy(rowsOfFile(file, name)).rows.filter(({ id }) => id.includes('nvfp4'));
    expect(four.map(({ status }) => status).sort()).toEqual([...Array(5).fill('fitted'), 'judged', 'judged']);
    for (const { errorPct } of four) expect(Math.abs(errorPct ?? Infinity)).toBeLessThan(15);
  });

  it('says of every row what became of it', () => {
    for (const { status, twin, why } of [...training.rows, ...engines.rows])
      expect({ status, known: twin !== null, said: why !== '' }).toEqual({
        status,
        known: status !== 'left-out',
        said: status === 'left-out',
      });
  });
});

describe('the split of measured rows', () => {
  it('halves them by shape alone', () => {
    const shares = [training, engines].map(({ rows }) => {
      const split = rows.filter(({ status }) => status !== 'left-out');
      return split.filter(({ status }) => status === 'fitted').length / split.length;
    });
    for (const share of shares) expect(Math.abs(share - 0.5)).toBeLessThan(0.05);
    expect(isFitted('gemm m=1 n=2 k=3')).toBe(isFitted('gemm m=1 n=2 k=3'));
  });
});

describe('reading measured kernels', () => {
  it('knows tables by their columns', () => {
    expect(rowsOfTable([{ device: 'h100', seconds: '1' }])).toBeUndefined();
    expect(rowsOfTable([])).toEqual([]);
  });

  it('knows a file of kernels', () => {
    expect(isKernelFile({ device: 'NVIDIA H200', rows: [] })).toBe(true);
    expect(isKernelFile(null)).toBe(false);
    expect(isKernelFile({ rows: [] })).toBe(false);
  });
});
