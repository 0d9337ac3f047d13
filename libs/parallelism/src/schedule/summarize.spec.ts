import { InvalidDocumentError } from '@railyard/base';
import { SCHEDULE_NAMES } from './request.js';
import { summarizeSchedule } from './summarize.js';

const UNIT = { fMs: 1, bInputMs: 1, wMs: 1, fbMs: 3, chunksPerDevice: 2 };

describe('summarizeSchedule', () => {
  it('is what `railyard schedule dualpipe --ranks 16 --micro-batches 120` prints', () => {
    const summary = summarizeSchedule('dualpipe', 16, 120, UNIT);
    expect(summary).toMatchObject({ schedule: 'dualpipe', ranks: 16, microBatches: 120, makespanMs: 374, bubbleMs: 14, formulaBubbleMs: 14, ops: 2418 });
    expect(summary.perRank).toHaveLength(16);
    expect(summary.perRank[0]).toEqual({ rank: 0, counts: { F: 23, B: 15, BW: 8, W: 15, FB: 97 }, bubbleMs: 14, peakActivations: 17 });
    expect(summary.perRank[8]).toEqual({ rank: 8, counts: { F: 17, B: 8, BW: 9, W: 8, FB: 103 }, bubbleMs: 14, peakActivations: 17 });
  });

  it.each(SCHEDULE_NAMES)('%s: the mean bubble is the formula at its assumptions, whatever the chunks per device', (name) => {
    const { bubbleMs, formulaBubbleMs, makespanMs } = summarizeSchedule(name, 8, 32, UNIT);
    expect(Math.abs(bubbleMs - formulaBubbleMs)).toBeLessThan(1e-9);
    // Op times are per device and micro-batch: the work of a device does not depend on how many chunks it is cut into.
    expect(Math.abs(makespanMs - bubbleMs - 32 * 3)).toBeLessThan(1e-9);
  });

  it('is plain JSON and the same every time', () => {
    const once = JSON.stringify(summarizeSchedule('zb-v', 4, 9, UNIT));
    expect(JSON.stringify(summarizeSchedule('zb-v', 4, 9, UNIT))).toBe(once);
    expect(JSON.parse(once)).toEqual(summarizeSchedule('zb-v', 4, 9, UNIT));
  });

  it('lists every mistake of the request and of the times at once', () => {
    const ask = (): unknown => summarizeSchedule('dualpipe', 3, 8, { fMs: NaN, bInputMs: -1, wMs: Infinity, fbMs: 3, chunksPerDevice: 1 });
    expect(ask).toThrow(InvalidDocumentError);
    try {
      ask();
    } catch (error) {
      expect((error as InvalidDocumentError).issues.map((issue) => issue.path)).toEqual(['/ranks', '/fMs', '/bInputMs', '/wMs']);
    }
  });
});
