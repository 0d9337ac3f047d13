import { elementAt } from '@railyard/base';
import { failure, success } from '../../../../test/support/computed.js';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { only } from '../../../../test/support/only.js';
import { type Database } from '../connection/index.js';
import { JobEntity, RunEntity } from '../entities/index.js';
import { type Lease, Leases } from './leases.js';
import { Outbox } from './outbox.js';
import { type RunEvent, eventsAfter } from './run-events.js';
import { type RunTotals, runTotals } from './run-totals.js';
import { Submissions } from './submissions.js';

const OWNER = 'here/1/x';
const OTHER = 'there/2/y';

onBothDatabases('leases', (database) => {
  let db: Database;
  let leases: Leases;

  beforeEach(() => {
    db = database();
    leases = new Leases(db);
  });

  afterEach(() => jest.restoreAllMocks());

  /** @returns the ids, in order. */
  async function submit(...names: string[]): Promise<string[]> {
    const submissions = await new Submissions(db).submitMany(names.map((name) => newRun({ name })));
    return submissions.map(({ run }) => run.id);
  }

  const submitOne = async (name: string): Promise<string> => only(await submit(name));
  const jobOf = (runId: string): Promise<JobEntity | null> => db.read.manager.findOneBy(JobEntity, { runId });
  const runOf = (id: string): Promise<RunEntity> => db.read.manager.findOneByOrFail(RunEntity, { id });
  const eventsOf = (id: string): Promise<RunEvent[]> => eventsAfter(db.read, id, 0, 100);
  const change = (runId: string, columns: Partial<JobEntity>): Promise<unknown> =>
    db.write(({ manager }) => manager.update(JobEntity, { runId }, columns));
  const claimOne = async (runId: string, owner = OWNER): Promise<Lease> =>
    only(await leases.claim(owner, [{ runId, fencingToken: (await jobOf(runId))?.fencingToken ?? -1 }]));

  describe('claimNext', () => {
    it('leases by priority, then by age, as many as are asked for', async () => {
      const [first, second] = [await submitOne('first'), await submitOne('second')];
      const third = await submitOne('third');
      await change(first, { priority: 5 });
      const claimed = await leases.claimNext(OWNER, { places: 2 });
      expect(claimed.map(({ runId }) => runId)).toEqual([second, third]);
      expect((await leases.claimNext(OWNER, { places: 2 })).map(({ runId }) => runId)).toEqual([first]);
      expect(await leases.claimNext(OTHER, { places: 2 })).toEqual([]);
    });

    it('lets tenants take turns, by what they hold already', async () => {
      const of = async (tenant: string, count: number): Promise<void> => {
        const runs = Array.from({ length: count }, (_, index) =>
          newRun({ name: `${tenant}${index}` }, { tenant }),
        );
        await new Submissions(db).submitMany(runs);
      };
      const tenants = async (...places: Parameters<Leases['claimNext']>): Promise<string> =>
        (await leases.claimNext(...places)).map(({ tenant }) => tenant).join('');
      await of('a', 9);
      await of('b', 3);
      await of('c', 1);
      expect(await leases.waitingTenants()).toEqual(['a', 'b', 'c']);
      expect(await tenants(OWNER, { places: 0, extra: 1, held: new Map([['a', 1]]) })).toBe('b');
      expect(await tenants(OWNER, { places: 3, held: new Map([['b', 1]]) })).toBe('aac');
      expect(await tenants(OWNER, { places: 9 })).toBe('aaaaaaabb');
      expect(await leases.waitingTenants()).toEqual([]);
    });

    it('says what is to be computed, under the next fencing token', async () => {
      const [id] = await submit('a');
      const { experiment } = newRun({ name: 'a' });
      expect(await leases.claimNext(OWNER, { places: 1 })).toEqual([
        {
          runId: id,
          tenant: 'default',
          fencingToken: 1,
          experimentId: experiment.id,
          document: experiment.document,
          begun: true,
        },
      ]);
    });

    it('shows what it begins as running, and leaves the rest as it is', async () => {
      const [begun, waiting] = [await submitOne('begun'), await submitOne('waiting')];
      const claimed = await leases.claimNext(OWNER, { places: 2 }, 1);
      expect(claimed.map((lease) => [lease.runId, lease.begun])).toEqual([
        [begun, true],
        [waiting, false],
      ]);
      expect(await runOf(begun)).toMatchObject({
        state: 'running',
        phase: 'starting',
        share: 0,
        lastEvent: 2,
      });
      expect((await runOf(begun)).startedAtMs).toBeGreaterThan(0);
      expect((await eventsOf(begun)).map(({ type, data }) => [type, data])).toEqual([
        ['queued', { state: 'queued', share: 0 }],
        ['running', { state: 'running', phase: 'starting', share: 0, start: 1 }],
      ]);
      expect(await jobOf(begun)).toMatchObject({ owner: OWNER, starts: 1, heartbeat: 0, fencingToken: 1 });
      expect(await runOf(waiting)).toMatchObject({ state: 'queued', startedAtMs: null, lastEvent: 1 });
      expect(await jobOf(waiting)).toMatchObject({ owner: OWNER, starts: 0, fencingToken: 1 });
    });

    it('gives every waiting job to one of several at once', async () => {
      const ids = await submit(...Array.from({ length: 30 }, (_, index) => `raced-${index}`));
      const claims = await Promise.all(
        Array.from({ length: 6 }, (_, index) => leases.claimNext(`${index}/1/x`, { places: 5 })),
      );
      const claimed = claims.flat().map(({ runId }) => runId);
      expect(claimed.length).toBe(new Set(claimed).size);
      expect((await leases.claimNext(OWNER, { places: 30 })).length + claimed.length).toBe(ids.length);
    });

    it('begins a heartbeat again', async () => {
      const id = await submitOne('again');
      await change(id, { heartbeat: 7 });
      await leases.claimNext(OWNER, { places: 1 });
      expect(await jobOf(id)).toMatchObject({ heartbeat: 0 });
    });
  });

  describe('claim', () => {
    it('leases what waits under the fencing token that is named, and nothing else', async () => {
      const [free, stale, owned] = [
        await submitOne('free'),
        await submitOne('stale'),
        await submitOne('owned'),
      ];
      await change(stale, { fencingToken: 2 });
      await change(owned, { owner: OTHER });
      await change(free, { heartbeat: 7 });
      const named = [free, stale, owned, 'run-of-nobody'].map((runId) => ({ runId, fencingToken: 0 }));
      expect(await leases.claim(OWNER, named)).toMatchObject([{ runId: free, fencingToken: 1, begun: true }]);
      expect(await jobOf(free)).toMatchObject({ owner: OWNER, heartbeat: 0 });
      expect(await jobOf(stale)).toMatchObject({ owner: null, fencingToken: 2 });
      expect(await jobOf(owned)).toMatchObject({ owner: OTHER, fencingToken: 0 });
    });

    it('begins only the first', async () => {
      const ids = await submit('one', 'two', 'three');
      const claimed = await leases.claim(
        OWNER,
        ids.map((runId) => ({ runId, fencingToken: 0 })),
        2,
      );
      expect(claimed.map(({ begun }) => begun)).toEqual([true, true, false]);
      expect(await leases.claim(OWNER, [])).toEqual([]);
    });
  });

  describe('begin', () => {
    it('counts a start and names those that may start, in the order in which they were given', async () => {
      const ids = await submit('one', 'two', 'three');
      const claimed = await leases.claimNext(OWNER, { places: 3 }, 0);
      await change(elementAt(ids, 1), { fencingToken: 9 });
      const started = await leases.begin([...claimed].reverse());
      expect(started).toEqual([ids[2], ids[0]]);
      expect(await Promise.all(ids.map(async (id) => (await jobOf(id))?.starts))).toEqual([1, 0, 1]);
      expect((await runOf(elementAt(ids, 1))).state).toBe('queued');
    });

    it('starts nothing without an owner', async () => {
      const runId = await submitOne('a');
      expect(await leases.begin([{ runId, fencingToken: 0 }])).toEqual([]);
      expect(await jobOf(runId)).toMatchObject({ starts: 0 });
    });

    it('gives up what was started ten times and crashed its runner each time', async () => {
      const [tenth, eleventh] = [await submitOne('tenth'), await submitOne('eleventh')];
      const claimed = await leases.claimNext(OWNER, { places: 2 }, 0);
      await change(tenth, { starts: 9 });
      await change(eleventh, { starts: 10 });
      const { failed } = await runTotals(db.read);
      expect(await leases.begin(claimed)).toEqual([tenth]);
      expect((await runTotals(db.read)).failed).toBe(failed + 1);
      expect(only((await eventsOf(tenth)).slice(1)).data).toMatchObject({ start: 10 });
      expect(await jobOf(eleventh)).toBeNull();
      const message = 'The run was started 10 times, and its runner crashed each time.';
      expect(await runOf(eleventh)).toMatchObject({
        state: 'failed',
        failureCode: 'crashed',
        failureMessage: message,
        liveKey: null,
      });
      expect(only((await eventsOf(eleventh)).slice(1))).toMatchObject({
        type: 'failed',
        data: { state: 'failed', code: 'crashed', message },
      });
    });

    it('gives no lease of a run that is given up when it is claimed', async () => {
      const [given, kept] = [await submitOne('given up'), await submitOne('kept')];
      await change(given, { starts: 10 });
      const claimed = await leases.claimNext(OWNER, { places: 2 }, 1);
      expect(claimed.map(({ runId }) => runId)).toEqual([kept]);
      expect((await runOf(given)).state).toBe('failed');
    });
  });

  describe('renew', () => {
    it('advances the heartbeat of the leases that are the owner’s, and names the others', async () => {
      const [mine, lost, other] = [
        await submitOne('mine'),
        await submitOne('lost'),
        await submitOne('other'),
      ];
      const held = [await claimOne(mine), await claimOne(lost), await claimOne(other, OTHER)];
      await change(lost, { fencingToken: 3 });
      expect(await leases.renew(OWNER, held)).toEqual([lost, other]);
      expect(await leases.renew(OWNER, held.slice(0, 1))).toEqual([]);
      expect(await Promise.all([mine, lost, other].map(async (id) => (await jobOf(id))?.heartbeat))).toEqual([
        2, 0, 0,
      ]);
      expect(await leases.renew(OWNER, [])).toEqual([]);
    });

    it('stores the progress that there is, of those leases alone', async () => {
      const [mine, silent, lost] = [
        await submitOne('mine'),
        await submitOne('silent'),
        await submitOne('lost'),
      ];
      const held = [await claimOne(mine), await claimOne(silent), await claimOne(lost)];
      await change(lost, { owner: OTHER });
      const progress = { phase: 'stepping', share: 0.5 };
      await leases.renew(
        OWNER,
        held.map((lease) => (lease.runId === silent ? lease : { ...lease, progress })),
      );
      expect(await runOf(mine)).toMatchObject({ state: 'running', ...progress, lastEvent: 3 });
      expect((await eventsOf(mine)).at(-1)).toMatchObject({
        number: 3,
        type: 'progress',
        data: { state: 'running', ...progress },
      });
      for (const id of [silent, lost])
        expect(await runOf(id)).toMatchObject({ phase: 'starting', share: 0, lastEvent: 2 });
    });
  });

  describe('complete', () => {
    it('ends each run whose lease is valid, once, however many there are', async () => {
      const names = Array.from({ length: 230 }, (_, index) => `many-${index}`);
      const ids = await submit(...names);
      const claimed = await leases.claimNext(OWNER, { places: names.length });
      const late = [0, 99, 100, 229];
      for (const index of late) await change(elementAt(claimed, index).runId, { fencingToken: 5 });
      const ends = claimed.map((lease) => success(lease));
      const verdicts = await leases.complete(ends);
      expect(
        verdicts.map((verdict, index) => [verdict, index]).filter(([verdict]) => verdict === 'lost'),
      ).toEqual(late.map((index) => ['lost', index]));
      expect(verdicts.filter((verdict) => verdict === 'recorded')).toHaveLength(ids.length - late.length);
      expect(new Set(await leases.complete(ends))).toEqual(new Set(['lost']));
      expect(await leases.complete([])).toEqual([]);
    });

    it('counts what became of runs, and the seconds of computing', async () => {
      const ids = await submit('one', 'two', 'three', 'four');
      const claimed = await leases.claimNext(OWNER, { places: ids.length });
      await change(elementAt(claimed, 3).runId, { fencingToken: 5 });
      const before = await runTotals(db.read);
      await leases.complete([
        { ...success(elementAt(claimed, 0)), seconds: 2 },
        { ...success(elementAt(claimed, 1)), seconds: 1 },
        failure(elementAt(claimed, 2)),
        { ...success(elementAt(claimed, 3)), seconds: 4 },
      ]);
      const after = await runTotals(db.read);
      const more = Object.entries(after).map(([name, count]) => [
        name,
        count - before[name as keyof RunTotals],
      ]);
      expect(Object.fromEntries(more)).toEqual({
        succeeded: 2,
        failed: 1,
        dropped: 1,
        diverged: 0,
        computeSeconds: 7,
      });
    });

    it('ends nothing that has no owner', async () => {
      const id = await submitOne('free');
      expect(await leases.complete([failure({ runId: id, fencingToken: 0 })])).toEqual(['lost']);
      expect((await runOf(id)).state).toBe('queued');
    });
  });

  describe('release', () => {
    it('requeues an owner’s runs; one that was begun says so, and the start does not count', async () => {
      const [begun, waiting] = [await submitOne('begun'), await submitOne('waiting')];
      const claimed = await leases.claimNext(OWNER, { places: 2 }, 1);
      await new Outbox(db).markDispatched([{ entry: 'e', runs: claimed }]);
      await leases.release(OWNER, claimed);
      for (const id of [begun, waiting])
        expect(await jobOf(id)).toMatchObject({
          owner: null,
          fencingToken: 2,
          dispatchedAtMs: null,
          entry: null,
          starts: 0,
          priority: 0,
        });
      expect(await runOf(begun)).toMatchObject({ state: 'queued', phase: null, share: 0 });
      expect((await eventsOf(begun)).at(-1)).toMatchObject({
        type: 'requeued',
        data: { state: 'queued', share: 0, reason: 'The runner was shut down.' },
      });
      expect((await eventsOf(waiting)).map(({ type }) => type)).toEqual(['queued']);
    });

    it('touches no lease of another owner, or under another token', async () => {
      const [other, newer] = [await submitOne('other'), await submitOne('newer')];
      const held = [await claimOne(other, OTHER), await claimOne(newer)];
      await change(newer, { fencingToken: 7 });
      await leases.release(OWNER, held);
      await leases.release(OWNER, []);
      expect(await jobOf(other)).toMatchObject({ owner: OTHER, fencingToken: 1, starts: 1 });
      expect(await jobOf(newer)).toMatchObject({ owner: OWNER, fencingToken: 7, starts: 1 });
    });
  });

  describe('expire', () => {
    it('requeues runs whose leases are as they were observed', async () => {
      const [dead, beating] = [await submitOne('dead'), await submitOne('beating')];
      const held = [await claimOne(dead), await claimOne(beating)];
      await new Outbox(db).markDispatched([{ entry: 'e', runs: held }]);
      const observed = await leases.all();
      await leases.renew(OWNER, held.slice(1));
      expect(await leases.expire(observed)).toBe(1);
      expect(await jobOf(dead)).toMatchObject({
        owner: null,
        fencingToken: 2,
        dispatchedAtMs: null,
        entry: null,
        starts: 1,
      });
      expect((await eventsOf(dead)).at(-1)).toMatchObject({
        type: 'requeued',
        data: { state: 'queued', share: 0, reason: 'The runner lost its lease: no heartbeat.' },
      });
      expect(await runOf(dead)).toMatchObject({ state: 'queued', phase: null });
      expect(await jobOf(beating)).toMatchObject({ owner: OWNER, fencingToken: 1 });
    });

    it.each([
      ['owner', { owner: 'someone/3/z' }],
      ['fencing token', { fencingToken: 0 }],
      ['heartbeat', { heartbeat: 1 }],
    ])('leaves a lease alone that was observed with another %s', async (_, difference) => {
      const id = await submitOne('a');
      await claimOne(id);
      const observed = only(await leases.all());
      expect(await leases.expire([{ ...observed, ...difference }])).toBe(0);
      expect(await jobOf(id)).toMatchObject({ owner: OWNER });
      expect((await runOf(id)).state).toBe('running');
    });

    it('lets others go before a run that was interrupted three times', async () => {
      const [twice, thrice] = [await submitOne('twice'), await submitOne('thrice')];
      await leases.claimNext(OWNER, { places: 2 }, 0);
      await change(twice, { starts: 2 });
      await change(thrice, { starts: 3 });
      expect(await leases.expire(await leases.all())).toBe(2);
      expect(await jobOf(twice)).toMatchObject({ priority: 0 });
      expect(await jobOf(thrice)).toMatchObject({ priority: 1 });
    });
  });

  it('shows every lease with its owner, token and heartbeat', async () => {
    const [, held] = await submit('free', 'held');
    const lease = await claimOne(String(held), OTHER);
    await leases.renew(OTHER, [lease]);
    expect(await leases.all()).toEqual([{ runId: held, owner: OTHER, fencingToken: 1, heartbeat: 1 }]);
  });

  it('R15: a wall clock that steps neither expires a lease nor blocks one', async () => {
    const lease = await claimOne(await submitOne('clock'));
    for (const stepMs of [3_600_000, -3_600_000]) {
      const now = Date.now();
      jest.spyOn(Date, 'now').mockReturnValue(now + stepMs);
      expect(await leases.renew(OWNER, [lease])).toEqual([]);
      expect(await leases.claimNext(OTHER, { places: 5 })).toEqual([]);
    }
    expect(await leases.complete([success(lease)])).toEqual(['recorded']);
  });
});
