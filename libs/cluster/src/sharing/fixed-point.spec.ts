import { fixedPoint } from './index.js';

/** Of one number, which is the value too. */
const of = (f: (x: number) => number, from: number, rounds = 60) =>
  fixedPoint(
    [Float64Array.of(from)],
    [Number.NaN],
    ([state]) => ({ values: [state![0]!], next: [Float64Array.of(f(state![0]!))] }),
    { settled: 1e-9, rounds },
  );

describe('a fixed point', () => {
  it('is reached by repetition where that converges', () => {
    const { values, converged, rounds } = of(Math.cos, 1);
    expect(converged).toBe(true);
    expect(values[0]).toBeCloseTo(0.739085133215, 9);
    expect(rounds).toBeLessThan(60);
    // x = 1 + x / 2: halves its distance, 30 times for 1e-9.
    expect(of((x) => 1 + x / 2, 1)).toMatchObject({ converged: true, rounds: expect.closeTo(31, -0.5) });
  });

  it('is reached where repetition swings ever wider, or for ever between two', () => {
    for (const slope of [1, 1.5, 3, 8]) {
      const { values, converged } = of((x) => 2 + slope * (2 - x), 2.5);
      expect([slope, converged]).toEqual([slope, true]);
      expect(values[0]).toBeCloseTo(2, 7);
    }
  });

  it('is not claimed where there is none, or rounds are too few', () => {
    // Jumps over the diagonal.
    const { converged, rounds, change } = of((x) => (x < 1.5 ? 2 : 1), 1);
    expect([converged, rounds]).toEqual([false, 60]);
    expect(change).toBeGreaterThan(0.01);
    expect(of(Math.cos, 1, 3)).toMatchObject({ converged: false, rounds: 3 });
  });
});
