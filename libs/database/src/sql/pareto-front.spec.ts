import fc from 'fast-check';
import { ParetoFront } from './pareto-front.js';

type Point = readonly [number, number];

const beats = ([a1, a2]: Point, [b1, b2]: Point): boolean => a1 <= b1 && a2 <= b2 && (a1 < b1 || a2 < b2);

it('holds exactly the points that none beats, in whatever order they come', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 })), { maxLength: 40 }),
      fc.infiniteStream(fc.nat()),
      (points, keys) => {
        const order = points
          .map((point, index) => ({ point, index, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key);
        const front = new ParetoFront();
        for (const { index, point } of order) front.add(index, ...point);
        const expected = points
          .map((point, index) => ({ point, index }))
          .filter(({ point }) => !points.some((other) => beats(other, point)))
          .sort((a, b) => a.point[0] - b.point[0] || a.index - b.index)
          .map(({ index }) => index);
        expect(front.positions(1000)).toEqual(expected);
        expect(front.positions(2)).toEqual(expected.slice(0, 2));
      },
    ),
    { numRuns: 2000 },
  );
});
