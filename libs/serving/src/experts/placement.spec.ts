import { RandomStream } from '@railyard/base';
import { drawLoads, fullestGpu } from './placement.js';

const places = { experts: 8, redundant: 0, gpus: 4, balancer: true };

describe('the fullest GPU', () => {
  it('has the sum of its experts where they lie in order', () => {
    const loads = Float64Array.of(4, 2, 1, 0, 0, 0, 1, 0);
    expect(fullestGpu(loads, { ...places, balancer: false })).toBe(6 / 2);
  });

  it('has the hottest expert with the coldest where they are placed by load', () => {
    expect(fullestGpu(Float64Array.of(4, 2, 1, 0, 0, 0, 1, 0), places)).toBe(4 / 2);
  });

  it('shares the hottest expert with its copies', () => {
    const loads = Float64Array.of(5, 1, 1, 1, 0, 0, 0, 0);
    // Four copies of 5/4 and one of each of the others: 12 places, three on each GPU.
    expect(fullestGpu(loads, { ...places, redundant: 4 })).toBeCloseTo((5 / 5 + 1) / 2, 12);
  });

  it('is the mean where loads are equal', () => {
    for (const balancer of [true, false])
      expect(fullestGpu(new Float64Array(8).fill(1), { ...places, balancer })).toBe(1);
  });

  it('is never fuller with a balancer, nor with more copies', () => {
    const stream = new RandomStream(7, 'placement');
    for (let i = 0; i < 50; i += 1) {
      const loads = drawLoads(stream.child(i), 64, 0.8);
      const at = (redundant: number, balancer: boolean): number =>
        fullestGpu(loads, { experts: 64, redundant, gpus: 16, balancer });
      expect(at(0, true)).toBeLessThanOrEqual(at(0, false) + 1e-12);
      expect(at(16, true)).toBeLessThanOrEqual(at(0, true) + 1e-12);
      expect(at(16, true)).toBeGreaterThanOrEqual(1 - 1e-12);
    }
  });
});

describe('drawn loads', () => {
  it('have mean one and the spread that is asked for', () => {
    const loads = drawLoads(new RandomStream(1, 'loads'), 20_000, 0.6);
    const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
    const variance = loads.reduce((sum, load) => sum + (load - mean) ** 2, 0) / loads.length;
    expect(mean).toBeCloseTo(1, 12);
    expect(Math.sqrt(variance)).toBeCloseTo(0.6, 1);
  });
});
