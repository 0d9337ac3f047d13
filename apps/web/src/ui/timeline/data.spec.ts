import { type RecordedTimeline } from '@railyard/parallelism';
import { firstEndingAfter, nextEndingAfter, kindOf, KINDS, sliceAt, timelineOf, totals } from './data.js';

const RECORDED: RecordedTimeline = {
  ranks: [
    {
      rank: 0,
      name: 'rank 0: stages 0',
      streams: [
        {
          name: 'compute',
          slices: [
            { name: 'F0', startS: 0, durationS: 1 },
            { name: 'bubble', startS: 1, durationS: 1 },
            { name: 'F1&B0', startS: 2, durationS: 2 },
          ],
        },
        { name: 'trailing combine', slices: [{ name: 'combine', startS: 1, durationS: 0.5 }] },
      ],
    },
  ],
  flows: [
    {
      name: 'activations',
      from: { rank: 0, stream: 'compute', timeS: 0.5 },
      to: { rank: 0, stream: 'trailing combine', timeS: 1.2 },
    },
  ],
  counters: [],
  metadata: {},
};

describe('timelineOf', () => {
  const data = timelineOf(RECORDED);
  const [compute, combine] = data.tracks;

  it('has a track for each stream', () => {
    expect(data.tracks.map(({ label }) => label)).toEqual(['rank 0: stages 0', 'rank 0: trailing combine']);
    expect([0, 1, 2].map((slice) => compute?.name(slice))).toEqual(['F0', 'bubble', 'F1&B0']);
    expect([...(compute?.starts ?? [])]).toEqual([0, 1, 2]);
    expect(combine?.starts).toHaveLength(1);
    expect(data.endS).toBe(4);
  });

  it('leads arrows to tracks', () => {
    expect(data.arrows).toEqual([{ from: { track: 0, timeS: 0.5 }, to: { track: 1, timeS: 1.2 } }]);
  });

  it('finds slices by time', () => {
    const track = compute as NonNullable<typeof compute>;
    expect([0, 1, 3.9, 4].map((time) => sliceAt(track, time))).toEqual([0, 1, 2, undefined]);
    expect(sliceAt(combine as NonNullable<typeof combine>, 0.5)).toBeUndefined();
    expect([firstEndingAfter(track, 4), firstEndingAfter(track, 0, 2)]).toEqual([3, 2]);
    for (const time of [0, 0.5, 1, 2, 3, 4])
      for (const from of [0, 1, 2, 3])
        expect(nextEndingAfter(track, time, from)).toBe(firstEndingAfter(track, time, from));
  });

  it('adds up an area by kind of work, cut at its edges', () => {
    expect(totals(data, 0.5, 3, [0, 1])).toEqual([
      { kind: 'F', count: 1, seconds: 0.5 },
      { kind: 'F&B', count: 1, seconds: 1 },
      { kind: 'bubble', count: 1, seconds: 1 },
      { kind: 'communication', count: 1, seconds: 0.5 },
    ]);
  });
});

it.each([
  ['F12', 'F'],
  ['B3', 'B'],
  ['W3', 'W'],
  ['F7&B3', 'F&B'],
  ['gather dense weights', 'communication'],
  ['update', 'optimizer'],
  ['combine', 'communication'],
  ['dispatch F3', 'communication'],
  ['tensor gather B2', 'communication'],
  ['gradients 3 from rank 2', 'communication'],
  ['wait for expert groups', 'bubble'],
  ['memcpy', 'other'],
] as const)('%s is %s', (name, kind) => {
  expect(kindOf(name)).toBe(kind);
  expect(KINDS).toContain(kind);
});
