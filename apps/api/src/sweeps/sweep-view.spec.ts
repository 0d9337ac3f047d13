import { type RunState, type SweepEntity, type SweepState } from '@railyard/database';
import { type SweepPlan } from './sweep-protocol.js';
import { stateOf } from './sweep-view.js';

const NONE: Readonly<Record<RunState, number>> = {
  queued: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
};
const planOf = (runs: number, infeasible: number): SweepPlan =>
  ({ runs, infeasible: { count: infeasible, groups: [] } }) as unknown as SweepPlan;
const sweepIn = (state: SweepState): SweepEntity => ({ state }) as SweepEntity;

it.each([
  ['expanding', {}, null, 'expanding'],
  ['failed', { running: 1 }, null, 'failed'],
  ['cancelled', { queued: 1 }, null, 'cancelled'],
  ['expanded', { queued: 1, failed: 1 }, planOf(2, 0), 'running'],
  ['expanded', { running: 1 }, planOf(1, 0), 'running'],
  ['expanded', { succeeded: 1, failed: 1, cancelled: 1 }, planOf(3, 0), 'failed'],
  ['expanded', { succeeded: 1, cancelled: 1 }, planOf(2, 0), 'cancelled'],
  ['expanded', { succeeded: 2 }, planOf(2, 1), 'succeeded'],
  ['expanded', {}, planOf(0, 0), 'succeeded'],
  ['expanded', {}, planOf(0, 3), 'failed'],
] as const)('%s with the runs %j is shown as %4$s', (state, some, plan, shown) => {
  expect(stateOf(sweepIn(state), { ...NONE, ...some }, plan)).toBe(shown);
});
