import fc from 'fast-check';
import { type Annotation, Launches } from '../trace/index.js';
import { Attribution } from './attribution.js';

const annotation = fc
  .tuple(fc.nat(40), fc.nat(20), fc.nat(2), fc.constantFrom('a', 'b'))
  .map(([startUs, length, thread, name]): Annotation => ({ startUs, endUs: startUs + length, thread, name }));

describe('Attribution', () => {
  it('finds the range that a walk through all does, of any nesting, for launches in any order', () => {
    const launch = fc.tuple(fc.nat(70), fc.nat(3), fc.nat(9));
    fc.assert(
      fc.property(fc.array(annotation), fc.array(launch), (ranges, calls) => {
        const annotations = ranges.sort((a, b) => a.startUs - b.startUs || b.endUs - a.endUs);
        const launches = new Launches();
        for (const [atUs, thread, id] of calls) launches.add(id, atUs, thread);
        const attribution = new Attribution({ annotations, launches });
        for (let id = 0; id <= 10; id += 1) {
          const call = calls.findLast(([, , own]) => own === id);
          const open = annotations.flatMap(({ startUs, endUs, thread }, at) =>
            call !== undefined && startUs <= call[0] && call[0] <= endUs ? [{ at, thread }] : [],
          );
          const own = open.findLast(({ thread }) => thread === call?.[1]) ?? open.at(-1);
          expect(attribution.of(id)).toBe(own?.at ?? -1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
