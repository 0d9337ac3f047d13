import { dualPipe, dualPipeV } from './dualpipe.js';
import { OpKind, rankOf } from './schedule.js';
import { countOps } from './summarize.js';

describe('DualPipe', () => {
  it('runs the op counts of the published program at 16 ranks x 120 micro-batches (DESIGN section 4)', () => {
    const schedule = dualPipe({ ranks: 16, microBatches: 120, sends: 'eager' });
    for (let rank = 0; rank < 16; rank += 1) {
      const h = Math.min(rank, 15 - rank);
      const counts =
        h === 7
          ? { F: 17, B: 8, BW: 9, W: 8, FB: 103 }
          : { F: 23 - h, B: 15 - h, BW: 8, W: 15 - h, FB: 97 + h };
      expect({ rank, counts: countOps(schedule, rank) }).toEqual({ rank, counts });
    }
  });

  it('is symmetric: rank P - 1 - r runs the program of rank r with the directions exchanged', () => {
    const schedule = dualPipe({ ranks: 8, microBatches: 20, sends: 'eager' });
    const program = (rank: number): number[][] => {
      const ops: number[][] = [];
      for (let op = schedule.rankOffsets[rank]; op < schedule.rankOffsets[rank + 1]; op += 1) {
        ops.push([
          schedule.kind[op],
          schedule.forwardStage[op],
          schedule.forwardMicroBatch[op],
          schedule.backwardStage[op],
          schedule.backwardMicroBatch[op],
        ]);
      }
      return ops;
    };
    const other = (microBatch: number): number => (microBatch < 0 ? microBatch : (microBatch + 10) % 20);
    for (let rank = 0; rank < 4; rank += 1) {
      const mirrored = program(rank).map(([kind, fs, fm, bs, bm]) => [kind, fs, other(fm!), bs, other(bm!)]);
      expect(program(7 - rank)).toEqual(mirrored);
    }
  });

  it('holds stages r and P - 1 - r on rank r, one for each direction', () => {
    const schedule = dualPipe({ ranks: 4, microBatches: 8, sends: 'eager' });
    expect([0, 1, 2, 3].map((stage) => [rankOf(schedule, stage, 0), rankOf(schedule, stage, 7)])).toEqual([
      [0, 3],
      [1, 2],
      [2, 1],
      [3, 0],
    ]);
  });

  it('overlaps chunks of opposite directions only', () => {
    const schedule = dualPipe({ ranks: 4, microBatches: 8, sends: 'eager' });
    for (let op = 0; op < schedule.kind.length; op += 1) {
      if (schedule.kind[op] !== OpKind.FB) continue;
      expect(schedule.forwardMicroBatch[op] < schedule.split).not.toBe(
        schedule.backwardMicroBatch[op] < schedule.split,
      );
    }
  });

  it('refuses what its preconditions exclude', () => {
    expect(() => dualPipe({ ranks: 3, microBatches: 8, sends: 'eager' })).toThrow('even number of ranks');
    expect(() => dualPipe({ ranks: 4, microBatches: 6, sends: 'eager' })).toThrow('too few micro-batches');
    expect(() => dualPipe({ ranks: 4, microBatches: 9, sends: 'eager' })).toThrow('too few micro-batches');
    expect(() => dualPipeV({ ranks: 4, microBatches: 7, sends: 'eager' })).toThrow('too few micro-batches');
  });
});

describe('DualPipeV', () => {
  it('is DualPipe cut in half: rank r runs the kinds of rank r of DualPipe on twice the ranks', () => {
    const half = dualPipeV({ ranks: 8, microBatches: 60, sends: 'eager' });
    const whole = dualPipe({ ranks: 16, microBatches: 120, sends: 'eager' });
    for (let rank = 0; rank < 8; rank += 1) {
      const kinds = (schedule: typeof half): Uint8Array =>
        schedule.kind.slice(schedule.rankOffsets[rank], schedule.rankOffsets[rank + 1]);
      expect(kinds(half)).toEqual(kinds(whole));
    }
  });
});
