import { type ScheduleName, type SendMode } from './schedule-name.js';
import { checkSchedule, peakActivations } from './check.js';
import { executeSchedule } from './execute.js';
import { ScheduleWorkspace } from './workspace.js';
import { generateSchedule } from './generate.js';
import { SCHEDULE_NAMES } from './request.js';
import { OpKind, type Schedule } from './schedule.js';

const MODES = ['published', 'eager'] as const;

function build(
  name: ScheduleName,
  ranks: number,
  microBatches: number,
  sends: SendMode = 'eager',
  chunksPerDevice = 2,
): Schedule {
  return generateSchedule({ name, ranks, microBatches, chunksPerDevice, sends });
}

/** Exchanges two ops of a schedule. */
function swap(schedule: Schedule, a: number, b: number): void {
  for (const column of [
    schedule.kind,
    schedule.forwardStage,
    schedule.forwardMicroBatch,
    schedule.backwardStage,
    schedule.backwardMicroBatch,
  ]) {
    [column[a], column[b]] = [column[b], column[a]];
  }
}

function codes(schedule: Schedule): string[] {
  return checkSchedule(schedule).map((fault) => fault.code);
}

describe('checkSchedule', () => {
  it.each(SCHEDULE_NAMES)('finds nothing wrong with %s, whatever its size and its sends', (name) => {
    for (const sends of MODES) {
      for (const [ranks, microBatches] of [
        [2, 4],
        [4, 8],
        [6, 24],
        [16, 128],
      ] as const)
        for (const chunks of [1, 2, 3])
          expect(checkSchedule(build(name, ranks, microBatches, sends, chunks))).toEqual([]);
      const anyCount = name !== 'dualpipe' && name !== 'dualpipe-v';
      if (anyCount)
        for (const microBatches of [1, 2, 3, 5, 9, 11, 14])
          for (const chunks of [1, 2, 3])
            expect(checkSchedule(build(name, 5, microBatches, sends, chunks))).toEqual([]);
    }
  });

  it('names a wrong rank, a repetition, and what is missing for it', () => {
    const wrongRank = build('1f1b', 2, 2);
    wrongRank.forwardStage[0] = 1;
    expect(codes(wrongRank)).toEqual(['wrong-rank', 'out-of-order', 'missing']);
    const repeated = build('1f1b', 2, 2);
    repeated.forwardMicroBatch[1] = 0;
    expect(codes(repeated)).toEqual(['repeated', 'out-of-order', 'missing']);
    expect(checkSchedule(repeated)[2].message).toBe('stage 0, micro-batch 1 has no F on rank 0');
  });

  it('names what lies out of range', () => {
    const schedule = build('gpipe', 2, 2);
    schedule.backwardMicroBatch[2] = 7;
    expect(codes(schedule)[0]).toBe('out-of-range');
    const noKind = build('gpipe', 2, 2);
    noKind.kind[0] = 9;
    expect(codes(noKind)[0]).toBe('out-of-range');
  });

  it('names a backward before its forward and a weight gradient before its backward', () => {
    const schedule = build('zb-h1', 1, 1);
    swap(schedule, 1, 2);
    expect(codes(schedule)).toEqual(['out-of-order']);
    swap(schedule, 0, 1);
    expect(codes(schedule)).toContain('out-of-order');
  });

  it('does not let an overlapped backward depend on the forward that it overlaps', () => {
    const schedule = build('gpipe', 1, 1);
    const joined: Schedule = {
      ...schedule,
      rankOffsets: Int32Array.of(0, 1),
      kind: Uint8Array.of(OpKind.FB),
      forwardStage: Int16Array.of(0),
      forwardMicroBatch: Int32Array.of(0),
      backwardStage: Int16Array.of(0),
      backwardMicroBatch: Int32Array.of(0),
    };
    expect(codes(joined)).toEqual(['out-of-order']);
  });

  it('names the ranks of a deadlock, which the executor refuses', () => {
    const schedule = build('gpipe', 2, 2);
    // Rank 0 takes micro-batch 1's gradient before it sends micro-batch 0's activation; rank 1 wants
    // micro-batch 0 first.
    const crossed: Schedule = {
      ...schedule,
      forwardMicroBatch: schedule.forwardMicroBatch.slice(),
      backwardMicroBatch: schedule.backwardMicroBatch.slice(),
    };
    crossed.forwardMicroBatch.set([1, 0], 0);
    swap(crossed, 1, 2);
    expect(checkSchedule(crossed).map((fault) => [fault.code, fault.rank])).toEqual([
      ['deadlock', 0],
      ['deadlock', 1],
    ]);
    const none = new Float64Array(2);
    const timing = { durations: new Float64Array(8), forwardTransfer: none, backwardTransfer: none };
    expect(() => executeSchedule(crossed, timing, new ScheduleWorkspace())).toThrow('the schedule deadlocks');
  });

  it('reports at most 20 faults', () => {
    const schedule = build('gpipe', 4, 64);
    schedule.forwardStage.fill(99);
    expect(checkSchedule(schedule)).toHaveLength(20);
  });
});

describe('peakActivations', () => {
  it.each<[ScheduleName, number[]]>([
    ['gpipe', [16, 16, 16, 16]],
    ['1f1b', [4, 3, 2, 1]],
    // 2 (P - r - 1) + (v - 1) P forwards of the warm-up and one more.
    ['interleaved', [11, 9, 7, 5]],
    ['zb-h1', [4, 4, 4, 4]],
    ['zb1p', [4, 4, 4, 4]],
    // 2P chunks of half a stage: the memory of 1F1B's first rank, on every rank.
    ['zb-v', [8, 8, 8, 8]],
    // PP + 1, PP counting stages (DualPipe README).
    ['dualpipe', [5, 5, 5, 5]],
    ['dualpipe-v', [9, 9, 9, 9]],
  ])('%s', (name, peaks) => {
    expect([...peakActivations(build(name, 4, 16))]).toEqual(peaks);
  });
});
