/** One contract, held by every dispatcher on every database. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { elementAt } from '@railyard/base';
import { type DatabaseOptions, type RunEvent, TERMINAL_EVENTS } from '@railyard/database';
import {
  type ComputeOptions,
  type JobDispatcher,
  type Storage,
  consumeQueue,
  dispatchByQueue,
  dispatchLocally,
  openStorage,
} from '@railyard/jobs';
import { redisAvailable, redisForTests, type SharedRedis } from '../../tools/redis-for-tests.mjs';
import {
  FAKE_WORKER,
  type FakePlan,
  eventsOf,
  newRun,
  runOf,
  temporaryFolder,
  untilEnded,
  waitUntil,
} from '../support/harness.js';
import { only } from '../support/only.js';
import { postgresAvailable, postgresForTests } from '../support/postgres.js';

interface Bench {
  readonly storage: Storage;
  readonly dispatcher: JobDispatcher;
  /** A second process's view of the same database and queue. */
  startAnother(): Promise<Bench>;
  stop(): Promise<void>;
}

interface Backing {
  readonly database: DatabaseOptions;
  readonly dispatch: (storage: Storage) => JobDispatcher;
  remove(): Promise<void>;
}

const compute: ComputeOptions = {
  workerFile: FAKE_WORKER,
  threads: 2,
  timeoutMs: 4000,
  heapMB: 64,
  graceMs: 200,
};
const LEASE_MS = 1500;

async function startBench(backing: Backing): Promise<Bench> {
  const storage = await openStorage({ database: backing.database, leaseMs: LEASE_MS });
  const dispatcher = backing.dispatch(storage);
  return {
    storage,
    dispatcher,
    startAnother: () => startBench(backing),
    stop: async () => {
      await dispatcher.drain();
      await storage.close();
    },
  };
}

async function sqliteDatabase(): Promise<{ database: DatabaseOptions; remove(): Promise<void> }> {
  const folder = temporaryFolder();
  return { database: { file: join(folder.path, 'railyard.db') }, remove: async () => folder.remove() };
}

const locally = (storage: Storage) => dispatchLocally(storage, compute);

let redis: SharedRedis;

/** API and runner in one process: the same objects that the two apps make. */
function byQueue(prefix: string): (storage: Storage) => JobDispatcher {
  return (storage) => {
    const queue = { redisUrl: redis.url, prefix };
    const dispatcher = dispatchByQueue(storage, queue);
    const runner = consumeQueue(storage, queue, compute);
    const drain = dispatcher.drain.bind(dispatcher);
    dispatcher.drain = async () => {
      await runner.drain();
      await drain();
    };
    return dispatcher;
  };
}

