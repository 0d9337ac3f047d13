import { SECONDS_PER_DAY as DAY } from '@railyard/base';
import { DEFAULT_POLICY } from './policy-presets.js';
import { GIVE_UP_FACTOR, limitsOf } from './replay-request.js';

describe('the limits of a job', () => {
  it('a wall horizon ends on the clock, whatever is done by then', () => {
    expect(limitsOf({ kind: 'wall', days: 3 }, DEFAULT_POLICY)).toEqual({ wallS: 3 * DAY, workS: Infinity });
  });

  it('a productive one ends with the work, or when it takes many times as long as without faults', () => {
    const policy = { ...DEFAULT_POLICY, checkpointIntervalS: 100, checkpointStallS: 25 };
    expect(limitsOf({ kind: 'productive', days: 3 }, policy)).toEqual({
      wallS: 3 * DAY * GIVE_UP_FACTOR * 1.25,
      workS: 3 * DAY,
    });
  });
});
