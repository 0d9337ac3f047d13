import { SILENT } from '../dispatch-log.js';
import { type SimulationEnd, type SimulationJob } from '../simulation/index.js';
import { ActiveRun } from './active-run.js';
import { Scheduler } from './scheduler.js';
import { StartRecorder } from './start-recorder.js';

/** A group on a thread, ended by hand. */
interface RunningGroup {
  readonly jobs: readonly SimulationJob[];
  /** Ends the first so many and leaves the rest undone. */
  end(count?: number): Promise<void>;
}

const OUTPUT: SimulationEnd = {
  kind: 'output',
  output: { sha256: 'x', size: 1, packed: new Uint8Array(1), summary: {} },
};
/** Every look at the clock finds it so much later: a run of a group takes as long. */
const RUN_MS = 1;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function bench(threads: number, extraThreads = 0) {
  const groups: RunningGroup[] = [];
  const begin = jest.fn(async (leases: readonly { runId: string }[]) => leases.map(({ runId }) => runId));
  const ends: [string, string][] = [];
  const seconds: number[] = [];
  const starts: string[] = [];
  let groupEnds = 0;
  let nowMs = 0;
  const scheduler = new Scheduler({
    pool: {
      threads,
      extraThreads,
      run: (jobs: readonly SimulationJob[]) =>
        new Promise<readonly SimulationJob[]>((resolve) => {
          groups.push({
            jobs,
            end: (count = jobs.length) => {
              for (const job of jobs.slice(0, count)) job.onEnd(OUTPUT);
              resolve(jobs.slice(count));
              return settled();
            },
          });
        }),
    },
    starts: new StartRecorder({ begin }, SILENT),
    onStart: ({ runId }) => starts.push(runId),
    onEnd: ({ runId }, { kind }, took) => {
      ends.push([runId, kind]);
      seconds.push(took);
    },
    onGroupEnd: () => (groupEnds += 1),
    clock: () => (nowMs += RUN_MS),
  });
  let count = 0;
  const add = (how: number, begun = true, tenant = 't'): ActiveRun[] => {
    const runs = Array.from({ length: how }, () => {
      count += 1;
      return new ActiveRun({
        runId: `r${count}`,
        tenant,
        fencingToken: 1,
        experimentId: `e${count}`,
        document: `{"n":${count}}`,
        begun,
      });
    });
    for (const run of runs) scheduler.add(run);
    return runs;
  };
  const group = (index: number): RunningGroup => {
    const found = groups.at(index);
    if (found === undefined) throw new Error(`no group ${index} was started`);
    return found;
  };
  const ids = (index: number): string[] => group(index).jobs.map(({ id }) => id);
  return { scheduler, groups, group, ids, begin, ends, seconds, starts, add, groupEnds: () => groupEnds };
}

