import fc from 'fast-check';
import { normalQuantile } from './normal-quantile.js';
import { exp, log, logGamma, pow } from './portable-math.js';

const relative = (a: number, b: number) =>
  a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(b), Number.MIN_VALUE);

describe('portable exp, log and pow', () => {
  it('agree with the engine to 2 units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(relative(exp(x), Math.exp(x))).toBeLessThan(4.5e-16);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(
          4.5e-16 * Math.max(1, Math.abs(Math.log(x))),
        );
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (x, y) => {
          expect(relative(pow(x, y), Math.pow(x, y))).toBeLessThan(1e-13);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('have the usual limits', () => {
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(-1000), exp(1000)]).toEqual([
      1,
      0,
      Infinity,
      0,
      Infinity,
    ]);
    expect([log(1), log(0), log(Infinity), log(5e-324)]).toEqual([0, -Infinity, Infinity, Math.log(5e-324)]);
    expect(log(-1)).toBeNaN();
    expect([pow(2, 10), pow(2, -2), pow(0, 0.5), pow(9, 0.5)]).toEqual([1024, 0.25, 0, 3]);
  });

  it('logGamma gives factorials', () => {
    let factorial = 1;
    for (let n = 1; n < 30; n += 1) {
      expect(relative(exp(logGamma(n)), factorial)).toBeLessThan(1e-12);
      factorial *= n;
    }
  });
});

describe('normalQuantile', () => {
  it('matches tabulated values', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12);
    expect(normalQuantile(0.9999)).toBeCloseTo(3.719016485455709, 12);
  });
});
