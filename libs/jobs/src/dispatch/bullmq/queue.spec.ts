import { type WaitingJob } from '@railyard/database';
import { groupsOf, rankedGroups, runnerName, runsOf, threadsIn } from './queue.js';

const jobs = (count: number, more: Partial<WaitingJob> = {}, from = 0): WaitingJob[] =>
  Array.from({ length: count }, (_, index) => ({
    runId: `run-${from + index}`,
    tenant: 't',
    fencingToken: 0,
    priority: 1,
    starts: 0,
    ...more,
  }));
const sizes = (waiting: readonly WaitingJob[], queued = 0): number[] =>
  groupsOf(waiting, queued).map(({ runs }) => runs.length);

describe('groups of the queue', () => {
  it('hold neighbours of a sweep, so many that there is something for several runners', () => {
    expect(sizes(jobs(1000))).toEqual([...Array<number>(31).fill(32), 8]);
    expect(sizes(jobs(16))).toEqual(Array<number>(8).fill(2));
    expect(sizes(jobs(3))).toEqual([1, 1, 1]);
    expect(sizes(jobs(100))[0]).toBe(13);
    expect(sizes(jobs(100), 60)[0]).toBe(20);
    expect(sizes(jobs(64), 1000)).toEqual([32, 32]);
    expect(groupsOf(jobs(80)).flatMap(({ runs }) => runs)).toEqual(
      jobs(80).map(({ runId, fencingToken }) => ({ runId, fencingToken })),
    );
  });

  it('keep apart what has another priority, what is a single experiment and what was begun before', () => {
    expect(sizes([...jobs(40), ...jobs(40, { priority: 2 }, 40)])).toEqual([10, 10, 10, 10, 10, 10, 10, 10]);
    expect(sizes([...jobs(2, { priority: 0 }), ...jobs(14, {}, 2)])).toEqual([1, 1, 2, 2, 2, 2, 2, 2, 2]);
    expect(sizes(jobs(80, { starts: 1, fencingToken: 2 }))).toEqual(Array<number>(80).fill(1));
  });

  it('keep tenants apart', () => {
    expect(sizes([...jobs(40), ...jobs(40, { tenant: 'other' }, 40)])).toEqual(Array<number>(8).fill(10));
    expect(sizes([...jobs(5), ...jobs(75, { tenant: 'other' }, 5)])[0]).toBe(5);
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

describe('ranks of entries', () => {
  const rank = async (waiting: readonly WaitingJob[], outstanding: Readonly<Record<string, number>> = {}) =>
    (await rankedGroups(groupsOf(waiting), async (tenant) => outstanding[tenant] ?? 0)).map(
      ({ first, rank: place, isFirst }) => [first.tenant, place, isFirst],
    );

  it('count what the tenant has before it, so that tenants take turns', async () => {
    const one = { priority: 0 };
    expect(
      await rank([...jobs(3, { ...one, tenant: 'a' }), ...jobs(2, { ...one, tenant: 'b' }, 3)], { a: 7 }),
    ).toEqual([
      ['a', 7, false],
      ['a', 8, false],
      ['a', 9, false],
      ['b', 0, true],
      ['b', 1, false],
    ]);
    expect((await rank(jobs(64))).map(([, place]) => place)).toEqual([0, 8, 16, 24, 32, 40, 48, 56]);
  });

  it('put a single experiment before what is left of a sweep, and have a last place', async () => {
    const counts = (priority: number) => (priority === 0 ? 0 : 500);
    const [group] = await rankedGroups(groupsOf(jobs(1, { priority: 0 })), async (_, priority) =>
      counts(priority),
    );
    expect(group).toMatchObject({ rank: 0, isFirst: false });
    expect(await rank(jobs(1), { t: 10_000_000 })).toEqual([['t', 10_000, false]]);
  });
});