describe('the scheduler', () => {
  it('starts one run on each thread while it knows nothing of their length, in order', async () => {
    const { groups, group, ids, add, ends, starts, groupEnds } = bench(2);
    add(3);
    await settled();
    expect([groups.length, ids(0), ids(1), starts]).toEqual([2, ['e1'], ['e2'], ['r1', 'r2']]);
    expect(group(0).jobs[0]).toMatchObject({ document: '{"n":1}' });
    await group(0).end();
    expect(ids(2)).toEqual(['e3']);
    expect([ends, groupEnds()]).toEqual([[['r1', 'output']], 1]);
  });

  it('computes short runs in groups, shared out evenly, and leases ahead', async () => {
    const { scheduler, group, ids, add } = bench(2);
    expect(scheduler.prefetch).toBe(0);
    add(1);
    await settled();
    await group(0).end();
    expect(scheduler.prefetch).toBe(2 * 2 * 31);
    add(10);
    await settled();
    expect([ids(1), ids(2)]).toEqual([
      ['e2', 'e3', 'e4', 'e5', 'e6'],
      ['e7', 'e8', 'e9', 'e10', 'e11'],
    ]);
    add(200);
    await group(1).end();
    expect(ids(3)).toHaveLength(32);
  });

  it('gives the first thread the larger share of an odd number', async () => {
    const { group, ids, add } = bench(2);
    add(1);
    await settled();
    await group(0).end();
    add(5);
    await settled();
    expect([ids(1), ids(2)]).toEqual([
      ['e2', 'e3', 'e4'],
      ['e5', 'e6'],
    ]);
  });

  it('says how many runs its threads start within a time', async () => {
    const { scheduler, group, add } = bench(2);
    expect(scheduler.startableWithin(2)).toBe(Infinity);
    for (const round of [0, 1]) {
      add(1);
      await settled();
      await group(round).end();
    }
    expect(scheduler.startableWithin(2)).toBe(2 * 2000);
  });

  it('measures each run of a group from the end of the one before it, and keeps its progress', async () => {
    const { group, add, seconds } = bench(1);
    add(1);
    await settled();
    await group(0).end();
    const [run] = add(3);
    await settled();
    group(1).jobs[0]?.onProgress({ phase: 'stepping', share: 0.5 });
    expect(run?.progress).toEqual({ phase: 'stepping', share: 0.5 });
    await group(1).end();
    expect(seconds).toEqual([0.001, 0.001, 0.001, 0.001]);
  });

  it('puts what a thread left undone in front', async () => {
    const { group, ids, add } = bench(1);
    add(1);
    await settled();
    await group(0).end();
    add(3);
    await settled();
    add(1);
    await group(1).end(1);
    expect([ids(1), ids(2)]).toEqual([
      ['e2', 'e3', 'e4'],
      ['e3', 'e4', 'e5'],
    ]);
  });

  it('records starts before simulations start, ahead of them while runs are short', async () => {
    const { group, groups, begin, add } = bench(1);
    begin.mockImplementationOnce(() => new Promise(() => undefined));
    const [first] = add(1, false);
    await settled();
    expect([groups.length, first?.begun, first?.isUntouched]).toEqual([0, false, false]);

    const other = bench(1);
    other.add(1);
    await settled();
    await other.group(0).end();
    other.add(1);
    await settled();
    const [ahead] = other.add(1, false);
    await settled();
    expect([other.groups.length, ahead?.begun]).toEqual([2, true]);
    await other.group(1).end();
    expect([other.ids(2), other.begin.mock.calls.length]).toEqual([['e3'], 1]);
    expect(() => group(0)).toThrow();
  });

  it('does not start what may not start: crashed too often, lost, or aborted meanwhile', async () => {
    const { begin, groups, add, ends, seconds } = bench(1);
    begin.mockResolvedValueOnce([]);
    add(1, false);
    await settled();
    expect([groups.length, ends, seconds]).toEqual([0, [['r1', 'aborted']], [0]]);
    begin.mockRejectedValueOnce(new Error('busy'));
    add(1, false);
    await settled();
    expect([groups.length, ends.at(-1)]).toEqual([0, ['r2', 'aborted']]);
    begin.mockImplementationOnce(async (leases) => {
      third?.abort();
      return leases.map(({ runId }) => runId);
    });
    const [third] = add(1, false);
    await settled();
    expect([groups.length, ends.at(-1)]).toEqual([0, ['r3', 'aborted']]);
    add(1);
    await settled();
    expect(groups).toHaveLength(1);
  });

  it('drops a waiting run that was aborted', async () => {
    const { scheduler, group, add, ends, groups } = bench(1);
    const [, second] = add(2);
    await settled();
    second?.abort();
    scheduler.wake();
    await settled();
    expect(ends).toEqual([['r2', 'aborted']]);
    await group(0).end();
    expect(groups).toHaveLength(1);
    expect(ends).toEqual([
      ['r2', 'aborted'],
      ['r1', 'output'],
    ]);
  });

  it('hands back the last untouched runs, the last first, and no run that was begun', async () => {
    const { scheduler, add } = bench(1);
    add(2);
    add(3, false);
    await settled();
    const taken = (limit: number): string[] => scheduler.takeUntouched(limit).map(({ runId }) => runId);
    expect([taken(2), taken(5), taken(5), taken(-1)]).toEqual([['r5', 'r4'], ['r3'], [], []]);
  });

  it('gives the next thread to the tenant with the fewest, of equals to who waited longest', async () => {
    const { group, ids, add } = bench(2);
    add(4, true, 'a');
    add(2, true, 'b');
    await settled();
    expect([ids(0), ids(1)]).toEqual([['e1'], ['e5']]);
    await group(1).end();
    expect(ids(2)).toEqual(['e6']);
    add(1, true, 'b');
    await group(2).end();
    expect(ids(3)).toEqual(['e7']);
    await group(0).end();
    expect(ids(4)).toEqual(['e2', 'e3', 'e4']);
  });

  it('starts the first run of a tenant on an extra thread, and no other', async () => {
    const { scheduler, groups, group, ids, add } = bench(2, 1);
    add(4, true, 'a');
    await settled();
    expect([groups.length, scheduler.extraThreads]).toEqual([2, 1]);
    add(2, true, 'b');
    add(1, true, 'c');
    await settled();
    expect([groups.length, ids(2), scheduler.extraThreads]).toEqual([3, ['e5'], 0]);
    // The extra one was free again: it goes to the tenant that has none now.
    await group(0).end();
    expect([groups.length, scheduler.extraThreads]).toEqual([4, 0]);
    expect(ids(3)).toEqual(['e7']);
    await group(1).end();
    await group(2).end();
    await group(3).end();
    expect(scheduler.extraThreads).toBe(1);
  });

  it('puts runs of one tenant into a group', async () => {
    const { group, groups, ids, add } = bench(1);
    add(1, true, 'a');
    await settled();
    await group(0).end();
    add(5, true, 'a');
    add(5, true, 'b');
    await settled();
    await group(1).end();
    expect(groups.slice(1, 3).map(({ jobs }) => jobs.length)).toEqual([5, 5]);
    expect(ids(1)).toEqual(['e7', 'e8', 'e9', 'e10', 'e11']);
  });
});
