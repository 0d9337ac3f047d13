import { type Lease, type ObservedLease, type Places, type RunEntity } from '@railyard/database';
import { DispatchCounters } from '../dispatch-log.js';
import { type ExecutionEnd } from '../execution/index.js';
import { EventFeed } from './event-feed.js';
import { LocalDispatcher } from './local-dispatcher.js';

const POLL_MS = 1000;
const CAPACITY = 4;
const LEASE_MS = 10_000;

describe('the local dispatcher', () => {
  const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const claimNext = jest.fn<Promise<Lease[]>, [string, Places, number | undefined]>();
  const all = jest.fn<Promise<ObservedLease[]>, []>();
  const expire = jest.fn<Promise<number>, [readonly ObservedLease[]]>();
  const cancel = jest.fn<Promise<RunEntity | null>, [string, string]>();
  const aborted: string[] = [];
  let ends: ((end: ExecutionEnd) => void)[];
  let drained: number;
  let prefetch: number;
  const waitingTenants = jest.fn<Promise<string[]>, []>();
  let counters: DispatchCounters;
  let dispatcher: LocalDispatcher;

  const leasesOf = (...ids: string[]): Lease[] =>
    ids.map((runId) => ({
      runId,
      tenant: 'a',
      fencingToken: 1,
      experimentId: 'e',
      document: '{}',
      begun: true,
    }));
  const turn = (ms = 0): Promise<unknown> => jest.advanceTimersByTimeAsync(ms);

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: [] });
    for (const mock of [log.info, log.warn, log.error]) mock.mockReset();
    claimNext.mockReset().mockResolvedValue([]);
    all.mockReset().mockResolvedValue([]);
    expire.mockReset().mockImplementation(async (leases) => leases.length);
    cancel.mockReset();
    waitingTenants.mockReset().mockResolvedValue(['a']);
    aborted.length = 0;
    ends = [];
    [drained, prefetch] = [0, 0];
    counters = new DispatchCounters();
    dispatcher = new LocalDispatcher({
      records: {
        leases: { claimNext, all, expire, waitingTenants },
        runs: { cancel },
        outbox: { counts: jest.fn() },
      },
      executor: {
        owner: 'here/1/x',
        threads: 2,
        get prefetch() {
          return prefetch;
        },
        get activeCount() {
          return ends.length;
        },
        extraThreads: 2,
        activeByTenant: () => new Map(ends.length === 0 ? [] : [['a', ends.length]]),
        get freeThreads() {
          return Math.max(0, 2 - ends.length);
        },
        execute: () => {
          const end = new Promise<ExecutionEnd>((resolve) => ends.push(resolve));
          return end;
        },
        abort: (runId) => aborted.push(runId),
        drain: async () => {
          drained += 1;
        },
      },
      feed: new EventFeed({ dialect: 'sqlite' } as never, log),
      log,
      counters,
      capacity: CAPACITY,
      leaseMs: LEASE_MS,
    });
    await turn();
  });

  afterEach(async () => {
    await dispatcher.drain();
    jest.useRealTimers();
  });

  const endOne = async (): Promise<void> => {
    ends.shift()?.('ended');
    await turn();
  };

  it('claims at its start, when it is woken, and once a second', async () => {
    expect(claimNext.mock.calls).toMatchObject([['here/1/x', { places: CAPACITY }, 2]]);
    dispatcher.wake();
    await turn();
    expect(claimNext).toHaveBeenCalledTimes(2);
    await turn(POLL_MS - 1);
    expect(claimNext).toHaveBeenCalledTimes(2);
    await turn(1);
    expect(claimNext).toHaveBeenCalledTimes(3);
  });

  it('claims up to its capacity, more while runs are short, and again after each end', async () => {
    claimNext.mockResolvedValueOnce(leasesOf('a', 'b', 'c'));
    dispatcher.wake();
    await turn();
    dispatcher.wake();
    await turn();
    expect(claimNext.mock.lastCall).toMatchObject(['here/1/x', { places: 1 }, 0]);
    prefetch = 10;
    await endOne();
    expect(claimNext.mock.lastCall).toMatchObject(['here/1/x', { places: 12 }, 0]);
  });

  it('does not ask while it is full, and asks on while answers fill it', async () => {
    claimNext.mockResolvedValueOnce(leasesOf('a', 'b', 'c', 'd'));
    dispatcher.wake();
    await turn();
    expect(claimNext).toHaveBeenCalledTimes(2);
    dispatcher.wake();
    await turn();
    expect(claimNext).toHaveBeenCalledTimes(2);
    await endOne();
    expect(claimNext).toHaveBeenCalledTimes(3);
  });

  it('claims for a tenant who has none, although it has as many as it should', async () => {
    claimNext.mockResolvedValueOnce(leasesOf('a', 'b', 'c', 'd'));
    dispatcher.wake();
    await turn();
    const calls = claimNext.mock.calls.length;
    waitingTenants.mockResolvedValue(['a', 'b']);
    dispatcher.wake();
    await turn();
    expect(claimNext.mock.calls.slice(calls)).toEqual([
      ['here/1/x', { places: 0, extra: 2, held: new Map([['a', 4]]) }, 0],
    ]);
  });

  it('claims one at a time, and once more for calls in between', async () => {
    let answer: (leases: Lease[]) => void = () => undefined;
    claimNext.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    for (let call = 0; call < 3; call += 1) dispatcher.wake();
    await turn();
    expect(claimNext).toHaveBeenCalledTimes(2);
    answer([]);
    await turn();
    expect(claimNext).toHaveBeenCalledTimes(3);
  });

  it('tries again when jobs could not be claimed', async () => {
    claimNext.mockRejectedValueOnce(new Error('busy'));
    dispatcher.wake();
    await turn();
    expect(log.warn.mock.calls).toEqual([[{ err: new Error('busy') }, expect.any(String)]]);
    await turn(POLL_MS);
    expect(claimNext).toHaveBeenCalledTimes(3);
  });

  it('expires leases whose heartbeat stands still, and then claims', async () => {
    const lease = { runId: 'a', owner: 'there/1/x', fencingToken: 1, heartbeat: 0 };
    all.mockResolvedValue([lease]);
    await turn(LEASE_MS);
    expect(expire).toHaveBeenCalledTimes(0);
    await turn(POLL_MS);
    expect([expire.mock.calls, counters.expired]).toEqual([[[[lease]]], 1]);
    expect(log.warn.mock.calls).toEqual([[{ runs: ['a'] }, expect.any(String)]]);
  });

  it('claims although leases could not be checked', async () => {
    all.mockRejectedValueOnce(new Error('busy'));
    await turn(POLL_MS);
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(claimNext).toHaveBeenCalledTimes(2);
  });

  it('stops the thread of a run that it cancelled, and of no other', async () => {
    const run = (state: string): RunEntity => ({ state }) as RunEntity;
    cancel.mockResolvedValueOnce(run('cancelled')).mockResolvedValueOnce(run('succeeded'));
    cancel.mockResolvedValueOnce(null);
    const states: (string | undefined)[] = [];
    for (const id of ['a', 'b', 'c']) states.push((await dispatcher.cancel('t', id))?.state);
    expect([states, aborted]).toEqual([['cancelled', 'succeeded', undefined], ['a']]);
  });

  it('claims no more once it drains', async () => {
    claimNext.mockResolvedValueOnce(leasesOf('a'));
    dispatcher.wake();
    await turn();
    expect(await dispatcher.unavailable()).toBeNull();
    const calls = claimNext.mock.calls.length;
    await dispatcher.drain();
    expect([drained, await dispatcher.unavailable()]).toEqual([1, 'shutting down']);
    await endOne();
    dispatcher.wake();
    await turn(10 * POLL_MS);
    expect(claimNext).toHaveBeenCalledTimes(calls);
    expect(await dispatcher.threads()).toBe(2);
  });
});
