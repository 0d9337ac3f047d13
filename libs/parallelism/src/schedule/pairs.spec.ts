import fc from 'fast-check';
import { checkSchedule, peakActivations } from './check.js';
import { executeSchedule } from './execute.js';
import { generateSchedule } from './generate.js';
import { opsOf } from './request.js';
import { OpKind, type Schedule, opCount } from './schedule.js';
import { ScheduleWorkspace } from './workspace.js';

const build = (ranks: number, microBatches: number, chunksPerDevice: number): Schedule =>
  generateSchedule({
    name: ranks === 1 && chunksPerDevice === 1 ? '1f1b' : 'interleaved',
    ranks,
    microBatches,
    chunksPerDevice,
    sends: 'published',
    pairs: true,
  });

const opsOfRank = ({ kind, rankOffsets }: Schedule, rank: number): number[] => [
  ...kind.subarray(rankOffsets[rank], rankOffsets[rank + 1]),
];

describe('1F1B of overlapped pairs', () => {
  it('runs on one rank as F, pairs of a forward and the backward before it, backward', () => {
    const schedule = build(1, 4, 1);
    expect(opsOfRank(schedule, 0)).toEqual([OpKind.F, OpKind.FB, OpKind.FB, OpKind.FB, OpKind.BW]);
    expect([...schedule.forwardMicroBatch]).toEqual([0, 1, 2, 3, -1]);
    expect([...schedule.backwardMicroBatch]).toEqual([-1, 0, 1, 2, 3]);
    expect(schedule.pointToPoint).toBeUndefined();
  });

  it('fills a pipeline with one forward more than interleaved 1F1B, which Megatron-LM does too', () => {
    // Megatron-LM: 2 (P - rank - 1) + (v - 1) P + 1.
    const schedule = build(4, 8, 2);
    const warmUps = [0, 1, 2, 3].map((rank) => opsOfRank(schedule, rank).indexOf(OpKind.FB));
    expect(warmUps).toEqual([11, 9, 7, 5]);
    const plain = generateSchedule({
      name: 'interleaved',
      ranks: 4,
      microBatches: 8,
      chunksPerDevice: 2,
      sends: 'eager',
    });
    expect([...peakActivations(schedule)]).toEqual([...peakActivations(plain)].map((held) => held + 1));
  });

  it('is a complete schedule without deadlock for any size, and as many ops as announced', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (ranks, microBatches, chunksPerDevice) => {
          const schedule = build(ranks, microBatches, chunksPerDevice);
          expect(checkSchedule(schedule)).toEqual([]);
          const { name } = schedule;
          expect(opCount(schedule)).toBe(
            opsOf({ name, ranks, microBatches, chunksPerDevice, sends: 'published', pairs: true }),
          );
        },
      ),
    );
  });

  it('takes as long as its pairs where a pair is shorter than its parts', () => {
    const makespan = (pair: number): number => {
      const schedule = build(1, 10, 1);
      const cost = [1, 0, 2, 0, pair];
      const none = new Float64Array(1);
      return executeSchedule(
        schedule,
        {
          durations: Float64Array.from(schedule.kind, (kind) => cost[kind]!),
          forwardTransfer: none,
          backwardTransfer: none,
        },
        new ScheduleWorkspace(),
      ).makespan;
    };
    expect(makespan(3)).toBe(30);
    expect(makespan(2.5)).toBe(25.5);
  });
});
