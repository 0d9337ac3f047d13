import fc from 'fast-check';
import { type ScheduleTiming, executeSchedule } from './execute.js';
import { generateSchedule } from './generate.js';
import { CALL_KINDS, CallKind } from './point-to-point.js';
import { SCHEDULE_NAMES, SEND_MODES, chunksPerDeviceOf } from './request.js';
import { OP_KINDS, OpKind, type Schedule, rankOf } from './schedule.js';
import { ScheduleWorkspace } from './workspace.js';

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
    sends: fc.constantFrom(...SEND_MODES),
    seed: fc.nat(),
  })
  .map(({ name, size, extra, chunksPerDevice, sends, seed }) => {
    const ranks = name === 'dualpipe' ? 2 * Math.ceil(size / 2) : size;
    const wanted =
      {
        dualpipe: 2 * ranks + 2 * extra,
        'dualpipe-v': 2 * ranks + extra,
      }[name as string] ?? 1 + extra;
    const schedule = generateSchedule({ name, ranks, microBatches: wanted, chunksPerDevice, sends });
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
        outputLag: Float64Array.from(schedule.kind, draw),
        gradientLag: Float64Array.from(schedule.kind, draw),
        sharedTransfer: draw(),
      },
    };
  });

/**
 * The same semantics in another form: walk through every rank's list with the arrivals known so far, until
 * they change no more.
 */
function naive({ schedule, timing }: Case): number[] {
  const end = new Array<number>(schedule.kind.length).fill(0);
  const arrival = new Map<string, number>();
  for (let changed = true; changed;) {
    changed = false;
    const ready = new Map<string, readonly [number, number]>();
    const posted = new Map<string, number[]>();
    for (let rank = 0; rank < schedule.ranks; rank += 1) {
      let now = 0;
      const first = schedule.rankOffsets[rank];
      const stop = schedule.rankOffsets[rank + 1];
      for (let op = first; op <= stop; op += 1) {
        for (const { kind, message } of callsBefore(schedule, op + rank)) {
          const at = kind === CallKind.postSend ? Math.max(now, ready.get(message)![0]) : now;
          if (kind === CallKind.wait) now = Math.max(now, arrival.get(message) ?? 0);
          else posted.set(message, [...(posted.get(message) ?? []), at]);
        }
        if (op === stop) continue;
        now = Math.max(now, ...inputsOf(schedule, op).map((message) => arrival.get(message) ?? 0));
        now += timing.durations[op];
        if (end[op] !== now) changed = true;
        end[op] = now;
        for (const { message, lag, travel } of outputsOf(schedule, timing, op))
          ready.set(message, [now + lag, travel]);
      }
    }
    for (const [message, [time, travel]] of ready)
      arrival.set(message, Math.max(time, ...(posted.get(message) ?? [])) + travel);
  }
  return end;
}

/** A message by the stage that it goes to: F for activations, B for a gradient. */
const named = (pass: 'F' | 'B', stage: number, microBatch: number): string =>
  `${pass} ${stage} ${microBatch}`;

function callsBefore({ pointToPoint, stages, microBatches }: Schedule, position: number) {
  if (pointToPoint === undefined) return [];
  const { offsets, calls } = pointToPoint;
  return [...calls.subarray(offsets[position], offsets[position + 1])].map((call) => {
    const slot = Math.floor(call / CALL_KINDS);
    const row = Math.floor(slot / microBatches);
    const message = named(row < stages ? 'F' : 'B', row % stages, slot % microBatches);
    return { kind: call % CALL_KINDS, message };
  });
}

function inputsOf(schedule: Schedule, op: number): string[] {
  const [fs, bs] = [schedule.forwardStage[op], schedule.backwardStage[op]];
  const inputs: string[] = [];
  if (fs > 0) inputs.push(named('F', fs, schedule.forwardMicroBatch[op]));
  if (bs >= 0 && schedule.kind[op] !== OpKind.W) inputs.push(named('B', bs, schedule.backwardMicroBatch[op]));
  return inputs;
}

function outputsOf(schedule: Schedule, timing: ScheduleTiming, op: number) {
  const { stages, split, microBatches, pointToPoint } = schedule;
  const outputs: { message: string; lag: number; travel: number }[] = [];
  const output = (pass: 'F' | 'B', from: number, to: number, microBatch: number): void => {
    const seconds = pass === 'F' ? timing.forwardTransfer : timing.backwardTransfer;
    const lag = (pass === 'F' ? timing.outputLag! : timing.gradientLag!)[op];
    const crosses = rankOf(schedule, from, microBatch) !== rankOf(schedule, to, microBatch);
    const together =
      pointToPoint?.sentTogether[((pass === 'F' ? 0 : stages) + to) * microBatches + microBatch] ?? 1;
    const travel =
      seconds[(microBatch < split ? 0 : stages) + from] + (together - 1) * timing.sharedTransfer!;
    outputs.push({ message: named(pass, to, microBatch), lag, travel: crosses ? travel : 0 });
  };
  const [fs, fm] = [schedule.forwardStage[op], schedule.forwardMicroBatch[op]];
  const [bs, bm] = [schedule.backwardStage[op], schedule.backwardMicroBatch[op]];
  if (fs >= 0 && fs < stages - 1) output('F', fs, fs + 1, fm);
  if (fs === stages - 1) outputs.push({ message: named('B', fs, fm), lag: timing.outputLag![op], travel: 0 });
  if (bs > 0 && schedule.kind[op] !== OpKind.W) output('B', bs, bs - 1, bm);
  return outputs;
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
  it('equals a naive execution, to the bit, over 400 random schedules and times', () => {
    const reused = new ScheduleWorkspace();
    fc.assert(
      fc.property(anyCase, (one) => {
        const ops = one.schedule.kind.length;
        executeSchedule(one.schedule, one.timing, reused);
        expect(Array.from(reused.end.subarray(0, ops))).toEqual(naive(one));
        const again = executeSchedule(one.schedule, one.timing, new ScheduleWorkspace());
        expect([again.start, again.end]).toEqual([reused.start.slice(0, ops), reused.end.slice(0, ops)]);
      }),
      { numRuns: 400 },
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
      { numRuns: 200 },
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
          outputLag: timing.outputLag!.map((time) => 2 * time),
          gradientLag: timing.gradientLag!.map((time) => 2 * time),
          sharedTransfer: 2 * timing.sharedTransfer!,
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
    const schedule = generateSchedule({
      name: 'zb-v',
      ranks: 1,
      microBatches: 3,
      chunksPerDevice: 1,
      sends: 'eager',
    });
    const slow = new Float64Array(2).fill(1000);
    const { makespan } = executeSchedule(
      schedule,
      { durations: new Float64Array(18).fill(1), forwardTransfer: slow, backwardTransfer: slow },
      new ScheduleWorkspace(),
    );
    expect(makespan).toBe(18);
  });

  it('refuses times that are not finite and numbers', () => {
    const schedule = generateSchedule({
      name: '1f1b',
      ranks: 2,
      microBatches: 2,
      chunksPerDevice: 1,
      sends: 'eager',
    });
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
    const schedule = generateSchedule({
      name: 'gpipe',
      ranks: 2,
      microBatches: 2,
      chunksPerDevice: 1,
      sends: 'eager',
    });
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
