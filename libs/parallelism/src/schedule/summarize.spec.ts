import { InvalidDocumentError } from '@railyard/base';
import fc from 'fast-check';
import { SCHEDULE_NAMES } from './request.js';
import { summarizeSchedule } from './summarize.js';

const UNIT = { fMs: 1, bInputMs: 1, wMs: 1, fbMs: 3, chunksPerDevice: 2, sends: 'eager' } as const;

describe('summarizeSchedule', () => {
  it('is what `railyard schedule dualpipe --ranks 16 --micro-batches 120` prints', () => {
    const summary = summarizeSchedule('dualpipe', 16, 120, UNIT);
    expect(summary).toMatchObject({
      schedule: 'dualpipe',
      ranks: 16,
      microBatches: 120,
      makespanMs: 374,
      bubbleMs: 14,
      formulaBubbleMs: 14,
      ops: 2418,
    });
    expect(summary.perRank).toHaveLength(16);
    expect(summary.perRank[0]).toEqual({
      rank: 0,
      counts: { F: 23, B: 15, BW: 8, W: 15, FB: 97 },
      bubbleMs: 14,
      peakActivations: 17,
    });
    expect(summary.perRank[8]).toEqual({
      rank: 8,
      counts: { F: 17, B: 8, BW: 9, W: 8, FB: 103 },
      bubbleMs: 14,
      peakActivations: 17,
    });
  });

  it.each(SCHEDULE_NAMES)(
    '%s: the mean bubble is the formula at its assumptions, whatever the chunks per device',
    (name) => {
      const { bubbleMs, formulaBubbleMs, makespanMs } = summarizeSchedule(name, 8, 32, UNIT);
      expect(Math.abs(bubbleMs - formulaBubbleMs!)).toBeLessThan(1e-9);
      // Op times are per device and micro-batch: the work of a device does not depend on how many chunks it
      // is cut into.
      expect(Math.abs(makespanMs - bubbleMs - 32 * 3)).toBeLessThan(1e-9);
    },
  );

  it.each(SCHEDULE_NAMES)(
    '%s: whatever is asked, the formula is the mean bubble, left out, or called an approximation',
    (name) => {
      const ms = fc.integer({ min: 1, max: 9 });
      const times = fc.oneof(
        fc.record({ fMs: ms, bInputMs: ms, wMs: ms, fbMs: ms }),
        ms.map((one) => ({ fMs: one, bInputMs: one, wMs: one, fbMs: 3 * one })),
      );
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 6 }),
          fc.integer({ min: 1, max: 14 }),
          times,
          fc.integer({ min: 1, max: 3 }),
          (half, count, given, chunksPerDevice) => {
            const ranks = name === 'dualpipe' ? 2 * half : half;
            const microBatches = {
              gpipe: count,
              '1f1b': count,
              interleaved: count * ranks,
              'zb-h1': count,
              zb1p: count,
              'zb-v': count,
              dualpipe: 2 * (ranks + count),
              'dualpipe-v': 2 * ranks + count,
            }[name];
            const { bubbleMs, formulaBubbleMs, warnings } = summarizeSchedule(name, ranks, microBatches, {
              ...given,
              chunksPerDevice,
              sends: 'eager',
            });
            if (warnings.length === 0) expect(Math.abs(bubbleMs - formulaBubbleMs!)).toBeLessThan(1e-9);
            expect(formulaBubbleMs === null).toBe(
              warnings.some(({ code }) => code === 'formula-does-not-hold'),
            );
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it(
    'leaves the formula out where too few micro-batches fill the pipe, and says from how many it ' + 'holds',
    () => {
      expect(summarizeSchedule('zb-v', 8, 10, UNIT)).toMatchObject({
        bubbleMs: 5,
        formulaBubbleMs: null,
        warnings: [
          {
            code: 'formula-does-not-hold',
            message:
              'The published bubble of zb-v holds from 15 micro-batches on 8 ranks (got 10): it is left out.',
          },
        ],
      });
      expect(summarizeSchedule('zb1p', 8, 7, UNIT)).toMatchObject({
        formulaBubbleMs: null,
        warnings: [{ code: 'formula-does-not-hold' }],
      });
      expect(summarizeSchedule('zb-v', 8, 15, UNIT)).toMatchObject({
        bubbleMs: 3.5,
        formulaBubbleMs: 3.5,
        warnings: [],
      });
      expect(summarizeSchedule('1f1b', 8, 1, UNIT)).toMatchObject({
        bubbleMs: 21,
        formulaBubbleMs: 21,
        warnings: [],
      });
    },
  );

  it('calls the formula an approximation at other op times, but not at the sum of decimal ones', () => {
    expect(summarizeSchedule('dualpipe', 4, 8, { ...UNIT, bInputMs: 2 }).warnings).toEqual([
      { code: 'formula-approximates', message: expect.stringContaining('F = B input = W and F&B = F + B') },
    ]);
    expect(
      summarizeSchedule('dualpipe', 4, 8, { ...UNIT, fMs: 0.1, bInputMs: 0.1, wMs: 0.1, fbMs: 0.3 }).warnings,
    ).toEqual([]);
    expect(summarizeSchedule('zb-h1', 4, 8, { ...UNIT, wMs: 2 }).warnings).toMatchObject([
      { code: 'formula-approximates' },
    ]);
    expect(summarizeSchedule('1f1b', 4, 8, { ...UNIT, wMs: 2 }).warnings).toEqual([]);
  });

  it('is plain JSON and the same every time', () => {
    const once = JSON.stringify(summarizeSchedule('zb-v', 4, 9, UNIT));
    expect(JSON.stringify(summarizeSchedule('zb-v', 4, 9, UNIT))).toBe(once);
    expect(JSON.parse(once)).toEqual(summarizeSchedule('zb-v', 4, 9, UNIT));
  });

  it('lists every mistake of the request and of the times at once', () => {
    const ask = (): unknown =>
      summarizeSchedule('dualpipe', 3, 8, {
        fMs: NaN,
        bInputMs: -1,
        wMs: Infinity,
        fbMs: 3,
        chunksPerDevice: 1,
        sends: 'eager',
      });
    expect(ask).toThrow(InvalidDocumentError);
    try {
      ask();
    } catch (error) {
      expect((error as InvalidDocumentError).issues.map((issue) => issue.path)).toEqual([
        '/ranks',
        '/fMs',
        '/bInputMs',
        '/wMs',
      ]);
    }
  });
});
