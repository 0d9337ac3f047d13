import { type ReplayCurve } from '@railyard/replay';
import { renderCurve } from './curve.js';

const statistic = (mean: number): ReplayCurve['points'][number]['ettr'] => ({
  mean,
  sd: 0,
  standardError: 0,
  ci95: [mean - 0.01, mean + 0.01],
  min: mean,
  p5: mean,
  p50: mean,
  p95: mean,
  max: mean,
});
const curve: ReplayCurve = {
  over: 'interval',
  unit: 's',
  points: [60, 600, 6000].map((x, index) => ({
    x,
    ettr: statistic(0.9 + 0.02 * index),
    goodput: statistic(0.8 + 0.02 * index),
  })),
  configured: 600,
  optima: [
    { name: 'Daly', x: 620 },
    { name: 'out of the axis', x: 1e6 },
  ],
};
const centres = (svg: string): readonly (readonly [number, number])[] =>
  [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);

describe('renderCurve', () => {
  const svg = renderCurve(curve, 'a <job> & its faults');

  it('places each point by its value: decades at equal distances, more goodput higher', () => {
    const [a, b, c, ...rest] = centres(svg);
    expect(rest).toHaveLength(3);
    expect(b![0] - a![0]).toBeCloseTo(c![0] - b![0], 0);
    expect(b![1]).toBeLessThan(a![1]);
    expect(rest[0]![1]).toBeGreaterThan(a![1]);
  });

  it('says the values in words, escapes what is not its own, and marks what lies on the axis', () => {
    expect(svg).toContain('ETTR 90.00 % (89.00 to 91.00) at 60 s');
    expect(svg).toContain('a &lt;job&gt; &amp; its faults');
    expect(svg).toContain('>configured 600</text>');
    expect(svg).toContain('>Daly 620</text>');
    expect(svg).not.toContain('out of the axis');
    expect(svg).toContain('checkpoint interval (s)');
  });

  it('draws a curve over no spares at all, and one of a single point', () => {
    const spares: ReplayCurve = { ...curve, over: 'spares', unit: 'nodes', configured: 0, optima: [] };
    const points = curve.points.map((point, index) => ({ ...point, x: 5 * index }));
    for (const some of [points, points.slice(0, 1)])
      expect(renderCurve({ ...spares, points: some }, 'job')).not.toMatch(/NaN|Infinity/);
  });
});
