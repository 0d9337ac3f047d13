import fc from 'fast-check';
import { checkSchedule } from './check.js';
import { executeSchedule } from './execute.js';
import { generateSchedule } from './generate.js';
import { CALL_KINDS, CallKind } from './point-to-point.js';
import { SCHEDULE_NAMES } from './request.js';
import { type Schedule, rankOf } from './schedule.js';
import { type ScheduleName, type SendMode } from './schedule-name.js';
import { ScheduleWorkspace } from './workspace.js';

/** Those whose published program waits for what it sends. */
const WAITING: readonly ScheduleName[] = ['1f1b', 'interleaved', 'dualpipe', 'dualpipe-v'];

const build = (name: ScheduleName, ranks: number, microBatches: number, sends: SendMode): Schedule =>
  generateSchedule({ name, ranks, microBatches, chunksPerDevice: 2, sends });

/** `cost` by kind of op: F, B, BW, W, FB. */
function execute(schedule: Schedule, cost: readonly number[], transfer: number, shared = 0) {
  const links = new Float64Array(schedule.directions * schedule.stages).fill(transfer);
  return executeSchedule(
    schedule,
    {
      durations: Float64Array.from(schedule.kind, (kind) => cost[kind]),
      forwardTransfer: links,
      backwardTransfer: links,
      sharedTransfer: shared,
    },
    new ScheduleWorkspace(),
  );
}

/**
 * What `rank` posts and waits for, op by op: `+F1.0` sends, `-F1.0` receives, `=F1.0` waits, `F0.0` is an op.
 */
function programOf(schedule: Schedule, rank: number): string {
  const { stages, microBatches, rankOffsets } = schedule;
  const { offsets, calls } = schedule.pointToPoint!;
  const words: string[] = [];
  for (let op = rankOffsets[rank]; op <= rankOffsets[rank + 1]; op += 1) {
    for (const call of calls.subarray(offsets[op + rank], offsets[op + rank + 1])) {
      const slot = Math.floor(call / CALL_KINDS);
      const row = Math.floor(slot / microBatches);
      const sign = { [CallKind.wait]: '=', [CallKind.postReceive]: '-', [CallKind.postSend]: '+' };
      const tensor = `${row < stages ? 'F' : 'B'}${row % stages}.${slot % microBatches}`;
      words.push(`${sign[(call % CALL_KINDS) as CallKind]}${tensor}`);
    }
    if (op === rankOffsets[rank + 1]) continue;
    const f = `${schedule.forwardStage[op]}.${schedule.forwardMicroBatch[op]}`;
    const b = `${schedule.backwardStage[op]}.${schedule.backwardMicroBatch[op]}`;
    words.push([`(F${f})`, `(B${b})`, `(BW${b})`, `(W${b})`, `(F${f}&B${b})`][schedule.kind[op]]);
  }
  return words.join(' ');
}

