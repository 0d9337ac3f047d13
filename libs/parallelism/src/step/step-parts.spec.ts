/** The parts of a step: means over ranks that partition its wall time, whatever the schedule. */
import fc from 'fast-check';
import {
  OpKind,
  SCHEDULE_NAMES,
  type ScheduleName,
  ScheduleWorkspace,
  executeSchedule,
  generateSchedule,
} from '../schedule/index.js';
import { stepParts } from './index.js';

const drawn = (length: number, values: readonly number[]): Float64Array =>
  Float64Array.from({ length }, (_, i) => values[i % values.length]!);

/** A schedule on 4 ranks with any op times; B ops of BW are partly weight gradient. */
function executed(name: ScheduleName, values: readonly number[]) {
  const schedule = generateSchedule({
    name,
    ranks: 4,
    microBatches: 8,
    chunksPerDevice: 1,
    sends: 'published',
  });
  const ops = schedule.kind.length;
  const durations = drawn(ops, values);
  const transfer = new Float64Array(schedule.directions * schedule.stages).fill(0.5);
  const times = {
    durations,
    outputLag: new Float64Array(ops),
    weightPart: durations.map((time, op) => (schedule.kind[op] === OpKind.BW ? time / 4 : 0)),
    exposed: drawn(ops, [...values].reverse()),
    unreduced: new Float64Array(ops),
  };
  const workspace = executeSchedule(
    schedule,
    { durations, forwardTransfer: transfer, backwardTransfer: transfer },
    new ScheduleWorkspace(),
  );
  return {
    schedule,
    times,
    workspace,
    parts: stepParts(schedule, { executed: workspace, times, groupWait: 3 }, 7),
  };
}

const cases = fc.tuple(
  fc.constantFrom(...SCHEDULE_NAMES),
  fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 17 }),
);

describe('stepParts', () => {
  it('add up to the wall time, the optimizer at its end', () => {
    fc.assert(
      fc.property(cases, ([name, values]) => {
        const { parts, workspace } = executed(name, values);
        const { forward, backwardInput, backwardWeight, overlappedForwardBackward, bubble, optimizer } =
          parts;
        expect(parts.total).toBe(workspace.makespan + 3 + 7);
        expect(optimizer).toBe(7);
        expect(
          forward + backwardInput + backwardWeight + overlappedForwardBackward + bubble + optimizer,
        ).toBeCloseTo(parts.total, 9);
      }),
    );
  });

  it('are the mean over ranks of the ops of each kind; a full backward counts as its two parts', () => {
    fc.assert(
      fc.property(cases, ([name, values]) => {
        const { schedule, times, parts } = executed(name, values);
        const of = (kind: OpKind, share = 1): number =>
          times.durations.reduce(
            (sum, time, op) => (schedule.kind[op] === kind ? sum + share * time : sum),
            0,
          ) / 4;
        expect(parts.forward).toBeCloseTo(of(OpKind.F), 9);
        expect(parts.backwardInput).toBeCloseTo(of(OpKind.B) + of(OpKind.BW, 3 / 4), 9);
        expect(parts.backwardWeight).toBeCloseTo(of(OpKind.W) + of(OpKind.BW, 1 / 4), 9);
        expect(parts.fullBackwardWeight).toBeCloseTo(of(OpKind.BW, 1 / 4), 9);
        expect(parts.backwardWeight - parts.fullBackwardWeight).toBeCloseTo(of(OpKind.W), 9);
        expect(parts.overlappedForwardBackward).toBeCloseTo(of(OpKind.FB), 9);
        expect(parts.exposedCommunication).toBeCloseTo(
          times.exposed.reduce((sum, time) => sum + time, 0) / 4,
          9,
        );
      }),
    );
  });

  it('of GPipe with equal ops: the published bubble (p - 1)(F + B), no overlap', () => {
    const { parts } = executed('gpipe', [1]);
    // Each of the 3 boundaries is crossed twice in 0.5; 3 more are waited for another group.
    expect(parts.bubble).toBe(3 + 3 * 2 + 3 * 2 * 0.5);
    expect([parts.forward, parts.overlappedForwardBackward]).toEqual([8, 0]);
  });
});
