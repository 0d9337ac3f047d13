import { RandomStream } from '@railyard/base';
import { CLUSTERS } from '@railyard/cluster';
import { MODELS } from '@railyard/parallelism';
import {
  MEASURED_SERVICES,
  type MeasuredService,
  type ServiceFamilyKey,
  serviceFamily,
  serviceKey,
} from './index.js';

const key: ServiceFamilyKey = { device: 'h200', kind: 'moe', phase: 'decode' };
const rowsOf = (
  errors: readonly number[],
  changes: Partial<MeasuredService> = {},
): readonly MeasuredService[] => errors.map((errorPct) => ({ ...key, source: 'one', ...changes, errorPct }));
/** Errors whose logarithm scatters by a tenth. */
const scattered = (count: number, seed: number): readonly number[] => {
  const stream = new RandomStream(seed, 'services');
  return Array.from({ length: count }, () => 100 * (Math.exp(0.1 * stream.normal()) - 1));
};

describe('the family of a service', () => {
  it('is of its generation, phase and kind where two sources or devices measured eight of them', () => {
    const rows = [
      ...rowsOf(scattered(5, 1)),
      ...rowsOf(scattered(5, 2), { device: 'h100', source: 'two' }),
      ...rowsOf(scattered(9, 3), { device: 'b200', source: 'two' }),
      ...rowsOf(scattered(9, 4), { phase: 'prefill' }),
    ];
    expect(serviceFamily(key, rows)).toMatchObject({
      name: 'hopper, decode, moe',
      known: 5,
      rows: 10,
      sources: 2,
    });
    expect(serviceFamily({ ...key, device: 'b200' }, rows)).toMatchObject({ name: 'decode, moe', rows: 19 });
    expect(serviceFamily({ ...key, device: 'a100', kind: 'dense' }, rows)).toMatchObject({
      name: 'decode',
      known: 0,
    });
    expect(serviceFamily({ ...key, phase: 'mixed' }, rows).name).toBe('all published services');
  });

  it('reaches as far as its rows scatter, and between sources', () => {
    const alike = serviceFamily(key, [
      ...rowsOf(scattered(60, 5)),
      ...rowsOf(scattered(60, 6), { source: 'two' }),
    ]);
    // A deviation of a tenth, with Student's factor of three degrees of freedom.
    expect(Math.log(alike.interval[1])).toBeCloseTo(0.235, 1);
    expect(Math.log(alike.interval[0])).toBeCloseTo(-0.235, 1);
    const apart = serviceFamily(key, [
      ...rowsOf(scattered(60, 5)),
      ...rowsOf(
        scattered(60, 6).map((error) => 1.5 * (100 + error) - 100),
        { source: 'two' },
      ),
    ]);
    expect(apart.interval[0]).toBeLessThan(alike.interval[0]);
    expect(apart.slowerPct).toBeLessThan(-10);
  });

  it('of a desktop chip is none of its large relatives', () => {
    expect(serviceFamily({ ...key, device: 'gb10' }, MEASURED_SERVICES).name).toBe('decode, moe');
    expect(serviceKey(CLUSTERS['h800-2048-mpft']!, MODELS['deepseek-v3']!, 'decode')).toEqual({
      device: 'h800',
      kind: 'moe',
      phase: 'decode',
    });
  });
});
