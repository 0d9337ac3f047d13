import { RandomStream } from '@railyard/base';
import { drawDuration, durationQuantile } from './durations.js';
import { type DurationSpec } from './profile-spec.js';

const COUNT = 4000;
const SPECS: readonly (readonly [string, DurationSpec])[] = [
  ['log-normal', { kind: 'log-normal', medianS: 300, sigma: 0.8 }],
  ['exponential', { kind: 'exponential', meanS: 500 }],
];

describe('durations', () => {
  it('that are fixed are always the same, and draw nothing', () => {
    const stream = new RandomStream(1, 'x');
    const fixed = { kind: 'fixed', seconds: 12 } as const;
    const next = new RandomStream(1, 'x').uniform();
    expect([drawDuration(fixed, stream), durationQuantile(fixed, 0.95), stream.uniform()]).toEqual([
      12,
      12,
      next,
    ]);
  });

  it.each(SPECS)('%s: the share below each quantile is its probability', (_, spec) => {
    const stream = new RandomStream(2, 'x');
    const drawn = Array.from({ length: COUNT }, () => drawDuration(spec, stream));
    for (const p of [0.05, 0.5, 0.95]) {
      const share = drawn.filter((seconds) => seconds < durationQuantile(spec, p)).length / COUNT;
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / COUNT));
    }
  });

  it('have the quantiles of their formulas', () => {
    expect(durationQuantile({ kind: 'log-normal', medianS: 300, sigma: 0.8 }, 0.5)).toBeCloseTo(300, 9);
    expect(durationQuantile({ kind: 'exponential', meanS: 500 }, 1 - Math.exp(-2))).toBeCloseTo(1000, 9);
  });
});
