import { studentQuantile } from './student-quantile.js';

describe("Student's quantile", () => {
  it.each([
    [3, 2.3534],
    [4, 2.1318],
    [9, 1.8331],
    [30, 1.6973],
    [1e6, 1.6449],
  ])('of 0.95 with %s degrees of freedom is that of the tables', (df, quantile) => {
    expect(Math.abs(studentQuantile(0.95, df) / quantile - 1)).toBeLessThan(0.003);
  });

  it('is symmetric', () => {
    expect(studentQuantile(0.05, 7)).toBeCloseTo(-studentQuantile(0.95, 7), 12);
  });
});
