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
    expect(family).toMatchObject({ name: 'a100, deepseek-v3, dense, one node', rows: 200, known: 203 });
    const [low, high] = family.interval;
    const inside = scattered(2000, 2).filter((error) => {
      const ratio = 100 / (100 + error);
      return ratio >= low && ratio <= high;
    });
    expect(inside.length / 2000).toBeGreaterThan(0.86);
    expect(inside.length / 2000).toBeLessThan(0.94);
  });

  it('is one with its relatives where it has few rows: of its generation, then of its framework', () => {
    const job = { ...key, level: 'megatron-core-2025' };
    const own = rowsOf([-13, -12, -11], { level: 'megatron-core-2025' });
    const others = rowsOf(scattered(30, 3), { device: 'h100', level: 'megatron-core-2026' });
    expect(familyOf(job, [...own, ...others])).toMatchObject({
      name: 'megatron-core, dense',
      rows: 33,
      known: 3,
    });
    const sisters = rowsOf(scattered(30, 4), { device: 'a800', level: 'megatron-core-2026' });
    const pooled = familyOf(job, [...own, ...others, ...sisters]);
    expect(pooled).toMatchObject({ name: 'ampere, megatron-core, dense', rows: 33, known: 3 });
    const level = { level: 'megatron-core-2025' };
    const same = familyOf(job, [
      ...own,
      ...sisters,
      ...rowsOf(scattered(20, 5), { device: 'a800', ...level }),
    ]);
    expect(same).toMatchObject({ name: 'ampere, megatron-core-2025, dense', rows: 23 });
    expect(familyOf(job, [...own, ...sisters, ...rowsOf(scattered(20, 5), level)]).rows).toBe(23);
  });

  it('is that of its framework where all of it are few, with an interval for one more device', () => {
    const relatives = ['h100', 'b200', 'h200'].flatMap((device, i) =>
      rowsOf(scattered(5, 3 + i), { device }),
    );
    const own = rowsOf([-13, -12, -11]);
    const { name, rows, interval, known } = familyOf(key, [...relatives, ...own]);
    expect({ name, rows, known }).toEqual({ name: 'deepseek-v3, dense', rows: 18, known: 3 });
    const [low, high] = interval;
    // The mean is 1.25, but 1.136 on the device; the standard deviation is 0.2 / sqrt(12) of 1.25.
    expect(Math.sqrt(low * high)).toBeGreaterThan(1.15);
    expect(Math.sqrt(low * high)).toBeLessThan(1.3);
    expect(Math.log(high / low)).toBeGreaterThan(2 * 1.645 * 0.04);
  });

  it('has no interval of nothing where one run is all that is known', () => {
    const relatives = rowsOf(scattered(15, 6), { device: 'h100' });
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
      known: 0,
      rows: 40,
    });
    expect(familyOf({ ...key, kind: 'moe', device: 'mi300x' }, rows).name).toBe('all published runs');
  });
});
