import { IssueList } from '@railyard/base';
import fc from 'fast-check';
import {
  SCHEDULE_NAMES,
  checkScheduleRequest,
  directionsOf,
  generateSchedule,
  peakActivations,
  shortened,
} from '../schedule/index.js';
import { bytesInFlight, fullestMoments, peakActivationBytes, stagesOfRank } from './index.js';

const made = (name: (typeof SCHEDULE_NAMES)[number]) =>
  generateSchedule({ name, ranks: 4, microBatches: 8, chunksPerDevice: 2, sends: 'eager' });

describe('peakActivationBytes', () => {
  it.each(SCHEDULE_NAMES)('counts as the schedule does when every stage keeps one byte: %s', (name) => {
    const schedule = made(name);
    const { bytes, microBatches } = peakActivationBytes(schedule, new Float64Array(schedule.stages).fill(1));
    expect([...bytes]).toEqual([...peakActivations(schedule)]);
    expect([...microBatches]).toEqual([...bytes]);
  });

  it('weighs the stages that a rank holds', () => {
    const schedule = made('dualpipe');
    const only = (stage: number) =>
      peakActivationBytes(
        schedule,
        Float64Array.from({ length: 4 }, (_, s) => (s === stage ? 1 : 0)),
      ).bytes;
    expect([...only(0)].map((value) => value > 0)).toEqual([true, false, false, true]);
    expect([...only(1)].map((value) => value > 0)).toEqual([false, true, true, false]);
  });
});

it('a shortened schedule is as full on every rank', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SCHEDULE_NAMES),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 150 }),
      (name, ranks, microBatches) => {
        const request = { name, ranks, microBatches, chunksPerDevice: 2, sends: 'published' } as const;
        const issues = new IssueList();
        checkScheduleRequest(request, issues);
        fc.pre(issues.issues.length === 0);
        const peaks = (of: typeof request) => {
          const schedule = generateSchedule(of);
          return peakActivationBytes(
            schedule,
            Float64Array.from({ length: schedule.stages }, (_, stage) => 10 + ((7 * stage) % 5)),
          );
        };
        const fewer = shortened(request) as typeof request;
        expect(fewer.microBatches).toBeLessThanOrEqual(microBatches);
        if (name === 'interleaved' && microBatches % ranks === 0)
          expect(fewer.microBatches).toBeLessThanOrEqual(4 * ranks);
        if (!['gpipe', 'interleaved'].includes(name))
          expect(fewer.microBatches).toBeLessThanOrEqual(8 * ranks + 1);
        expect(peaks(fewer)).toEqual(peaks(request));
      },
    ),
  );
});

it('the fullest moments hold the peak, whatever stages keep, and do not depend on when sends leave', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SCHEDULE_NAMES),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 }),
      (name, ranks, microBatches, bytes) => {
        const request = { name, ranks, microBatches, chunksPerDevice: 2, sends: 'published' } as const;
        const issues = new IssueList();
        checkScheduleRequest(request, issues);
        fc.pre(issues.issues.length === 0);
        const schedule = generateSchedule(request);
        expect(schedule.directions).toBe(directionsOf(name));
        const moments = fullestMoments(schedule);
        expect(moments.map((rank) => bytesInFlight(rank, bytes))).toEqual([
          ...peakActivationBytes(schedule, bytes).bytes,
        ]);
        expect(fullestMoments(generateSchedule({ ...request, sends: 'eager' }))).toEqual(moments);
      },
    ),
  );
});

describe('stagesOfRank', () => {
  it('follows the stage map', () => {
    expect(stagesOfRank(made('dualpipe'), 1)).toEqual([1, 2]);
    expect(stagesOfRank(made('zb-v'), 0)).toEqual([0, 7]);
    expect(stagesOfRank(made('interleaved'), 1)).toEqual([1, 5]);
    expect(stagesOfRank(made('1f1b'), 3)).toEqual([3]);
  });
});
