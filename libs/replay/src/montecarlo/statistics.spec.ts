import fc from 'fast-check';
import { SHARE, statistic, studentQuantile, wilsonInterval } from './statistics.js';

describe("the quantiles of Student's t", () => {
  // Exact values to six digits (Abramowitz and Stegun, table 26.10).
  it.each([
    [0.975, 3, 3.182446, 2e-3],
    [0.975, 5, 2.570582, 2e-4],
    [0.975, 9, 2.262157, 2e-5],
    [0.975, 30, 2.042272, 1e-6],
    [0.995, 30, 2.749996, 2e-6],
    [0.9, 12, 1.356217, 1e-6],
  ])('at %d with %d degrees of freedom', (p, n, exact, relative) => {
    expect(Math.abs(studentQuantile(p, n) / exact - 1)).toBeLessThan(relative);
    expect(studentQuantile(1 - p, n)).toBeCloseTo(-studentQuantile(p, n), 9);
  });
});

describe('a sample summed up', () => {
  it('has the mean, spread and quantiles of its values, in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 }),
        (values) => {
          const n = values.length;
          const mean = values.reduce((sum, value) => sum + value, 0) / n;
          const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
          const { ci95, ...found } = statistic(values);
          expect(found.mean).toBeCloseTo(mean, 9);
          expect(found.sd).toBeCloseTo(Math.sqrt(squares / (n - 1)), 9);
          expect(found.standardError).toBeCloseTo(found.sd / Math.sqrt(n), 9);
          expect([found.min, found.max]).toEqual([Math.min(...values), Math.max(...values)]);
          expect(found.p5).toBeLessThanOrEqual(found.p50);
          expect(found.p50).toBeLessThanOrEqual(found.p95);
          const half = studentQuantile(0.975, n - 1) * found.standardError;
          expect(
            [mean - ci95[0], ci95[1] - mean]
              .map((reach) => reach - half)
              .every((off) => Math.abs(off) < 1e-9),
          ).toBe(true);
          expect(statistic([...values].reverse()).p50).toBe(found.p50);
        },
      ),
    );
  });

  it('of one value has no spread, and an interval within what is possible', () => {
    expect(statistic([0.4])).toEqual({
      mean: 0.4,
      sd: 0,
      standardError: 0,
      ci95: [0.4, 0.4],
      min: 0.4,
      p5: 0.4,
      p50: 0.4,
      p95: 0.4,
      max: 0.4,
    });
    expect(statistic([0, 0, 0.9], SHARE).ci95[0]).toBe(0);
    expect(() => statistic([])).toThrow('a statistic needs a sample');
  });
});

describe("Wilson's interval of a share", () => {
  it.each([
    [1, 20, 0.8389, 1],
    [0, 10, 0, 0.2775],
    [0.5, 10, 0.2366, 0.7634],
  ])('%d of %d', (share, n, low, high) => {
    const found = wilsonInterval(share, n);
    expect(found[0]).toBeCloseTo(low, 4);
    expect(found[1]).toBeCloseTo(high, 4);
  });

  it('lies within 0 and 1 and about the share, at any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, part) => {
          const share = Math.round(part * n) / n;
          const [low, high] = wilsonInterval(share, n);
          expect([low >= 0, low <= share + 1e-12, high >= share - 1e-12, high <= 1]).toEqual([
            true,
            true,
            true,
            true,
          ]);
        },
      ),
    );
  });
});
