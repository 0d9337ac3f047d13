import { RandomStream, log } from '@railyard/base';
import { FLOAT_FORMATS, roundTile, roundTo } from './floats.js';
import { formatErrors } from './format-errors.js';
import { decodeLogFmt, encodeLogFmt } from './logfmt.js';

const tile = (seed: number): Float64Array => {
  const stream = new RandomStream(seed, 'tile');
  return Float64Array.from({ length: 128 }, () => stream.normal());
};
const through = (values: Float64Array, bits: number): Float64Array =>
  decodeLogFmt(encodeLogFmt(values, bits));

describe('LogFMT', () => {
  it.each([4, 8, 10])('is back at its values after a second time, %i bits', (bits) => {
    const once = through(tile(1), bits);
    const twice = through(once, bits);
    once.forEach((value, i) => expect(twice[i]! / value).toBeCloseTo(1, 9));
  });

  it('keeps the least and the largest of a tile, and signs', () => {
    const values = Float64Array.of(-3.5, 0.02, 1, -0.02, 2);
    const back = through(values, 8);
    expect(back[0]).toBeCloseTo(-3.5, 12);
    expect(back[1]).toBeCloseTo(0.02, 12);
    values.forEach((value, i) => expect(Math.sign(back[i]!)).toBe(Math.sign(value)));
  });

  it('has a code of its own for zero, and tiles of nothing else', () => {
    expect([...through(Float64Array.of(0, 1, 0, -2), 8)].map((value) => value === 0)).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([...through(new Float64Array(4), 8)]).toEqual([0, 0, 0, 0]);
    expect([...through(Float64Array.of(5, -5), 8)]).toEqual([expect.closeTo(5, 12), expect.closeTo(-5, 12)]);
  });

  it('spans 2^32 at most: what is less goes to the lower end or to zero, whichever is nearer', () => {
    const low = 2 ** -32;
    const { low: end } = encodeLogFmt(Float64Array.of(1, 1e-30), 8);
    expect(end).toBeCloseTo(log(low), 12);
    const back = through(Float64Array.of(1, 1e-30, 0.4 * low, 0.6 * low), 8);
    expect([...back]).toEqual([1, 0, 0, expect.closeTo(low, 15)]);
  });

  it('keeps the order of values', () => {
    const values = tile(2).sort();
    const back = through(values, 6);
    for (let i = 1; i < back.length; i += 1) expect(back[i]!).toBeGreaterThanOrEqual(back[i - 1]!);
  });

  it('rounds in linear space: no value is nearer than the one taken', () => {
    const values = tile(3);
    const { low, step } = encodeLogFmt(values, 5);
    const codes = Array.from({ length: 15 }, (_, k) => Math.exp(low + step * k));
    through(values, 5).forEach((value, i) => {
      const exact = Math.abs(values[i]!);
      const least = Math.min(exact, ...codes.map((code) => Math.abs(code - exact)));
      expect(Math.abs(Math.abs(value) - exact)).toBeLessThanOrEqual(least * (1 + 1e-9));
    });
  });

  it('is unbiased between two codes: values that lie evenly there keep their mean', () => {
    // Codes of three bits are 1, 10 and 100.
    const between = Float64Array.from({ length: 91 }, (_, i) => 10 + i);
    const values = Float64Array.of(1, ...between, 100);
    const back = through(values, 3).subarray(1, 92);
    const mean = (list: Float64Array): number => list.reduce((sum, value) => sum + value, 0) / list.length;
    expect(mean(back)).toBeCloseTo(mean(between), 0);
    // By the nearer logarithm all above 31.6 would be 100.
    expect(back.filter((value) => value > 50)).toHaveLength(46 - 1);
  });

  it('refuses other sizes', () => {
    expect(() => encodeLogFmt(new Float64Array(129), 8)).toThrow();
    expect(() => encodeLogFmt(new Float64Array(1), 2)).toThrow();
  });
});

describe('floats', () => {
  it('round to the nearest, ties to even, and stop at the largest', () => {
    const { e4m3, e5m2, bf16 } = FLOAT_FORMATS;
    expect([1.0625, 1.1875, 500, 2 ** -10, -0.3].map((value) => roundTo(e4m3, value))).toEqual([
      1, 1.25, 448, 0, -0.3125,
    ]);
    expect(e5m2.largest).toBe(57_344);
    expect(roundTo(bf16, 1 + 2 ** -8)).toBe(1);
    expect([...roundTile(e4m3, Float64Array.of(0, 0))]).toEqual([0, 0]);
    expect(roundTile(e4m3, Float64Array.of(7, -7))[0]).toBe(7);
  });
});

describe('errors on data like activations', () => {
  const found = formatErrors(200, 1);
  const of = (format: string, data: string) =>
    found.find((one) => one.format === format && one.data === data)!;

  it.each(['normal', 'log-normal', 'outliers'])('have the order of the paper, %s', (data) => {
    const relative = (format: string): number => of(format, data).relativePct;
    expect(relative('LogFMT-8')).toBeLessThan(relative('E4M3'));
    expect(relative('E4M3')).toBeLessThan(relative('E5M2'));
    expect(relative('LogFMT-10')).toBeLessThan(6 * relative('BF16'));
    expect(relative('LogFMT-8')).toBeGreaterThan(relative('LogFMT-10'));
  });

  it('are not biased', () => {
    for (const { biasPct, rmsPct } of found) expect(Math.abs(biasPct)).toBeLessThan(0.1 * rmsPct);
  });
});
