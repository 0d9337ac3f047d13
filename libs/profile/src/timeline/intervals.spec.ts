import { elementAt } from '@railyard/base';
import fc from 'fast-check';
import { sharedBy, totalOf, unionOf } from './intervals.js';

describe('intervals', () => {
  it('unions and shares as a scan of every microsecond does', () => {
    const set = fc
      .array(fc.tuple(fc.nat(60), fc.nat(12)), { maxLength: 12 })
      .map((pairs) => pairs.sort((a, b) => a[0] - b[0]));
    fc.assert(
      fc.property(set, set, (a, b) => {
        const union = (pairs: [number, number][]) =>
          unionOf(
            pairs.length,
            (index) => elementAt(pairs, index)[0],
            (index) => elementAt(pairs, index)[0] + elementAt(pairs, index)[1],
          );
        const covers = (pairs: [number, number][], at: number) =>
          pairs.some(([from, length]) => from <= at && at < from + length);
        const ticks = Array.from({ length: 80 }, (_, at) => at);
        expect(totalOf(union(a))).toBe(ticks.filter((at) => covers(a, at)).length);
        expect(sharedBy(union(a), union(b))).toBe(
          ticks.filter((at) => covers(a, at) && covers(b, at)).length,
        );
      }),
    );
  });
});
