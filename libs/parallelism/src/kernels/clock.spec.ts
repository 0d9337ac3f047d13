/** The clock under power: constants against what was measured, and what a lower limit may not do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { linearRegression } from 'simple-statistics';
import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import { calibrationOf } from '../calibration/index.js';
import { IDLE_POWER, POWER_EXPONENT, TENSOR_POWER, clocked, sustainedClock } from './clock.js';

interface Duty {
  readonly duty: number;
  readonly seconds: number;
  readonly watts: number;
  readonly clockMHz: number;
}
const FILE = join(__dirname, '../../../../test/data/power-and-clock.json');
/** Four products (BF16 unless said), then `count` kernels of another kind, over and over. */
interface Between {
  readonly kind: string;
  readonly product?: string;
  readonly count?: number;
  readonly seconds?: number;
  readonly otherSeconds?: number;
}
const { rows, idleW, between } = JSON.parse(readFileSync(FILE, 'utf8')) as {
  rows: Duty[];
  idleW: number;
  between: { readonly rows: readonly Between[] };
};
const RATED_W = 700;
const FULL_MHZ = 1980;

const h100 = DEVICES['h100'] as DeviceSpec;
const constants = calibrationOf(h100).constants;
const seconds = (busy: number, powerLimit?: number, droop = 0.14): number =>
  clocked(
    { ...h100, ...(powerLimit === undefined ? {} : { powerLimit }) },
    sustainedClock(constants, busy),
    droop,
    1,
    1,
  );

describe('constants of the power limit', () => {
  const free = rows.filter(({ clockMHz, duty }) => clockMHz >= FULL_MHZ - 1 && duty > 0.25);
  const tensorW =
    free.reduce((sum, { watts, duty }) => sum + (watts - idleW) * duty, 0) /
    free.reduce((sum, { duty }) => sum + duty * duty, 0);

  it('are what an H200 draws at rest, and more for each part of the time that it multiplies', () => {
    expect(IDLE_POWER.value).toBeCloseTo(idleW / RATED_W, 3);
    expect(TENSOR_POWER.value).toBeCloseTo(tensorW / RATED_W, 3);
  });

  it('have the exponent of power against the rate of the product, where the limit holds', () => {
    const fastest = Math.min(...rows.map((row) => row.seconds));
    const points = rows
      .filter(({ duty }) => duty > 0.75)
      .map((row): [number, number] => [
        Math.log(fastest / row.seconds),
        Math.log((row.watts - idleW) / row.duty / tensorW),
      ]);
    // Through the origin: mirrored points have no intercept.
    const { m } = linearRegression([...points, ...points.map(([x, y]): [number, number] => [-x, -y])]);
    expect(POWER_EXPONENT.value).toBeCloseTo(m, 1);
  });
});

describe('the clock of products between other kernels', () => {
  const alone = (of: string) =>
    between.rows.find(({ kind, count }) => kind === of && count === undefined)?.seconds ?? 0;
  const points = between.rows
    .filter(({ kind, count }) => count !== undefined && /^(copy|add|gelu|norm)$/.test(kind))
    .map(({ count = 0, product = 'bf16', seconds: each = 0, otherSeconds = 0 }) => ({
      share: (4 * each) / (4 * each + count * otherSeconds),
      slower: each / alone(product),
    }))
    // Below that the clock is up.
    .filter(({ share }) => share > 0.25);
  const deep = 0.3;
  const errors = (streamPower: number): number[] =>
    points.map(({ share, slower }) => {
      const clock = sustainedClock({ ...constants, streamPower }, share);
      return Math.log((1 - deep) / (1 - clock.lost(deep, 1)) / slower);
    });
  const rms = (streamPower: number): number =>
    Math.sqrt(errors(streamPower).reduce((sum, error) => sum + error ** 2, 0) / points.length);

  it('is that of products alone, with what memory-bound kernels leave of the power', () => {
    expect(points).toHaveLength(24);
    expect(rms(constants.streamPower)).toBeLessThan(0.015);
    for (const other of [-0.02, 0.02])
      expect(rms(constants.streamPower + other)).toBeGreaterThan(rms(constants.streamPower));
    for (const error of errors(constants.streamPower)) expect(Math.abs(error)).toBeLessThan(0.05);
  });

  it('never passes the full one, and gives nothing back to products that never rest', () => {
    const lost = (share: number, droop: number) => sustainedClock(constants, share).lost(droop, 1);
    expect(lost(1, 0.2)).toBeCloseTo(0.2, 12);
    expect(lost(0, 0.2)).toBe(0);
    expect(lost(0.3, 0.05)).toBe(0);
    expect(lost(0.7, 0.2)).toBeLessThan(lost(0.9, 0.2));
  });
});

describe('a board below its rating', () => {
  it('runs at the rating as without a limit, and never faster than that below it', () => {
    expect(seconds(0.9, 1)).toBe(seconds(0.9));
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        (busy, one, other) => {
          const [low, high] = [Math.min(one, other), Math.max(one, other)];
          expect(seconds(busy, low)).toBeGreaterThanOrEqual(seconds(busy, high) * (1 - 1e-12));
          expect(seconds(busy, high)).toBeGreaterThanOrEqual(seconds(busy) * (1 - 1e-12));
        },
      ),
    );
  });

  it('loses nothing where its tensor cores rest enough', () => {
    expect(seconds(0.1, 500 / 700)).toBe(seconds(0.1));
    expect(seconds(0, 0.3)).toBe(seconds(0));
  });

  it('at 500 of 700 W is a sixth slower where they never rest', () => {
    const left = (limit: number) => ((limit - 0.172) / 1.216) ** (1 / 2.53);
    expect(seconds(1, 500 / 700) / seconds(1)).toBeCloseTo(left(1) / left(500 / 700), 9);
    expect(seconds(1, 500 / 700) / seconds(1)).toBeCloseTo(1.18, 2);
  });
});
