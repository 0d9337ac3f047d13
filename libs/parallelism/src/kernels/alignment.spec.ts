import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alignmentSlowdown, paddedHeadDim } from './alignment.js';

interface Rows {
  readonly gemm: readonly {
    readonly m: number;
    readonly n: number;
    readonly k: number;
    readonly us: number;
  }[];
}
const { gemm } = JSON.parse(
  readFileSync(join(__dirname, '../../../../test/data/software-kernels.json'), 'utf8'),
) as Rows;
const rate = ({ m, n, k, us }: Rows['gemm'][number]): number => (m * n * k) / us;
const aligned = rate(gemm.find(({ m, n, k }) => m === 8192 && n === 4096 && k === 4096)!);

describe('the slowdown of a product', () => {
  it('is none where every contiguous dimension is a multiple of 8, whatever the tokens', () => {
    expect(alignmentSlowdown([4104, 4160])).toBe(1);
    for (const row of gemm.filter(({ n, k }) => n % 8 === 0 && k % 8 === 0 && n < 5000))
      expect(Math.abs(aligned / rate(row) - 1)).toBeLessThan(0.12);
  });

  it('is within a third of the measured one in even and odd dimensions', () => {
    const rows = gemm.filter(({ n, k }) => n % 8 !== 0 || k % 8 !== 0);
    expect(rows).toHaveLength(6);
    for (const row of rows) {
      const error = alignmentSlowdown([row.n, row.k]) / (aligned / rate(row)) - 1;
      expect(Math.abs(error)).toBeLessThan(0.33);
    }
  });

  it('is that of the worst dimension', () => {
    expect(alignmentSlowdown([4097, 4100])).toBe(alignmentSlowdown([4097]));
  });
});

describe('head sizes', () => {
  it.each([
    [64, 64, 64],
    [72, 128, 96],
    [80, 128, 96],
    [96, 128, 96],
    [100, 128, 128],
    [128, 128, 128],
    [160, 192, 192],
    [192, 192, 192],
    [576, 576, 576],
  ])('%d is computed as %d by cuDNN and as %d by FlashAttention', (own, cudnn, flash) => {
    expect(paddedHeadDim(own, 'cudnn')).toBe(cudnn);
    expect(paddedHeadDim(own, 'flash')).toBe(flash);
  });
});
