import { type WaitingJob } from '@railyard/database';
import { groupsOf, runnerName, runsOf, threadsIn } from './queue.js';

const jobs = (count: number, more: Partial<WaitingJob> = {}, from = 0): WaitingJob[] =>
  Array.from({ length: count }, (_, index) => ({
    runId: `run-${from + index}`,
    fencingToken: 0,
    priority: 1,
    starts: 0,
    ...more,
  }));
const sizes = (waiting: readonly WaitingJob[]): number[] => groupsOf(waiting).map(({ runs }) => runs.length);

describe('groups of the queue', () => {
  it('hold neighbours of a sweep, so many that there is something for several runners', () => {
    expect(sizes(jobs(1000))).toEqual([...Array<number>(31).fill(32), 8]);
    expect(sizes(jobs(16))).toEqual(Array<number>(8).fill(2));
    expect(sizes(jobs(3))).toEqual([1, 1, 1]);
    expect(groupsOf(jobs(80)).flatMap(({ runs }) => runs)).toEqual(
      jobs(80).map(({ runId, fencingToken }) => ({ runId, fencingToken })),
    );
  });

  it('keep apart what has another priority, what is a single experiment and what was begun before', () => {
    expect(sizes([...jobs(40), ...jobs(40, { priority: 2 }, 40)])).toEqual([10, 10, 10, 10, 10, 10, 10, 10]);
    expect(sizes([...jobs(2, { priority: 0 }), ...jobs(14, {}, 2)])).toEqual([1, 1, 2, 2, 2, 2, 2, 2, 2]);
    expect(sizes(jobs(80, { starts: 1, fencingToken: 2 }))).toEqual(Array<number>(80).fill(1));
  });

  it('shrink with every return to the queue', () => {
    expect([0, 2, 4, 6].map((fencingToken) => sizes(jobs(400, { fencingToken }))[0])).toEqual([32, 8, 2, 1]);
  });

  it('have one name each, the same whenever the same group is sent', () => {
    const names = (waiting: readonly WaitingJob[]): string[] => groupsOf(waiting).map(({ entry }) => entry);
    expect(names(jobs(200))).toEqual(names(jobs(200)));
    expect([names(jobs(2)), names(jobs(16)).slice(0, 2)]).toEqual([
      ['run-0-0', 'run-1-0'],
      ['run-0-0-2-run-1', 'run-2-0-2-run-3'],
    ]);
    const all = [
      ...names(jobs(200)),
      ...names(jobs(200, { fencingToken: 2 })),
      ...names(jobs(199)),
      ...names(jobs(8)),
    ];
    expect(all.every((name) => /^run-[\d-]+(-run-\d+)?$/.test(name))).toBe(true);
    expect(names([...jobs(9), ...jobs(151, {}, 10)])).not.toContain(names(jobs(160))[0]);
  });
});

it('a runner says how many threads it has by its name', () => {
  expect(threadsIn(`railyard:cXVldWU=:w:${runnerName(16)}`)).toBe(16);
  expect(threadsIn('railyard:cXVldWU=')).toBeNull();
});

it('an entry of an earlier release stands for no run', () => {
  expect(runsOf({ runs: [{ runId: 'run-1', fencingToken: 0 }] })).toHaveLength(1);
  const earlier = [{ runId: 'run-1', fence: 0 }] as unknown as { runId: string; fencingToken: number }[];
  expect([runsOf({ runs: earlier }), runsOf({})]).toEqual([[], []]);
});
