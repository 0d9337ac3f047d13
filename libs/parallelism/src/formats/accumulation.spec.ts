import { accumulated, accumulationErrors } from './accumulation.js';

const HOPPER = { fractionBits: 13 };
const of = (...values: readonly number[]): Float64Array => {
  const products = new Float64Array(128);
  products.set(values);
  return products;
};

describe('sums of FP8 products', () => {
  it('lose what lies 13 bits below the largest of a group', () => {
    expect(accumulated(of(1, 2 ** -13), HOPPER)).toBe(1 + 2 ** -13);
    expect(accumulated(of(1, 2 ** -14), HOPPER)).toBe(1);
    // Cut off, not rounded; towards zero for negative ones too.
    expect(accumulated(of(1, 1.9 * 2 ** -14, -1.9 * 2 ** -14), HOPPER)).toBe(1);
    expect(accumulated(of(1, 2 ** -14), { fractionBits: 23 })).toBe(1 + 2 ** -14);
  });

  it('lose small groups alongside a large register, unless it is promoted between', () => {
    const products = new Float64Array(256);
    products[0] = 1;
    products.fill(2 ** -16, 128);
    expect(accumulated(products, HOPPER)).toBe(1);
    expect(accumulated(products, { ...HOPPER, promoteEvery: 128 })).toBe(1 + 128 * 2 ** -16);
    expect(() => accumulated(products, { ...HOPPER, promoteEvery: 100 })).toThrow(/whole instructions/);
  });

  it('are the better the more often they are promoted, and best in FP32', () => {
    const errors = accumulationErrors(4096, 100, 1).map(({ rmsPct }) => rmsPct);
    const [never = 0, rarely = 0, often = 0, fp32 = 0] = errors;
    expect(never).toBeGreaterThan(rarely);
    expect(rarely).toBeGreaterThan(often);
    expect(fp32).toBeLessThan(0.01 * often);
  });
});
