import fc from 'fast-check';
import { type ScheduleTiming, ScheduleWorkspace, executeSchedule } from './execute.js';
import { generateSchedule } from './generate.js';
import { SCHEDULE_NAMES, chunksPerDeviceOf } from './request.js';
import { OP_KINDS, OpKind, type Schedule, rankOf } from './schedule.js';

interface Case {
  readonly schedule: Schedule;
  readonly timing: ScheduleTiming;
}

/**
 * Any schedule of up to 6 ranks, any time for each op, any transfer for each boundary. Whole numbers, so sums
 * are exact in any order.
 */
const anyCase: fc.Arbitrary<Case> = fc
  .record({
    name: fc.constantFrom(...SCHEDULE_NAMES),
    size: fc.integer({ min: 1, max: 6 }),
    extra: fc.nat(9),
    chunksPerDevice: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(),
  })
  .map(({ name, size, extra, chunksPerDevice, seed }) => {
    const ranks = name === 'dualpipe' ? 2 * Math.ceil(size / 2) : size;
    const wanted =
      {
        interleaved: ranks * (1 + (extra % 3)),
        dualpipe: 2 * ranks + 2 * extra,
        'dualpipe-v': 2 * ranks + extra,
      }[name as string] ?? 1 + extra;
    const schedule = generateSchedule({ name, ranks, microBatches: wanted, chunksPerDevice });
    let state = seed;
    const draw = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    };
    const links = schedule.directions * schedule.stages;
    return {
      schedule,
      timing: {
        durations: Float64Array.from(schedule.kind, draw),
        forwardTransfer: Float64Array.from({ length: links }, draw),
        backwardTransfer: Float64Array.from({ length: links }, draw),
      },
    };
  });

/**
 * The same semantics in another form: relax `end = max(inputs) + duration` over all ops until nothing
 * changes.
 */
function relax({ schedule, timing }: Case): number[] {
  const producer = new Map<string, number>();
  for (let op = 0; op < schedule.kind.length; op += 1) {
    const kind = schedule.kind[op];
    if (kind === OpKind.F || kind === OpKind.FB)
      producer.set(`F ${schedule.forwardStage[op]} ${schedule.forwardMicroBatch[op]}`, op);
    if (kind !== OpKind.F && kind !== OpKind.W)
      producer.set(`B ${schedule.backwardStage[op]} ${schedule.backwardMicroBatch[op]}`, op);
  }
  const transfer = (seconds: Float64Array, from: number, to: number, microBatch: number): number =>
    rankOf(schedule, from, microBatch) === rankOf(schedule, to, microBatch)
      ? 0
      : seconds[(microBatch < schedule.split ? 0 : schedule.stages) + from];
  const end = new Array<number>(schedule.kind.length).fill(0);
  for (let changed = true; changed;) {
    changed = false;
    for (let rank = 0; rank < schedule.ranks; rank += 1) {
      for (let op = schedule.rankOffsets[rank]; op < schedule.rankOffsets[rank + 1]; op += 1) {
        const inputs = [op > schedule.rankOffsets[rank] ? end[op - 1] : 0];
        const [fs, fm, bs, bm] = [
          schedule.forwardStage[op],
          schedule.forwardMicroBatch[op],
          schedule.backwardStage[op],
          schedule.backwardMicroBatch[op],
        ];
        if (fs > 0)
          inputs.push(
            end[producer.get(`F ${fs - 1} ${fm}`)!] + transfer(timing.forwardTransfer, fs - 1, fs, fm),
          );
        if (bs >= 0)
          inputs.push(
            schedule.kind[op] === OpKind.W ? end[producer.get(`B ${bs} ${bm}`)!] : gradient(bs, bm),
          );
        const now = Math.max(...inputs) + timing.durations[op];
        if (now !== end[op]) changed = true;
        end[op] = now;
      }
    }
  }
  return end;

  function gradient(stage: number, microBatch: number): number {
    if (stage === schedule.stages - 1) return end[producer.get(`F ${stage} ${microBatch}`)!];
    return (
      end[producer.get(`B ${stage + 1} ${microBatch}`)!] +
      transfer(timing.backwardTransfer, stage + 1, stage, microBatch)
    );
  }
}

/** Longest of: a rank's work; a micro-batch's way through all stages and back, without waiting. */
function criticalPath({ schedule, timing }: Case): number {
  const work = new Array<number>(schedule.ranks).fill(0);
  const way = new Array<number>(schedule.microBatches).fill(0);
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    for (let op = schedule.rankOffsets[rank]; op < schedule.rankOffsets[rank + 1]; op += 1) {
      work[rank] += timing.durations[op];
      if (schedule.forwardMicroBatch[op] >= 0) way[schedule.forwardMicroBatch[op]] += timing.durations[op];
      if (schedule.backwardMicroBatch[op] >= 0 && schedule.kind[op] !== OpKind.W)
        way[schedule.backwardMicroBatch[op]] += timing.durations[op];
    }
  }
  return Math.max(...work, ...way);
}