function contract(open: () => Promise<Backing>): void {
  let backing: Backing;
  let bench: Bench;

  beforeAll(async () => {
    backing = await open();
    bench = await startBench(backing);
  });

  afterAll(async () => {
    await bench.stop();
    await backing.remove();
  });

  async function submitOne(plan: FakePlan): Promise<string> {
    return only(await submit(plan));
  }

  async function submit(...plans: FakePlan[]): Promise<string[]> {
    const submissions = await bench.storage.records.submissions.submitMany(plans.map((plan) => newRun(plan)));
    const ids = submissions.map(({ run }) => run.id);
    bench.dispatcher.wake();
    return ids;
  }

  it('computes a run and stores its bytes, metrics and history', async () => {
    const id = await submitOne({ name: 'one', value: 3.5 });
    const run = only(await untilEnded(bench.storage, [id]));
    expect(run).toMatchObject({ state: 'succeeded', share: 1, stepTimeS: 3.5, failureCode: null });
    const bytes = await bench.storage.records.artifacts.read(run.experimentId, 'result');
    expect(JSON.parse(String(bytes))).toMatchObject({ document: { name: 'one' }, id: run.experimentId });
    const events = await eventsOf(bench.storage, id);
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['queued', 'running']);
    expect(events.at(-1)?.type).toBe('succeeded');
  });

  it('computes many, each once', async () => {
    const ids = await submit(...Array.from({ length: 60 }, (_, index) => ({ name: `many-${index}`, ms: 4 })));
    const runs = await untilEnded(bench.storage, ids);
    expect(runs.every(({ state }) => state === 'succeeded')).toBe(true);
    for (const id of ids) {
      const types = (await eventsOf(bench.storage, id)).map(({ type }) => type);
      expect(types.filter((type) => TERMINAL_EVENTS.includes(type))).toEqual(['succeeded']);
      expect(types.filter((type) => type === 'running')).toHaveLength(1);
    }
    expect(await bench.dispatcher.stats()).toMatchObject({ waiting: 0, running: 0 });
  });

  it('lets every observer see every event once, in order, from where it says', async () => {
    const id = await submitOne({ name: 'watched', ms: 1200 });
    const seen: number[] = [];
    const seenLate: number[] = [];
    const stopAll = bench.dispatcher.observe(id, 0, ({ number }) => seen.push(number));
    const stopLate = bench.dispatcher.observe(id, 2, ({ number }) => seenLate.push(number));
    await untilEnded(bench.storage, [id]);
    const numbers = (await eventsOf(bench.storage, id)).map(({ number }) => number);
    await waitUntil(
      () => seen.length === numbers.length && seenLate.length === numbers.length - 2,
      'all events delivered',
    );
    stopAll();
    stopLate();
    expect(seen).toEqual(numbers);
    expect(seenLate).toEqual(numbers.slice(2));
    const progress = (await eventsOf(bench.storage, id)).filter(({ type }) => type === 'progress');
    expect(progress.length).toBeGreaterThanOrEqual(1);
  });

  it(
    'answers an equal submission with the run that is there, unless it is forced to compute ' + 'again',
    async () => {
      const id = await submitOne({ name: 'equal' });
      const again = await bench.storage.records.submissions.submit(newRun({ name: 'equal' }));
      expect(again).toMatchObject({ created: false, run: { id } });
      await untilEnded(bench.storage, [id]);
      const other = await bench.storage.records.submissions.submit(
        newRun({ name: 'equal' }, { tenant: 'other' }),
      );
      expect(other).toMatchObject({ created: true, run: { state: 'succeeded' } });
      const forced = await bench.storage.records.submissions.submit(
        newRun({ name: 'equal' }, { force: true }),
      );
      bench.dispatcher.wake();
      const runs = await untilEnded(bench.storage, [id, forced.run.id]);
      expect(runs[0]?.resultSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(runs[1]?.resultSha256).toBe(runs[0]?.resultSha256);
      expect(forced.run.id).not.toBe(id);
    },
  );

  it('fails a repeat whose bytes differ, and keeps the bytes that were first', async () => {
    const plan = { name: 'unstable', diverges: true };
    const id = await submitOne(plan);
    const first = only(await untilEnded(bench.storage, [id]));
    const forced = await bench.storage.records.submissions.submit(newRun(plan, { force: true }));
    bench.dispatcher.wake();
    const second = only(await untilEnded(bench.storage, [forced.run.id]));
    expect(second).toMatchObject({ state: 'failed', failureCode: 'diverged' });
    expect((await bench.storage.records.runs.find('default', id))?.resultSha256).toBe(first.resultSha256);
  });

  it('ends poisoned runs with a reason and computes the others (R16)', async () => {
    const poison = (['throw', 'spin', 'allocate', 'exit'] as const).map((behaviour) => ({
      name: `poison-${behaviour}`,
      behaviour,
    }));
    const ids = await submit(
      ...poison,
      ...Array.from({ length: 8 }, (_, index) => ({ name: `beside-${index}`, ms: 20 })),
    );
    const runs = await untilEnded(bench.storage, ids, 120_000);
    expect(runs.slice(0, 4).map(({ state, failureCode }) => [state, failureCode])).toEqual([
      ['failed', 'crashed'],
      ['failed', 'timed-out'],
      ['failed', 'out-of-memory'],
      ['failed', 'crashed'],
    ]);
    expect(runs[0]?.failureMessage).toBe('the poison took effect');
    expect(runs.slice(4).every(({ state }) => state === 'succeeded')).toBe(true);
  });

  it('cancels in any state, at once and for good (R18)', async () => {
    // Longer than the test waits, as is their limit: they end because they are stopped.
    const ids = await submit(
      ...Array.from({ length: 6 }, (_, index) => ({ name: `cancel-${index}`, ms: 600_000 })),
    );
    await waitUntil(
      async () => (await runOf(bench.storage, elementAt(ids, 0))).state === 'running',
      'the first runs',
    );
    const cancelled = await Promise.all(ids.map((id) => bench.dispatcher.cancel('default', id)));
    await waitUntil(async () => (await bench.dispatcher.stats()).running === 0, 'nothing runs', 3000);
    expect(cancelled.every((run) => run?.state === 'cancelled')).toBe(true);
    const quick = await submitOne({ name: 'after the cancelled' });
    await untilEnded(bench.storage, [quick]);
    for (const id of ids) {
      expect((await runOf(bench.storage, id)).state).toBe('cancelled');
      expect(
        (await eventsOf(bench.storage, id)).filter(({ type }) => TERMINAL_EVENTS.includes(type)),
      ).toHaveLength(1);
    }
    expect((await bench.dispatcher.cancel('default', quick))?.state).toBe('succeeded');
    expect(await bench.dispatcher.cancel('default', 'run-of-nobody')).toBeNull();
    expect(await bench.dispatcher.cancel('other', quick)).toBeNull();
  });

  it('takes over from an owner that died, and drops what that owner says later', async () => {
    const { run } = await bench.storage.records.submissions.submit(newRun({ name: 'orphan' }));
    const [lease] = await bench.storage.records.leases.claim('elsewhere/1/dead', [
      { runId: run.id, fencingToken: 0 },
    ]);
    if (lease === undefined) throw new Error('the dispatcher was faster than the test');
    const ended = only(await untilEnded(bench.storage, [run.id]));
    expect(ended.state).toBe('succeeded');
    const late = await bench.storage.records.leases.complete([
      { lease, outcome: { kind: 'failed', code: 'crashed', message: 'too late' } },
    ]);
    expect(late).toEqual(['lost']);
    expect(await runOf(bench.storage, run.id)).toEqual(ended);
    expect((await eventsOf(bench.storage, run.id)).map(({ type }) => type)).toContain('requeued');
  });

  it('leaves a lease alone whose owner beats', async () => {
    const { run } = await bench.storage.records.submissions.submit(newRun({ name: 'beating' }));
    const [lease] = await bench.storage.records.leases.claim('elsewhere/2/alive', [
      { runId: run.id, fencingToken: 0 },
    ]);
    if (lease === undefined) throw new Error('the dispatcher was faster than the test');
    for (let beat = 0; beat < 10; beat += 1) {
      await new Promise((done) => setTimeout(done, LEASE_MS / 4));
      expect(await bench.storage.records.leases.renew('elsewhere/2/alive', [lease])).toEqual([]);
    }
    expect((await runOf(bench.storage, run.id)).state).toBe('running');
    await bench.dispatcher.cancel('default', run.id);
  });

  it('gives up a run whose runner crashed ten times', async () => {
    const { run } = await bench.storage.records.submissions.submit(newRun({ name: 'killer' }));
    await bench.storage.database.write((session) =>
      session.run(`UPDATE "job" SET "starts" = 10 WHERE "runId" = ?`, [run.id]),
    );
    bench.dispatcher.wake();
    const ended = only(await untilEnded(bench.storage, [run.id]));
    expect(ended).toMatchObject({ state: 'failed', failureCode: 'crashed' });
  });

  it('gives back what it cannot finish when it is drained, and the next process finishes it', async () => {
    const second = await bench.startAnother();
    await bench.stop();
    const ids = (
      await second.storage.records.submissions.submitMany(
        Array.from({ length: 8 }, (_, index) => newRun({ name: `drained-${index}`, ms: 900 })),
      )
    ).map(({ run }) => run.id);
    second.dispatcher.wake();
    await waitUntil(async () => (await second.dispatcher.stats()).running > 0, 'some run');
    await second.stop();
    bench = await startBench(backing);
    const runs = await untilEnded(bench.storage, ids, 40_000);
    expect(runs.every(({ state }) => state === 'succeeded')).toBe(true);
    const history: RunEvent[][] = await Promise.all(ids.map((id) => eventsOf(bench.storage, id)));
    expect(history.flat().filter(({ type }) => type === 'requeued').length).toBeGreaterThan(0);
  });
}

