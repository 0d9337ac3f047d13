import { logGamma, exp, log, RandomStream } from '@railyard/base';
import { HashDraws } from './hash-draws.js';

const draws = () => new HashDraws(new RandomStream(7, 'hash-draws.spec'));

/** Probability of k successes. */
const probability = (n: number, p: number, k: number): number =>
  exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p));

describe('draws of hashed flows', () => {
  it.each([
    [30, 0.25],
    [9, 0.5],
    [400, 0.01],
    [40, 0.5],
    [1000, 0.03],
    [100_000, 0.25],
  ])('%d trials of probability %d are binomial: chi-square over cells of at least 40', (n, p) => {
    const of = draws();
    const runs = 20_000;
    const counts = new Map<number, number>();
    for (let i = 0; i < runs; i += 1) {
      const k = of.binomial(n, p);
      counts.set(k, (counts.get(k) ?? 0) + 1);
    }
    let [chi, cells, expected, seen] = [0, 0, 0, 0];
    for (let k = 0; k <= n; k += 1) {
      expected += runs * probability(n, p, k);
      seen += counts.get(k) ?? 0;
      if (expected < 40) continue;
      chi += ((seen - expected) * (seen - expected)) / expected;
      [cells, expected, seen] = [cells + 1, 0, 0];
    }
    expect(cells).toBeGreaterThan(3);
    expect(chi).toBeLessThan(cells + 4 * Math.sqrt(2 * cells));
  });

  it.each([
    [50, 32],
    [1764, 22],
    [7, 1],
  ])('%d flows over %d links are all of them, evenly, and as far apart as hashes are', (flows, links) => {
    const of = draws();
    const counts = new Float64Array(64).fill(-1);
    const sum = new Float64Array(links);
    let squares = 0;
    const runs = 4000;
    for (let i = 0; i < runs; i += 1) {
      of.spread(flows, links, counts);
      expect(counts.subarray(0, links).reduce((total, count) => total + count, 0)).toBe(flows);
      for (let link = 0; link < links; link += 1) {
        sum[link] += counts[link];
        squares += (counts[link] - flows / links) ** 2;
      }
    }
    expect(counts[links]).toBe(-1);
    const variance = (flows / links) * (1 - 1 / links);
    for (const total of sum)
      expect(Math.abs(total / runs - flows / links)).toBeLessThanOrEqual(4.5 * Math.sqrt(variance / runs));
    if (links > 1) expect(squares / runs / links / variance).toBeCloseTo(1, 1);
  });
});
