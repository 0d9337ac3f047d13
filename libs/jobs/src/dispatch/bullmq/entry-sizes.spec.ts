import { EntrySizes } from './entry-sizes.js';

const entriesAfter = (sizes: readonly number[], runs: number): number => {
  const entries = new EntrySizes();
  for (const size of sizes) entries.add(size);
  return entries.entriesOf(runs);
};

it('as many entries as runs while nothing is known, and where each holds one', () => {
  expect([entriesAfter([], 5), entriesAfter([1, 1, 1], 5), entriesAfter([0], 5)]).toEqual([5, 5, 5]);
});

it('a small entry among large ones does not make the next ones small', () => {
  expect(entriesAfter([32, 32, 32, 4], 63)).toBe(2);
  expect(entriesAfter([4, 32], 63)).toBe(2);
  expect(entriesAfter([32, 4], 0)).toBe(0);
});

it('eight small ones after a large one do', () => {
  expect(entriesAfter([32, ...Array<number>(7).fill(2)], 8)).toBe(1);
  expect(entriesAfter([32, ...Array<number>(8).fill(2)], 8)).toBe(4);
});
