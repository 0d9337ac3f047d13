import { RandomStream } from '@railyard/base';
import { type FamilyKey, type MeasuredRow, familyOf } from './index.js';

const key: FamilyKey = { device: 'a100', level: 'deepseek-v3', kind: 'dense', scale: 'one node' };
const rowsOf = (errors: readonly number[], changes: Partial<FamilyKey> = {}): readonly MeasuredRow[] =>
  errors.map((errorPct) => ({ ...key, ...changes, errorPct }));
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

  it('has its own median and the scatter of its relatives where it has few rows', () => {
    const relatives = rowsOf(scattered(100, 3), { device: 'h100' });
    const { rows, interval, isOwn } = familyOf(key, [...relatives, ...rowsOf([9, 10, 11])]);
    expect({ rows, isOwn }).toEqual({ rows: 3, isOwn: true });
    const [low, high] = interval;
    expect(Math.sqrt(low * high)).toBeCloseTo(1 / 1.1, 1);
    // 0.9 of the scatter, ln(1.34 / 1.16), times the root of 1 + 1.57/3.
    expect(Math.log(high / low)).toBeCloseTo(Math.log(1.34 / 1.16) * Math.sqrt(1 + 1.5708 / 3), 1);
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
