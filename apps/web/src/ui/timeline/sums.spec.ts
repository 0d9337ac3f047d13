import { type RecordedTimeline } from '@railyard/parallelism';
import { timelineOf } from './data.js';
import { keyPressed, pinToggled } from './keys.js';
import { heightOf, inSight, mostTop, trackAt, yOf } from './rows.js';
import { byTrack, byWork } from './sums.js';

const stream = (name: string, ...slices: readonly (readonly [string, number, number])[]) => ({
  name,
  slices: slices.map(([of, startS, durationS]) => ({ name: of, startS, durationS })),
});
const RECORDED: RecordedTimeline = {
  ranks: [
    { rank: 0, name: 'rank 0', streams: [stream('compute', ['F0', 0, 1], ['bubble', 1, 2], ['F1', 3, 2])] },
    { rank: 1, name: 'rank 1', streams: [stream('compute', ['F0', 1, 3])] },
  ],
  flows: [],
  counters: [],
  metadata: {},
};
const data = timelineOf(RECORDED);

it('adds up by work, numbers in names left out, cut at the edges of the view', () => {
  expect(byWork(data, { fromS: 0.5, toS: 4 })).toEqual([
    { work: 'F', kind: 'F', count: 3, seconds: 0.5 + 1 + 3, longestS: 3 },
    { work: 'bubble', kind: 'bubble', count: 1, seconds: 2, longestS: 2 },
  ]);
});

it('adds up by track', () => {
  expect(byTrack(data, { fromS: 0, toS: 5 }).map(({ label, totals }) => [label, totals[0]?.seconds])).toEqual(
    [
      ['rank 0', 3],
      ['rank 1', 3],
    ],
  );
});

it('pinned tracks stay above those that scroll', () => {
  const rows = { tracks: 100, pinned: [70, 3], top: 400, height: heightOf(100, [70, 3]) };
  expect([trackAt(rows, 23), trackAt(rows, 43), trackAt(rows, yOf(rows, 25) + 1)]).toEqual([70, 3, 25]);
  const [first, last] = inSight(rows);
  expect([first, last]).toEqual([20, 45]);
  expect(yOf({ ...rows, top: mostTop(rows) }, 99) + 20).toBe(rows.height);
});

it('keys pin the track of the selection, let it go, and change the sheet', () => {
  const state = {
    data,
    view: { fromS: 0, toS: 5 },
    selected: { track: 1, slice: 0 },
    pinned: [0],
    sheet: '1',
  } as const;
  expect(keyPressed('p', state)).toEqual({ pinned: [0, 1] });
  expect(pinToggled([0, 1], 0)).toEqual([1]);
  expect(keyPressed('2', state)).toEqual({ sheet: '2' });
  expect(keyPressed('d', { ...state, sheet: '2' })).toBeUndefined();
});
