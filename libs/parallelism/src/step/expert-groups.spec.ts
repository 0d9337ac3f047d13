/** The latest of the expert groups: all of them where they are few, expected from a sample where many. */
import { ScheduleWorkspace } from '../schedule/index.js';
import { latestGroup } from './expert-groups.js';
import { type OpTimes } from './op-times.js';

const none = new Float64Array(0);
const times: OpTimes = { durations: none, outputLag: none, weightPart: none, exposed: none, unreduced: none };
const taking = (makespans: readonly number[]) => (group: number) => ({
  routing: undefined,
  times,
  executed: Object.assign(new ScheduleWorkspace(), { makespan: makespans[group] }),
});

it('is the group that ends last, where it is not the first too', () => {
  for (const makespans of [[5], [5, 7], [7, 5, 6], [1, 2, 4, 3]]) {
    const latest = latestGroup(makespans.length, taking(makespans));
    expect(latest.executed.makespan).toBe(Math.max(...makespans));
    expect(latest.groupWait).toBe(0);
    expect(latest.groups).toBe(makespans.length);
  }
});

it('is expected later with more groups: by the deviation of the sample and a normal order statistic', () => {
  const sample = [10, 12, 11, 13];
  const deviation = Math.sqrt(5 / 3);
  const end = (groups: number) => {
    const { executed, groupWait } = latestGroup(groups, taking(sample));
    return executed.makespan + groupWait;
  };
  // Expected largest of 16 and of 64 normal draws: 1.766 and 2.342 (tables of normal order statistics).
  expect(end(16)).toBeCloseTo(11.5 + 1.766 * deviation, 1);
  expect(end(64)).toBeCloseTo(11.5 + 2.342 * deviation, 1);
  expect(end(64)).toBeGreaterThan(end(16));
});

it('never ends before the groups that were seen', () => {
  expect(latestGroup(5, taking([1, 1, 1, 9])).groupWait).toBe(0);
});
