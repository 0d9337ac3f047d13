import { FAULT_PROFILES } from '../faults/index.js';
import { jobRequest } from '../testing/index.js';
import { CURVES, type CurveKind, replayCurve } from './curves.js';
import { intervalCurve } from './interval-curve.js';

const request = jobRequest({ horizon: { kind: 'wall', days: 54 } });
const curveOf = (over: CurveKind, of = request) => replayCurve(of, over, 6)!;
const meanGoodput = (over: CurveKind): readonly number[] =>
  curveOf(over).points.map(({ goodput }) => goodput.mean);

describe('curves of a replay', () => {
  it.each(CURVES)('over %s: the configured value is a point, and in order of the axis', (over) => {
    const { points, configured } = curveOf(over);
    const xs = points.map(({ x }) => x);
    expect(xs).toContain(configured);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(new Set(xs).size).toBe(xs.length);
    // The configured point is the replay itself.
    const own = points.find(({ x }) => x === configured)!;
    const spares = curveOf('spares').points.find(({ x }) => x === request.fleet.spareNodes)!;
    expect(own.goodput).toEqual(spares.goodput);
  });

  it('over the interval: the points and optima of the interval curve', () => {
    const curve = intervalCurve(request, 6)!;
    const { points, optima } = curveOf('interval');
    expect(points.map(({ x }) => x)).toEqual(curve.points.map(({ intervalS }) => intervalS));
    expect(optima.map(({ x }) => x)).toEqual([
      curve.youngS,
      curve.dalyS,
      curve.exactOptimumS,
      curve.simulatedOptimumS,
    ]);
  });

  it('rarer faults and smaller jobs never have less goodput, nor have more spares', () => {
    for (const over of ['mtbf', 'spares'] as const) {
      const goodput = meanGoodput(over);
      goodput
        .slice(1)
        .forEach((value, index) => expect(value).toBeGreaterThanOrEqual(goodput[index]! - 1e-3));
    }
    // A larger machine has components of its own: sizes do not meet the same faults.
    const byScale = curveOf('scale').points.map(({ ettr }) => ettr);
    byScale.slice(1).forEach(({ mean, standardError }, index) => {
      const smaller = byScale[index]!;
      expect(mean).toBeLessThan(smaller.mean + 3 * (standardError + smaller.standardError));
    });
    expect(byScale.at(-1)!.mean).toBeLessThan(byScale[0]!.mean - 0.02);
  });

  it('the axis of failures is that of the job: half the rate, twice the time', () => {
    const { points, configured } = curveOf('mtbf');
    expect(configured).toBeCloseTo(24.9, 0);
    expect(points[0]!.x).toBeCloseTo(configured / 4, 9);
    const twice = curveOf('mtbf', { ...request, rateScale: { all: 2 } });
    expect(twice.configured).toBeCloseTo(configured / 2, 9);
  });

  it('where nothing stops the job there is a curve over spares alone', () => {
    const calm = { ...request, profile: FAULT_PROFILES.none! };
    expect(CURVES.filter((over) => replayCurve(calm, over, 1) !== undefined)).toEqual(['spares']);
  });
});
