import { elementAt } from '@railyard/base';
import { failure, resultOf, success } from '../../../../test/support/computed.js';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { only } from '../../../../test/support/only.js';
import { type Database } from '../connection/index.js';
import { ExperimentEntity, JobEntity, RunEntity } from '../entities/index.js';
import { RUN_ID_PATTERN } from '../identifiers.js';
import { insertArtifacts } from './artifacts.js';
import { Leases } from './leases.js';
import { eventsAfter } from './run-events.js';
import { type NewRun, Submissions } from './submissions.js';

const named = (name: string, options: Partial<NewRun> = {}): NewRun => newRun({ name }, options);

onBothDatabases('submissions', (database) => {
  let db: Database;
  let submissions: Submissions;

  beforeEach(() => {
    db = database();
    submissions = new Submissions(db);
  });

  afterEach(() => jest.restoreAllMocks());

  const jobs = (): Promise<JobEntity[]> => db.read.manager.find(JobEntity, { order: { runId: 'ASC' } });
  const runs = (): Promise<number> => db.read.manager.count(RunEntity);
  /** Computes everything that waits. */
  async function compute(): Promise<void> {
    const leases = new Leases(db);
    const claimed = await leases.claimNext('here/1/x', { places: 100 });
    await leases.complete(claimed.map((lease) => success(lease, 'bytes', { stepTimeS: 2, goodput: 0.9 })));
  }
  async function fail(): Promise<void> {
    const leases = new Leases(db);
    await leases.complete(
      (await leases.claimNext('here/1/x', { places: 100 })).map((lease) => failure(lease)),
    );
  }

  it('take a run in with its experiment, its job and its first event', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
    const plan = named('a', { priority: 3 });
    const { run, created } = await submissions.submit(plan);
    const { id, ...experiment } = plan.experiment;
    expect(created).toBe(true);
    expect(run).toMatchObject({
      tenant: 'default',
      experimentId: id,
      name: 'a',
      state: 'queued',
      liveKey: `default/${id}`,
      share: 0,
      createdAtMs: 1_700_000_000_000,
      lastEvent: 1,
      startedAtMs: null,
      resultSha256: null,
    });
    expect(await db.read.manager.find(ExperimentEntity)).toEqual([
      { id, ...experiment, createdAtMs: 1_700_000_000_000 },
    ]);
    expect(only(await jobs())).toEqual({
      runId: run.id,
      tenant: 'default',
      priority: 3,
      createdAtMs: 1_700_000_000_000,
      dispatchedAtMs: null,
      entry: null,
      owner: null,
      fencingToken: 0,
      heartbeat: 0,
      starts: 0,
    });
    expect(await eventsAfter(db.read, run.id, 0, 9)).toEqual([
      {
        runId: run.id,
        number: 1,
        type: 'queued',
        atMs: 1_700_000_000_000,
        data: { state: 'queued', share: 0 },
      },
    ]);
  });

  it('name runs so that they sort by age and suit the queue, and answer in order', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `n${index}`);
    const made = await submissions.submitMany(names.map((name) => named(name)));
    expect(made.map(({ run }) => run.name)).toEqual(names);
    expect(made.every(({ created }) => created)).toBe(true);
    const ids = made.map(({ run }) => run.id);
    expect(ids.every((id) => RUN_ID_PATTERN.test(id))).toBe(true);
    expect([...ids].sort((a, b) => (a < b ? -1 : 1))).toEqual(ids);
    expect(await jobs()).toHaveLength(250);
    expect(await submissions.submitMany([])).toEqual([]);
  });

  it('compute no experiment twice for a tenant', async () => {
    const { run } = await submissions.submit(named('a'));
    expect(await submissions.submit(named('a'))).toMatchObject({ created: false, run: { id: run.id } });
    const [again, fresh, twice] = await submissions.submitMany([named('a'), named('b'), named('b')]);
    expect(again).toMatchObject({ created: false, run: { id: run.id } });
    expect(fresh).toMatchObject({ created: true, run: { name: 'b' } });
    expect(twice).toMatchObject({ created: false, run: { id: fresh?.run.id } });
    expect(await runs()).toBe(2);
  });

  it('give every tenant a run of its own, over one experiment', async () => {
    await submissions.submitMany([named('a'), named('a', { tenant: 'other' })]);
    expect([await runs(), await db.read.manager.count(ExperimentEntity)]).toEqual([2, 1]);
  });

  it('end a run at once whose result is there', async () => {
    await submissions.submit(named('a'));
    await compute();
    jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
    const plan = named('a', { tenant: 'other' });
    const { run, created } = await submissions.submit(plan);
    const { sha256 } = resultOf(plan.experiment.id, 'bytes');
    expect(created).toBe(true);
    expect(run).toMatchObject({
      state: 'succeeded',
      share: 1,
      startedAtMs: 1_700_000_000_000,
      finishedAtMs: 1_700_000_000_000,
      resultSha256: sha256,
      stepTimeS: 2,
      goodput: 0.9,
      mfuCausal: null,
    });
    expect(only(await eventsAfter(db.read, run.id, 0, 9))).toMatchObject({
      number: 1,
      type: 'succeeded',
      atMs: 1_700_000_000_000,
      data: { state: 'succeeded', share: 1, resultSha256: sha256, reused: true },
    });
    expect(await jobs()).toEqual([]);
  });

  it('compute what is forced, even alongside an equal run and its result', async () => {
    const { run } = await submissions.submit(named('a'));
    await compute();
    const [forced, usual] = await submissions.submitMany([named('a', { force: true }), named('a')]);
    expect(forced).toMatchObject({ created: true, run: { state: 'queued', liveKey: null } });
    expect(usual).toMatchObject({ created: false, run: { id: run.id } });
    expect(only(await jobs()).runId).toBe(forced?.run.id);
    expect(await submissions.submit(named('a', { force: true }))).toMatchObject({ created: true });
  });

  it('try an experiment again whose run failed', async () => {
    const { run } = await submissions.submit(named('a'));
    await fail();
    const again = await submissions.submit(named('a'));
    expect(again).toMatchObject({ created: true, run: { state: 'queued' } });
    expect(again.run.id).not.toBe(run.id);
    expect(only(await jobs())).toMatchObject({ runId: again.run.id, priority: 0 });
  });

  it('take nothing but a result for a result', async () => {
    const { run } = await submissions.submit(named('a'));
    await fail();
    const trace = { ...resultOf(run.experimentId, 'trace'), kind: 'trace' as const };
    await db.write((session) => insertArtifacts(session, [trace]));
    expect(await submissions.submit(named('a'))).toMatchObject({ created: true, run: { state: 'queued' } });
  });

  it('take all in or none', async () => {
    const bad = named('bad');
    const broken = { ...bad, experiment: { ...bad.experiment, document: null as unknown as string } };
    await expect(
      submissions.submitMany([...Array.from({ length: 150 }, (_, index) => named(`n${index}`)), broken]),
    ).rejects.toMatchObject({ message: expect.stringMatching(/null/i) });
    expect([await runs(), (await jobs()).length]).toEqual([0, 0]);
  });

  it('let one of many at once create the run', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => submissions.submit(named('raced'))));
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(all.map(({ run }) => run.id)).size).toBe(1);
    expect(await jobs()).toHaveLength(1);
  });

  describe('countNew', () => {
    const countOf = (tenant: string, names: readonly string[]): Promise<number> =>
      submissions.countNew(
        tenant,
        names.map((name) => named(name).experiment.id),
      );

    it('counts neither what has a result nor what the tenant waits for', async () => {
      await submissions.submit(named('computed'));
      await compute();
      await submissions.submit(named('waiting'));
      const names = ['computed', 'waiting', 'new'];
      const each = (tenant: string): Promise<number[]> =>
        Promise.all(names.map((name) => countOf(tenant, [name])));
      expect([await countOf('default', names), await each('default')]).toEqual([1, [0, 0, 1]]);
      expect([await countOf('other', names), await each('other')]).toEqual([2, [0, 1, 1]]);
      expect(await countOf('default', [])).toBe(0);
    });

    it('counts what failed before', async () => {
      await submissions.submit(named('failed'));
      await fail();
      expect(await countOf('default', ['failed'])).toBe(1);
    });

    it('counts any number', async () => {
      const names = Array.from({ length: 250 }, (_, index) => `n${index}`);
      await submissions.submitMany([0, 99, 100, 249].map((index) => named(elementAt(names, index))));
      expect(await countOf('default', names)).toBe(246);
    });
  });
});