describe('executeSchedule', () => {
  it('equals an independent relaxation, to the bit, over 1,000 random schedules and times', () => {
    const reused = new ScheduleWorkspace();
    fc.assert(
      fc.property(anyCase, (one) => {
        const ops = one.schedule.kind.length;
        executeSchedule(one.schedule, one.timing, reused);
        expect(Array.from(reused.end.subarray(0, ops))).toEqual(relax(one));
        const again = executeSchedule(one.schedule, one.timing, new ScheduleWorkspace());
        expect([again.start, again.end]).toEqual([reused.start.slice(0, ops), reused.end.slice(0, ops)]);
      }),
      { numRuns: 1000 },
    );
  });

  it('overlaps nothing on a rank, keeps the time ledger, and is no faster than the critical path', () => {
    const workspace = new ScheduleWorkspace();
    fc.assert(
      fc.property(anyCase, (one) => {
        const { schedule, timing } = one;
        const { start, end, busy, bubble, makespan } = executeSchedule(schedule, timing, workspace);
        for (let rank = 0; rank < schedule.ranks; rank += 1) {
          let before = 0;
          for (let op = schedule.rankOffsets[rank]; op < schedule.rankOffsets[rank + 1]; op += 1) {
            expect(start[op]).toBeGreaterThanOrEqual(before);
            before = end[op];
            expect(before).toBe(start[op] + timing.durations[op]);
          }
          expect(before).toBeLessThanOrEqual(makespan);
          const work = busy
            .slice(rank * OP_KINDS, (rank + 1) * OP_KINDS)
            .reduce((sum, time) => sum + time, 0);
          expect(work + bubble[rank]).toBe(makespan);
        }
        expect(makespan).toBeGreaterThanOrEqual(criticalPath(one));
      }),
      { numRuns: 500 },
    );
  });

  it('scales with its times, and a slower op never makes the step faster', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), (one, which) => {
        const { schedule, timing } = one;
        const before = executeSchedule(schedule, timing, new ScheduleWorkspace()).makespan;
        const twice = {
          durations: timing.durations.map((time) => 2 * time),
          forwardTransfer: timing.forwardTransfer.map((time) => 2 * time),
          backwardTransfer: timing.backwardTransfer.map((time) => 2 * time),
        };
        expect(executeSchedule(schedule, twice, new ScheduleWorkspace()).makespan).toBe(2 * before);
        const slower = { ...timing, durations: timing.durations.slice() };
        slower.durations[which % slower.durations.length] += 100;
        expect(executeSchedule(schedule, slower, new ScheduleWorkspace()).makespan).toBeGreaterThanOrEqual(
          before,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('runs every chunk of every micro-batch once', () => {
    fc.assert(
      fc.property(anyCase, ({ schedule }) => {
        const parts = { forward: 0, backward: 0, weight: 0 };
        for (const kind of schedule.kind) {
          if (kind === OpKind.F || kind === OpKind.FB) parts.forward += 1;
          if (kind !== OpKind.F && kind !== OpKind.W) parts.backward += 1;
          if (kind === OpKind.W || kind === OpKind.BW || kind === OpKind.FB) parts.weight += 1;
        }
        const each = schedule.stages * schedule.microBatches;
        expect(parts).toEqual({ forward: each, backward: each, weight: each });
        if (schedule.name !== 'interleaved')
          expect(schedule.chunksPerDevice).toBe(
            chunksPerDeviceOf({ name: schedule.name, chunksPerDevice: 9 }),
          );
      }),
      { numRuns: 200 },
    );
  });

  it('takes a transfer inside a rank as nothing: the turn of a V', () => {
    const schedule = generateSchedule({ name: 'zb-v', ranks: 1, microBatches: 3, chunksPerDevice: 1 });
    const slow = new Float64Array(2).fill(1000);
    const { makespan } = executeSchedule(
      schedule,
      { durations: new Float64Array(18).fill(1), forwardTransfer: slow, backwardTransfer: slow },
      new ScheduleWorkspace(),
    );
    expect(makespan).toBe(18);
  });

  it('refuses times that are not finite and numbers', () => {
    const schedule = generateSchedule({ name: '1f1b', ranks: 2, microBatches: 2, chunksPerDevice: 1 });
    const none = new Float64Array(2);
    for (const bad of [NaN, Infinity, -1]) {
      const durations = new Float64Array(8).fill(1);
      durations[3] = bad;
      const transfer = Float64Array.of(bad, bad);
      expect(() =>
        executeSchedule(
          schedule,
          { durations: new Float64Array(8), forwardTransfer: transfer, backwardTransfer: none },
          new ScheduleWorkspace(),
        ),
      ).toThrow('finite and not negative');
      expect(() =>
        executeSchedule(
          schedule,
          { durations, forwardTransfer: none, backwardTransfer: none },
          new ScheduleWorkspace(),
        ),
      ).toThrow('finite and not negative');
    }
    expect(() =>
      executeSchedule(
        schedule,
        { durations: new Float64Array(7), forwardTransfer: none, backwardTransfer: none },
        new ScheduleWorkspace(),
      ),
    ).toThrow('a duration for each op');
    expect(() =>
      executeSchedule(
        schedule,
        { durations: new Float64Array(8), forwardTransfer: none.subarray(1), backwardTransfer: none },
        new ScheduleWorkspace(),
      ),
    ).toThrow('a transfer');
  });
});

describe('a forward output that trails its op', () => {
  it('delays the next stage, not the next op of its rank', () => {
    const schedule = generateSchedule({ name: 'gpipe', ranks: 2, microBatches: 2, chunksPerDevice: 1 });
    const ops = schedule.kind.length;
    const none = new Float64Array(schedule.stages);
    const run = (lag: number) =>
      executeSchedule(
        schedule,
        {
          durations: new Float64Array(ops).fill(1),
          outputLag: new Float64Array(ops).fill(lag),
          forwardTransfer: none,
          backwardTransfer: none,
        },
        new ScheduleWorkspace(),
      );
    const plain = run(0);
    const late = run(0.25);
    expect([...late.start.slice(0, 2)]).toEqual([...plain.start.slice(0, 2)]);
    const firstOfSecondRank = schedule.rankOffsets[1];
    expect(late.start[firstOfSecondRank]).toBe(plain.start[firstOfSecondRank] + 0.25);
  });
});
