import { SCHEDULE_NAMES, generateSchedule, peakActivations } from '../schedule/index.js';
import { peakActivationBytes, stagesOfRank } from './index.js';

const made = (name: (typeof SCHEDULE_NAMES)[number]) =>
  generateSchedule({ name, ranks: 4, microBatches: 8, chunksPerDevice: 2, sends: 'eager' });

describe('peakActivationBytes', () => {
  it.each(SCHEDULE_NAMES)('counts as the schedule does when every stage keeps one byte: %s', (name) => {
    const schedule = made(name);
    const { bytes, microBatches } = peakActivationBytes(schedule, new Float64Array(schedule.stages).fill(1));
    expect([...bytes]).toEqual([...peakActivations(schedule)]);
    expect([...microBatches]).toEqual([...bytes]);
  });

  it('weighs the stages that a rank holds', () => {
    const schedule = made('dualpipe');
    const only = (stage: number) =>
      peakActivationBytes(
        schedule,
        Float64Array.from({ length: 4 }, (_, s) => (s === stage ? 1 : 0)),
      ).bytes;
    expect([...only(0)].map((value) => value > 0)).toEqual([true, false, false, true]);
    expect([...only(1)].map((value) => value > 0)).toEqual([false, true, true, false]);
  });
});

describe('stagesOfRank', () => {
  it('follows the stage map', () => {
    expect(stagesOfRank(made('dualpipe'), 1)).toEqual([1, 2]);
    expect(stagesOfRank(made('zb-v'), 0)).toEqual([0, 7]);
    expect(stagesOfRank(made('interleaved'), 1)).toEqual([1, 5]);
    expect(stagesOfRank(made('1f1b'), 3)).toEqual([3]);
  });
});
