import fc from 'fast-check';
import { criticalPath } from './critical-path.js';
import { executeSchedule } from './execute.js';
import { generateSchedule } from './generate.js';
import { SCHEDULE_NAMES, SEND_MODES } from './request.js';
import { type Schedule } from './schedule.js';
import { ScheduleWorkspace } from './workspace.js';

const anySchedule: fc.Arbitrary<Schedule> = fc
  .record({
    name: fc.constantFrom(...SCHEDULE_NAMES),
    size: fc.integer({ min: 1, max: 5 }),
    extra: fc.nat(6),
    chunksPerDevice: fc.integer({ min: 1, max: 3 }),
    sends: fc.constantFrom(...SEND_MODES),
  })
  .map(({ name, size, extra, chunksPerDevice, sends }) => {
    const ranks = name === 'dualpipe' ? 2 * Math.ceil(size / 2) : size;
    const least = name === 'dualpipe' ? 2 * ranks + 2 * extra : 2 * ranks + extra;
    return generateSchedule({ name, ranks, microBatches: least, chunksPerDevice, sends });
  });

/** Whole numbers, so that sums are exact in any order. */
const drawn = (seed: number, count: number): Float64Array => {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
};

function executed(schedule: Schedule, seed: number, transfer: number) {
  const ops = schedule.kind.length;
  const transfers = new Float64Array(schedule.directions * schedule.stages).fill(transfer);
  const durations = drawn(seed, ops);
  const outputLag = drawn(seed + 1, ops);
  const timing = { durations, outputLag, forwardTransfer: transfers, backwardTransfer: transfers };
  return { durations, outputLag, workspace: executeSchedule(schedule, timing, new ScheduleWorkspace()) };
}

describe('the path that an executed schedule ends by', () => {
  const secondsOf = (
    { ops, feeds }: ReturnType<typeof criticalPath>,
    { durations, outputLag }: ReturnType<typeof executed>,
  ) => ops.reduce((sum, op, place) => sum + durations[op]! + feeds[place]! * outputLag[op]!, 0);

  it('takes as long as the schedule where nothing else is waited for', () => {
    fc.assert(
      fc.property(anySchedule, fc.nat(), (schedule, seed) => {
        const run = executed(schedule, seed, 0);
        const seconds = secondsOf(criticalPath(schedule, run.workspace), run);
        expect(seconds).toBeLessThanOrEqual(run.workspace.makespan);
        if (schedule.pointToPoint === undefined) expect(seconds).toBe(run.workspace.makespan);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no longer than the schedule with any other times and transfers', () => {
    fc.assert(
      fc.property(anySchedule, fc.nat(), fc.nat(), fc.nat(50), (schedule, seed, other, transfer) => {
        const path = criticalPath(schedule, executed(schedule, seed, 0).workspace);
        const run = executed(schedule, other, transfer);
        expect(secondsOf(path, run)).toBeLessThanOrEqual(run.workspace.makespan);
      }),
      { numRuns: 300 },
    );
  });
});
