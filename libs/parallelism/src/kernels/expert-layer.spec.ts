import { InvariantError, entryOf } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import { expertLayerSeconds } from './expert-layer.js';

const h200 = entryOf(DEVICES, 'h200');
const layer = (rows: readonly number[], precision: 'bf16' | 'fp8-block' = 'bf16') => ({
  rows,
  pairs: rows.reduce((sum, size) => sum + size, 0),
  hidden: 4096,
  inner: 1536,
  precision,
});

describe('an expert layer of an inference engine', () => {
  it('is bound by the weights of few tokens and by the products of many', () => {
    const weights = 3 * 4096 * 1536 * 2;
    const few = expertLayerSeconds(h200, layer(Array.from({ length: 64 }, () => 1)));
    expect(few).toBeGreaterThan((64 * weights) / 4.8e12);
    const many = layer(Array.from({ length: 64 }, () => 4096));
    expect(expertLayerSeconds(h200, many)).toBeGreaterThan((64 * 4096 * weights) / 989.5e12);
    const narrow = layer(
      Array.from({ length: 64 }, () => 1),
      'fp8-block',
    );
    expect(expertLayerSeconds(h200, narrow)).toBeLessThan(few);
  });

  it('costs more tiles when loads are uneven', () => {
    const even = expertLayerSeconds(h200, layer([512, 512, 512, 512]));
    expect(expertLayerSeconds(h200, layer([513, 513, 513, 509]))).toBeGreaterThanOrEqual(even);
  });

  it('refuses a layer without rows, and FP4 where there is none', () => {
    expect(() => expertLayerSeconds(h200, layer([]))).toThrow(InvariantError);
    expect(() => expertLayerSeconds(h200, { ...layer([1]), precision: 'nvfp4' })).toThrow(InvariantError);
  });
});
