import { dualPipe, dualPipeV } from './dualpipe.js';
import { ScheduleWorkspace, executeSchedule } from './execute.js';
import { OP_KINDS, type Schedule } from './schedule.js';

function countsOf(schedule: Schedule, rank: number): number[] {
  const counts = new Array<number>(OP_KINDS).fill(0);
  for (let op = schedule.rankOffsets[rank]!; op < schedule.rankOffsets[rank + 1]!; op += 1) counts[schedule.kind[op]!]! += 1;
  return counts;
}

/** Makespan with F 1, B 2 (full), W 1, F&B 3 on whole stages; `share` is a stage's part of the device's work. */
function unitMakespan(schedule: Schedule, share: number): number {
  const cost = [1, 1, 2, 1, 3];
  const links = new Float64Array(schedule.directions * schedule.stages);
  const timing = { durations: Float64Array.from(schedule.kind, (kind) => cost[kind]! * share), forwardTransfer: links, backwardTransfer: links };
  return executeSchedule(schedule, timing, new ScheduleWorkspace()).makespan;
}

describe('DualPipe', () => {
  it('runs the op counts of the published program at 16 ranks x 120 micro-batches (DESIGN section 4)', () => {
    const schedule = dualPipe(16, 120);
    for (let rank = 0; rank < 16; rank += 1) {
      const h = Math.min(rank, 15 - rank);
      expect({ rank, counts: countsOf(schedule, rank) }).toEqual({ rank, counts: h === 7 ? [17, 8, 9, 8, 103] : [23 - h, 15 - h, 8, 15 - h, 97 + h] });
    }
  });

  it('meets the golden totals of a published peer', () => {
    expect([unitMakespan(dualPipe(16, 120), 1), unitMakespan(dualPipeV(16, 120), 1 / 2)]).toEqual([374, 375]);
    expect([unitMakespan(dualPipe(8, 20), 1), unitMakespan(dualPipeV(8, 20), 1 / 2)]).toEqual([66, 67]);
  });
});
