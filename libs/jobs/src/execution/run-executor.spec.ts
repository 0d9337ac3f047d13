import { type Lease, type LeaseProgress, type RunEnd } from '@railyard/database';
import { DispatchCounters } from '../dispatch-log.js';
import { type SimulationJob } from '../simulation/index.js';
import { type ExecutionPoint, RunExecutor } from './run-executor.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const lease = (runId: string, begun = true): Lease => ({
  runId,
  tenant: 't',
  fencingToken: 1,
  experimentId: `e-${runId}`,
  document: '{}',
  begun,
});
const output = { sha256: 'x', size: 1, packed: new Uint8Array(1), summary: { mfuCausal: 0.4 } };

function bench({ graceMs = 0, threads = 1, leasesAreLost = false } = {}) {
  const jobs: SimulationJob[] = [];
  const free: (() => void)[] = [];
  const calls = { completed: [] as RunEnd[], released: [] as string[], renewed: 0, closed: 0 };
  const points: [ExecutionPoint, string][] = [];
  const counters = new DispatchCounters();
  const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const executor = new RunExecutor({
    leases: {
      begin: async (leases) => leases.map(({ runId }) => runId),
      renew: async (_owner: string, leases: readonly LeaseProgress[]) => {
        calls.renewed += 1;
        return leasesAreLost ? leases.map(({ runId }) => runId) : [];
      },
      complete: async (ends) => {
        calls.completed.push(...ends);
        return ends.map(({ lease: { runId } }) => (runId === 'late' ? 'lost' : 'recorded'));
      },
      release: async (_owner, leases) => {
        if (leases.length === 0) throw new Error('nothing to release');
        calls.released.push(...leases.map(({ runId }) => runId));
      },
    },
    pool: {
      threads,
      extraThreads: 0,
      run: (group: readonly SimulationJob[]) =>
        new Promise<readonly SimulationJob[]>((resolve) => {
          jobs.push(...group);
          free.push(() => resolve([]));
          for (const job of group)
            job.signal.addEventListener('abort', () => {
              job.onEnd({ kind: 'aborted' });
              resolve([]);
            });
        }),
      close: async () => {
        calls.closed += 1;
      },
    },
    log,
    counters,
    graceMs,
    onPoint: (point, runId) => points.push([point, runId]),
  });
  const end = (index: number, how: Parameters<SimulationJob['onEnd']>[0]): void => {
    jobs.at(index)?.onEnd(how);
    free.at(index)?.();
  };
  return { executor, jobs, calls, points, counters, log, end };
}

describe('the executor', () => {
  it('takes a run from its lease to its recorded outcome', async () => {
    const { executor, calls, points, counters, end } = bench();
    const ended = executor.execute(lease('a'));
    expect([executor.activeCount, executor.freeThreads, executor.threads]).toEqual([1, 0, 1]);
    await settled();
    end(0, { kind: 'output', output });
    expect(await ended).toBe('ended');
    expect(calls.completed).toEqual([
      {
        lease: lease('a'),
        outcome: { kind: 'succeeded', artifact: { experimentId: 'e-a', kind: 'result', ...output } },
        seconds: counters.computeSeconds,
      },
    ]);
    expect(points.map(([point]) => point)).toEqual(['before-compute', 'after-compute', 'after-commit']);
    expect([executor.activeCount, executor.freeThreads]).toEqual([0, 1]);
    expect(counters.succeeded).toBe(1);
    expect(counters.computeSeconds).toBeGreaterThan(0);
    await executor.drain();
  });

  it('stops a run whose lease the heartbeat finds lost, and no heartbeat outlives the executor', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance', 'queueMicrotask'] });
    const { executor, calls, log } = bench({ leasesAreLost: true });
    const ended = executor.execute(lease('a'));
    await settled();
    await jest.advanceTimersByTimeAsync(500);
    expect([await ended, calls.renewed]).toEqual(['lost', 1]);
    expect(log.info.mock.calls).toEqual([[{ runId: 'a' }, 'run stopped']]);
    await executor.drain();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('renews its leases in the turn in which it stores what a group gave, for one commit', async () => {
    const { executor, calls, end } = bench({ threads: 2 });
    const first = executor.execute(lease('a'));
    void executor.execute(lease('b'));
    await settled();
    end(0, { kind: 'output', output });
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect([calls.renewed, calls.completed.length]).toEqual([1, 1]);
    await first;
    await executor.drain();
  });

  it('drops a waiting run that was cancelled at once', async () => {
    const { executor, end } = bench();
    const first = executor.execute(lease('a'));
    const second = executor.execute(lease('b'));
    await settled();
    executor.abort('b');
    expect([await second, executor.activeCount]).toEqual(['lost', 1]);
    end(0, { kind: 'output', output });
    expect(await first).toBe('ended');
    await executor.drain();
  });

  it('ends in order although its leases cannot be released: they expire', async () => {
    const { executor, calls, log } = bench();
    calls.released.push = () => {
      throw new Error('busy');
    };
    const ended = executor.execute(lease('a'));
    await settled();
    await executor.drain();
    expect([await ended, calls.closed]).toEqual(['requeued', 1]);
    expect(log.warn.mock.calls).toEqual([[{ err: new Error('busy') }, expect.any(String)]]);
    expect(log.info.mock.calls).toEqual([[{ runId: 'a' }, 'run requeued']]);
  });

  it('records a failure as it is, and a result whose lease is gone as lost', async () => {
    const { executor, calls, end } = bench({ threads: 2 });
    const both = [executor.execute(lease('a')), executor.execute(lease('late'))];
    await settled();
    end(0, { kind: 'failed', code: 'timed-out', message: 'x' });
    end(1, { kind: 'output', output });
    expect(await Promise.all(both)).toEqual(['ended', 'lost']);
    expect(calls.completed[0]?.outcome).toEqual({ kind: 'failed', code: 'timed-out', message: 'x' });
    await executor.drain();
  });

  it('stops a run that was cancelled', async () => {
    const { executor, calls } = bench();
    const ended = executor.execute(lease('a'));
    await settled();
    executor.abort('unknown');
    executor.abort('a');
    expect(await ended).toBe('lost');
    expect(calls.completed).toEqual([]);
    await executor.drain();
  });

  it('requeues runs that it will not come to', async () => {
    const { executor, calls } = bench();
    const ends = ['a', 'b', 'c'].map((runId) => executor.execute(lease(runId, runId === 'a')));
    await settled();
    await executor.releaseBeyond(3);
    expect(calls.released).toEqual([]);
    await executor.releaseBeyond(2);
    expect([calls.released, await ends[2], executor.activeCount]).toEqual([['c'], 'requeued', 2]);
    await executor.drain();
    expect([calls.released, await ends[0], await ends[1]]).toEqual([['c', 'a', 'b'], 'requeued', 'requeued']);
    expect(calls.closed).toBe(1);
  });

  it('lets running simulations end within the grace period', async () => {
    const { executor, calls, end } = bench({ graceMs: 60_000 });
    const ended = executor.execute(lease('a'));
    await settled();
    const drained = executor.drain();
    end(0, { kind: 'output', output });
    await drained;
    expect([await ended, calls.released, calls.closed]).toEqual(['ended', [], 1]);
  });
});
