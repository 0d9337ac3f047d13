import fc from 'fast-check';
import { sortedRows } from './row-order.js';

describe('sortedRows', () => {
  it('puts rows in the order of their keys, equal ones in the order that they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 70 }), (keys) => {
        const rows = Uint32Array.from(keys, (_, row) => row);
        const expected = keys.map((_, row) => row).sort((a, b) => keys[a]! - keys[b]! || a - b);
        expect([...sortedRows(rows, (a, b) => keys[a]! - keys[b]!)]).toEqual(expected);
      }),
    );
  });
});
