import fc from 'fast-check';
import { rowsByKey } from './row-groups.js';

describe('rowsByKey', () => {
  it('groups as a map of lists does, and leaves out rows without a key', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined })), (keys) => {
        const rows = keys.map((_, row) => 2 * row);
        const lists = new Map<number, number[]>();
        keys.forEach((key, row) => {
          if (key !== undefined) lists.set(key, [...(lists.get(key) ?? []), 2 * row]);
        });
        const groups = [...rowsByKey(rows, (row) => keys[row / 2])];
        expect(groups.map(([key, members]) => [key, [...members]])).toEqual([...lists]);
      }),
    );
  });
});