describe('local dispatcher on SQLite', () => {
  contract(async () => ({ ...(await sqliteDatabase()), dispatch: locally }));
});

(redisAvailable() ? describe : describe.skip)('with Redis', () => {
  beforeAll(async () => {
    redis = await redisForTests();
  });
  afterAll(() => redis.stop());

  describe('BullMQ dispatcher on SQLite', () => {
    contract(async () => ({
      ...(await sqliteDatabase()),
      dispatch: byQueue(`test-${randomBytes(4).toString('hex')}`),
    }));
  });

  it(
    'lets runs of a sweep travel together, and gives back those that one runner would hold for ' + 'long',
    async () => {
      const backing = {
        ...(await sqliteDatabase()),
        dispatch: byQueue(`test-${randomBytes(4).toString('hex')}`),
      };
      const { storage, dispatcher, stop } = await startBench(backing);
      const submissions = await storage.records.submissions.submitMany(
        Array.from({ length: 80 }, (_, index) => newRun({ name: `long-${index}`, ms: 300 }, { priority: 1 })),
      );
      dispatcher.wake();
      const held: number[] = [];
      const ids = submissions.map(({ run }) => run.id);
      await waitUntil(
        async () => {
          held.push((await storage.records.leases.all()).length);
          return (await dispatcher.stats()).waiting + (held.at(-1) as number) === 0;
        },
        'all end',
        120_000,
      );
      // Four groups of ten at first; then no more than two threads begin within four seconds.
      expect(Math.max(...held)).toBeGreaterThan(28);
      expect(held[Math.floor(held.length / 2)]).toBeLessThanOrEqual(28);
      for (const run of await untilEnded(storage, ids)) {
        expect(run.state).toBe('succeeded');
        expect(
          (await eventsOf(storage, run.id)).map(({ type }) => type).filter((type) => type !== 'progress'),
        ).toEqual(['queued', 'running', 'succeeded']);
      }
      await stop();
      await backing.remove();
    },
  );

  (postgresAvailable() ? describe : describe.skip)('BullMQ dispatcher on PostgreSQL', () => {
    contract(async () => ({
      ...(await postgresForTests()),
      dispatch: byQueue(`test-${randomBytes(4).toString('hex')}`),
    }));
  });
});

(postgresAvailable() ? describe : describe.skip)('local dispatcher on PostgreSQL', () => {
  contract(async () => ({ ...(await postgresForTests()), dispatch: locally }));
});
