/** Interleaved 1F1B with any number of micro-batches. */
import { executeSchedule } from './execute.js';
import { groupSizes } from './one-f-one-b.js';
import { OpKind } from './schedule.js';
import { generateSchedule } from './index.js';
import { ScheduleWorkspace } from './workspace.js';

describe('groups of micro-batches', () => {
  it.each([
    [8, 4, [4, 4]],
    // Rounds of max(1, M div P), as evenly as can be.
    [10, 4, [5, 5]],
    [11, 4, [6, 5]],
    [3, 4, [3]],
    [7, 4, [7]],
    [1, 4, [1]],
  ])('%i on %i ranks', (microBatches, ranks, sizes) => {
    expect(groupSizes(microBatches, ranks)).toEqual(sizes);
  });
});

/** Mean idle time of a rank where every chunk takes 1 forward and 2 backward. */
function bubble(ranks: number, microBatches: number, chunksPerDevice: number): number {
  const schedule = generateSchedule({
    name: 'interleaved',
    ranks,
    microBatches,
    chunksPerDevice,
    sends: 'eager',
  });
  const none = new Float64Array(schedule.directions * schedule.stages);
  const executed = executeSchedule(
    schedule,
    {
      durations: Float64Array.from(schedule.kind, (kind) => (kind === OpKind.F ? 1 : 2)),
      outputLag: new Float64Array(schedule.kind.length),
      forwardTransfer: none,
      backwardTransfer: none,
    },
    new ScheduleWorkspace(),
  );
  return executed.makespan - 3 * microBatches * chunksPerDevice;
}

describe('ten micro-batches on four ranks', () => {
  it('have the bubble of eight and of twelve: (P - 1)(F + B) of a chunk', () => {
    expect([8, 10, 12].map((microBatches) => bubble(4, microBatches, 2))).toEqual([9, 9, 9]);
  });

  it('fewer than ranks run, with more of it', () => {
    expect(bubble(4, 3, 2)).toBeGreaterThan(9);
  });
});