describe('what a rank posts and waits for', () => {
  it('1F1B: a receive before a forward, a send after it, and both as one batch in the steady state', () => {
    const schedule = build('1f1b', 4, 4, 'published');
    expect(programOf(schedule, 2)).toBe(
      '-F2.0 =F2.0 (F2.0) +F3.0 =F3.0 ' +
        '-F2.1 =F2.1 (F2.1) +F3.1 -B2.0 =F3.1 =B2.0 (BW2.0) ' +
        '+B1.0 -F2.2 =B1.0 =F2.2 (F2.2) +F3.2 -B2.1 =F3.2 =B2.1 (BW2.1) ' +
        '+B1.1 -F2.3 =B1.1 =F2.3 (F2.3) +F3.3 -B2.2 =F3.3 =B2.2 (BW2.2) ' +
        '+B1.2 =B1.2 -B2.3 =B2.3 (BW2.3) +B1.3 =B1.3',
    );
  });

  it('interleaved 1F1B: batches in the fill and the drain, no wait for a fresh send in between', () => {
    // Rank 1 of 2 holds stages 1 and 3: two forwards fill, two pairs follow, two backwards drain.
    expect(programOf(build('interleaved', 2, 2, 'published'), 1)).toBe(
      '-F1.0 =F1.0 (F1.0) +F2.0 -F1.1 =F2.0 =F1.1 (F1.1) +F2.1 -F3.0 =F2.1 =F3.0 ' +
        '(F3.0) -F3.1 (BW3.0) +B2.0 (F3.1) (BW3.1) +B2.1 -B1.0 =B2.0 =B2.1 ' +
        '(BW1.0) +B0.0 -B1.1 =B0.0 =B1.1 (BW1.1) +B0.1 =B0.1',
    );
  });

  it('interleaved 1F1B: a send of the steady state is waited for after the next op of its pass', () => {
    const program = programOf(build('interleaved', 2, 4, 'published'), 0);
    const steady = program.slice(program.indexOf('(F0.2)'));
    const begin =
      '(F0.2) +F1.2 (BW2.0) +B1.0 -B2.1 (F0.3) +F1.3 -F2.2 =F1.2 (BW2.1) +B1.1 -B0.0 =B1.0 ' +
      '(F2.2) +F3.2 -F2.3 =F1.3 (BW0.0) -B0.1 =B1.1 (F2.3) +F3.3 =F3.2 ';
    expect(steady.slice(0, begin.length)).toBe(begin);
    expect(program.endsWith('=F3.3')).toBe(true);
  });

  it('DualPipe, PP 4: F0 of step 2 sent after F1, F1 of step 3 received before the W', () => {
    // Stream 0 of rank 0 is micro-batches 0 to 3 from stage 0 on, stream 1 is 4 to 7 at the last stage, 3.
    const program = programOf(build('dualpipe', 4, 8, 'published'), 0);
    const begin =
      '(F0.0) +F1.0 =F1.0 (F0.1) +F1.1 =F1.1 (F0.2) -F3.4 =F3.4 (F3.4) ' +
      '+F1.2 =F1.2 (B3.4) +B2.4 -F3.5 =B2.4 =F3.5 (W3.4) (F3.5) (F0.3&B3.5) ';
    expect(program.slice(0, begin.length)).toBe(begin);
  });

  it('DualPipe, PP 4: the innermost ranks keep their last F1 until after the first F0 of step 4', () => {
    const program = programOf(build('dualpipe', 4, 8, 'published'), 1);
    const begin =
      '-F1.0 =F1.0 (F1.0) +F2.0 -F1.1 -F2.4 =F2.0 =F1.1 =F2.4 (F2.4) ' +
      '+F3.4 =F3.4 (F1.1) +F2.1 -F1.2 -F2.5 =F2.1 =F1.2 =F2.5 (F2.5) ' +
      '(F1.2) +F3.5 -B2.4 =F3.5 =B2.4 (BW2.4) +F2.2 +B1.4 -F2.6 -B1.0 =F2.2 =B1.4 =F2.6 =B1.0 (F2.6&B1.0) ';
    expect(program.slice(0, begin.length)).toBe(begin);
  });

  it.each(WAITING)('%s: neighbours send and receive in the same order, as NCCL pairs them', (name) => {
    for (const [ranks, microBatches] of [
      [2, 4],
      [4, 8],
      [6, 24],
    ] as const) {
      const schedule = build(name, ranks, microBatches, 'published');
      const order = { sent: new Map<string, number[]>(), received: new Map<string, number[]>() };
      for (const call of schedule.pointToPoint!.calls) {
        const kind = call % CALL_KINDS;
        if (kind === CallKind.wait) continue;
        const slot = Math.floor(call / CALL_KINDS);
        const row = Math.floor(slot / microBatches);
        const to = row % schedule.stages;
        const from = row < schedule.stages ? to - 1 : to + 1;
        const between = [from, to].map((stage) => rankOf(schedule, stage, slot % microBatches)).join();
        const side = kind === CallKind.postSend ? order.sent : order.received;
        side.set(between, [...(side.get(between) ?? []), slot]);
      }
      expect(order.sent.size).toBeGreaterThan(0);
      expect(order.sent).toEqual(order.received);
    }
  });

  it('GPipe, ZB-H1, ZB1P and ZB-V wait for no send: their publications say nothing, or send ahead', () => {
    for (const name of SCHEDULE_NAMES) {
      const published = build(name, 4, 8, 'published');
      expect(published.pointToPoint !== undefined).toBe(WAITING.includes(name));
      if (!WAITING.includes(name)) expect(published).toEqual(build(name, 4, 8, 'eager'));
    }
  });
});

