import { RandomStream, normalQuantile } from '@railyard/base';
import { type Scattered, betweenSources, predictionInterval } from './prediction-interval.js';

const stream = new RandomStream(7, 'prediction');
const normal = (): number => normalQuantile(stream.uniform() * 0.999998 + 1e-6);
/** `count` rows of one source on one device, which differ from each other by `within`. */
const group = (device: string, source: string, mean: number, count: number, within: number): Scattered[] =>
  Array.from({ length: count }, () => ({ logRatio: mean + within * normal(), device, source }));

describe('the interval of one more job', () => {
  it('holds nine of ten where groups scatter', () => {
    let inside = 0;
    const trials = 400;
    for (let trial = 0; trial < trials; trial += 1) {
      const pool = Array.from({ length: 8 }, (_, i) => group(`d${i}`, 's', 0.1 * normal(), 6, 0.05)).flat();
      const [low, high] = predictionInterval(pool, 0);
      const next = Math.exp(0.1 * normal() + 0.05 * normal());
      if (next >= low && next <= high) inside += 1;
    }
    expect(inside / trials).toBeGreaterThan(0.85);
    expect(inside / trials).toBeLessThan(0.97);
  });

  it('grows by what sources differ', () => {
    const pool = [...group('a', 's', 0, 10, 0.05), ...group('b', 's', 0.1, 10, 0.05)];
    const width = (variance: number): number => {
      const [low, high] = predictionInterval(pool, variance);
      return Math.log(high / low);
    };
    expect(width(0.03)).toBeGreaterThan(1.5 * width(0));
  });
});

describe('the variance between sources', () => {
  it('is found from families that have several', () => {
    const families = Array.from({ length: 60 }, (_, i) => [
      ...group(`d${i}`, 'one', 0.1 * normal(), 5, 0.05),
      ...group(`d${i}`, 'two', 0.1 * normal(), 5, 0.05),
    ]);
    const found = betweenSources([...families, group('alone', 'one', 3, 5, 0.05)]);
    expect(Math.sqrt(found)).toBeGreaterThan(0.07);
    expect(Math.sqrt(found)).toBeLessThan(0.13);
  });

  it('is none where every family has one', () => {
    expect(betweenSources([group('a', 'one', 0, 5, 0.1)])).toBe(0);
  });
});
