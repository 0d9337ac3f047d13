import { RandomStream } from '@railyard/base';
import { type FamilyKey, type MeasuredRow, familyOf } from './index.js';

const key: FamilyKey = { device: 'a100', level: 'deepseek-v3', kind: 'dense', scale: 'one node' };
const rowsOf = (errors: readonly number[], changes: Partial<MeasuredRow> = {}): readonly MeasuredRow[] =>
  errors.map((errorPct) => ({ ...key, source: 'paper', ...changes, errorPct }));
/** Errors of a family whose measured / computed scatters evenly between 1.15 and 1.35. */
const scattered = (count: number, seed: number): readonly number[] => {
  const stream = new RandomStream(seed, 'family');
  return Array.from({ length: count }, () => 100 / (1.15 + 0.2 * stream.uniform()) - 100);
};

describe('the family of a job', () => {
  it('is that of its device, level, kind and scale; its interval holds 90 % of other members', () => {
    const family = familyOf(key, [
      ...rowsOf(scattered(200, 1)),
      ...rowsOf([50, 60, 70], { scale: 'over 256 GPUs' }),
    ]);
    expect(family).toMatchObject({ name: 'a100, deepseek-v3, dense, one node', rows: 200, isOwn: true });
    const [low, high] = family.interval;
    const inside = scattered(2000, 2).filter((error) => {
      const ratio = 100 / (100 + error);
      return ratio >= low && ratio <= high;
    });
    expect(inside.length / 2000).toBeGreaterThan(0.86);
    expect(inside.length / 2000).toBeLessThan(0.94);
  });

  it('lies near its own mean and scatters as its relatives do where it has few rows', () => {
    const relatives = ['h100', 'b200', 'h200'].flatMap((device, i) =>
      rowsOf(scattered(40, 3 + i), { device }),
    );
    const own = rowsOf([-13, -12, -11]);
    const { rows, interval, isOwn, medianPct } = familyOf(key, [...relatives, ...own]);
    expect({ rows, isOwn, medianPct }).toEqual({ rows: 3, isOwn: true, medianPct: 12 });
    const [low, high] = interval;
    // Own mean 1.136, relatives' 1.25; their standard deviation is 0.2 / sqrt(12) of 1.25.
    expect(Math.sqrt(low * high)).toBeGreaterThan(1.136);
    expect(Math.sqrt(low * high)).toBeLessThan(1.25);
    expect(Math.log(high / low)).toBeGreaterThan(2 * 1.645 * 0.04);
    expect(Math.log(high / low)).toBeLessThan(2 * 1.645 * 0.08);
  });

  it('has no interval of nothing where one run is all that is known', () => {
    const relatives = rowsOf(scattered(40, 6), { device: 'h100' });
    const [low, high] = familyOf(key, [...relatives, ...rowsOf([10])]).interval;
    expect(Math.log(high / low)).toBeGreaterThan(0.1);
  });

  it('says how many published its rows', () => {
    const rows = [...rowsOf([1, 2, 3]), ...rowsOf([4], { source: 'another' })];
    expect(familyOf(key, rows).sources).toBe(2);
  });

  it('is a wider one, and says so, where no such job was published', () => {
    const rows = rowsOf(scattered(40, 4));
    expect(familyOf({ ...key, device: 'mi300x' }, rows)).toMatchObject({
      name: 'deepseek-v3, dense, one node',
      isOwn: false,
      rows: 40,
    });
    expect(familyOf({ ...key, kind: 'moe', device: 'mi300x' }, rows).name).toBe('all published runs');
  });
});
