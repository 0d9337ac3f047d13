import fc from 'fast-check';
import { RunningUnion } from './running-union.js';

const pieces = fc
  .array(fc.tuple(fc.nat(60), fc.nat(12), fc.boolean()), { maxLength: 24 })
  .map((all) => all.sort((a, b) => a[0] - b[0]));

describe('RunningUnion', () => {
  it('covers and shares what a scan of every microsecond does', () => {
    fc.assert(
      fc.property(pieces, (all) => {
        const [a, b] = [new RunningUnion(), new RunningUnion()];
        let shared = 0;
        for (const [from, length, isOfA] of all) {
          const [own, other] = isOfA ? [a, b] : [b, a];
          own.add(from, from + length);
          shared += other.sharedWithPieceOf(own);
        }
        const covers = (ofA: boolean) => (at: number) =>
          all.some(([from, length, isOfA]) => isOfA === ofA && from <= at && at < from + length);
        const ticks = Array.from({ length: 80 }, (_, at) => at);
        expect(a.totalUs).toBe(ticks.filter(covers(true)).length);
        expect(b.totalUs).toBe(ticks.filter(covers(false)).length);
        expect(shared).toBe(ticks.filter(covers(true)).filter(covers(false)).length);
      }),
      { numRuns: 500 },
    );
  });
});