describe('waiting', () => {
  it('by hand: 1F1B, PP 4, two micro-batches, F 1, B 2, a transfer of 1', () => {
    const cost = [1, 0, 2, 0, 0];
    // Eager: F0.0 ends at 1, F1.0 at 3, F2.0 at 5, F3.0 at 7, its backward at 9; the backward of micro-batch
    // 1 ends at 12 on rank 3 and three boundaries and backwards later, at 21, on rank 0.
    const eager = execute(build('1f1b', 4, 2, 'eager'), cost, 1);
    expect(eager.makespan).toBe(21);
    const schedule = build('1f1b', 4, 2, 'published');
    const { start, makespan } = execute(schedule, cost, 1);
    const of = (rank: number) => [...start.slice(schedule.rankOffsets[rank], schedule.rankOffsets[rank + 1])];
    // Rank 0 ends F0.1 at 3, and its send at 5: rank 1 posts the receive at 4, after its own send. Rank 2
    // ends F2.1 at 8 and waits for rank 3, which posts the receive of F3.1 alongside the gradient of
    // micro-batch 0 at 9.
    expect(of(0)).toEqual([0, 2, 16, 20]);
    expect(of(3)).toEqual([6, 7, 10, 11]);
    expect(makespan).toBe(22);
  });

  it('never shortens an op, whatever the times', () => {
    const time = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(
        fc.constantFrom(...WAITING),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(time, { minLength: 5, maxLength: 5 }),
        time,
        (name, half, more, cost, transfer) => {
          const [ranks, microBatches] = [2 * half, 4 * half * more];
          const schedule = build(name, ranks, microBatches, 'published');
          const waited = execute(schedule, cost, transfer);
          const free = execute(build(name, ranks, microBatches, 'eager'), cost, transfer);
          for (let op = 0; op < schedule.kind.length; op += 1)
            expect(waited.start[op]).toBeGreaterThanOrEqual(free.start[op]);
          for (let rank = 0; rank < ranks; rank += 1)
            expect(waited.bubble[rank]).toBeGreaterThanOrEqual(free.bubble[rank]);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('DualPipe is symmetric: ranks r and P - 1 - r wait alike', () => {
    for (const [ranks, microBatches] of [
      [4, 8],
      [8, 40],
      [16, 120],
    ] as const) {
      const { bubble } = execute(build('dualpipe', ranks, microBatches, 'published'), [3, 5, 7, 2, 11], 1, 1);
      for (let rank = 0; rank < ranks; rank += 1) expect(bubble[rank]).toBe(bubble[ranks - 1 - rank]);
    }
  });

  it('counts the messages that leave in one batch: the two of an overlapped pair', () => {
    const schedule = build('dualpipe', 4, 8, 'published');
    const { sentTogether } = schedule.pointToPoint!;
    // Micro-batch 0 leaves stage 0 in step 1, alone; 3 leaves it alongside the gradient of micro-batch 5.
    expect(sentTogether[8]).toBe(1);
    expect([sentTogether[8 + 3], sentTogether[(4 + 2) * 8 + 5]]).toEqual([2, 2]);
  });
});

describe('checkSchedule', () => {
  const broken = (change: (calls: Int32Array) => Int32Array): string[] => {
    const schedule = build('1f1b', 2, 2, 'published');
    const program = schedule.pointToPoint!;
    const calls = change(program.calls.slice());
    return checkSchedule({ ...schedule, pointToPoint: { ...program, calls } }).map(({ message }) => message);
  };

  it('names a message posted twice, from the wrong side, or awaited before', () => {
    // Rank 0 begins (F0.0) +F1.0 =F1.0.
    expect(broken((calls) => calls.with(1, calls[0]))).toEqual([
      'rank 0 posts a second time the activations of micro-batch 0 for stage 1',
    ]);
    expect(broken((calls) => calls.with(0, calls[0] - 1))).toContain(
      'rank 0 posts the wrong side of the activations of micro-batch 0 for stage 1',
    );
    expect(broken((calls) => calls.with(0, calls[1]).with(1, calls[0]))).toEqual([
      'rank 0 waits without having posted the activations of micro-batch 0 for stage 1',
    ]);
  });

  it('names a message that nobody receives', () => {
    // Rank 1 begins with -F1.0 =F1.0; two waits for what it never posts.
    const schedule = build('1f1b', 2, 2, 'published');
    const first = schedule.pointToPoint!.offsets[schedule.rankOffsets[1] + 1];
    expect(broken((calls) => calls.with(first, calls[first + 1]))).toContain(
      'no rank receives the activations of micro-batch 0 for stage 1',
    );
  });

  it('names the messages of a deadlock, which the executor refuses', () => {
    const schedule = build('gpipe', 2, 1, 'eager');
    const [activations, gradient] = [1, 2];
    const call = (slot: number, kind: CallKind): number => slot * CALL_KINDS + kind;
    // Rank 0 wants the gradient before it sends the activations that it comes from.
    const crossed: Schedule = {
      ...schedule,
      pointToPoint: {
        offsets: Int32Array.of(0, 0, 4, 4, 6, 6, 8),
        calls: Int32Array.of(
          call(gradient, CallKind.postReceive),
          call(gradient, CallKind.wait),
          call(activations, CallKind.postSend),
          call(activations, CallKind.wait),
          call(activations, CallKind.postReceive),
          call(activations, CallKind.wait),
          call(gradient, CallKind.postSend),
          call(gradient, CallKind.wait),
        ),
        sentTogether: Uint8Array.of(0, 1, 1, 0),
      },
    };
    expect(checkSchedule(crossed).map(({ code, rank, message }) => [code, rank, message])).toEqual([
      ['deadlock', 0, 'rank 0 never runs op 1 (BW): it waits for the gradient of micro-batch 0 for stage 0'],
      [
        'deadlock',
        1,
        'rank 1 never runs op 2 (F): it waits for the activations of micro-batch 0 for stage 1',
      ],
    ]);
    expect(() => execute(crossed, [1, 1, 1, 1, 1], 0)).toThrow('the schedule deadlocks');
  });
});
