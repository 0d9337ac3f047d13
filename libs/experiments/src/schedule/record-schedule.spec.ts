import { checkedSchedule, recordSchedule, runSchedule } from '../index.js';

it.each(['1f1b', 'zb1p', 'dualpipe'])(
  'the timeline of %s has the bubble and the ops of its summary',
  (name) => {
    const checked = checkedSchedule({ name, ranks: 4, microBatches: 8, fMs: 1, bInputMs: 2, wMs: 0.5 });
    const { makespanMs, bubbleMs, ops } = runSchedule(checked);
    const { ranks } = recordSchedule(checked);
    const slices = ranks.flatMap(({ streams }) => streams.flatMap((stream) => stream.slices));
    const [idle, busy] = [true, false].map((wanted) =>
      slices.filter(({ name }) => (name === 'bubble') === wanted),
    );
    const busyMs = busy!.reduce((sum, { durationS }) => sum + durationS * 1e3, 0);
    const endMs = Math.max(...slices.map(({ startS, durationS }) => (startS + durationS) * 1e3));
    expect(busy).toHaveLength(ops);
    expect(endMs).toBeCloseTo(makespanMs, 9);
    expect(makespanMs - busyMs / ranks.length).toBeCloseTo(bubbleMs, 9);
    expect(idle!.reduce((sum, { durationS }) => sum + durationS * 1e3, 0) / ranks.length).toBeCloseTo(
      bubbleMs,
      9,
    );
    expect(slices.slice(0, 3).map((slice) => slice.name)).toEqual(['F0', 'F1', 'F2']);
  },
);
