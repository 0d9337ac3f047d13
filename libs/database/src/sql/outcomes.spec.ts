import { elementAt } from '@railyard/base';
import { failure, resultOf, success } from '../../../../test/support/computed.js';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { only } from '../../../../test/support/only.js';
import { type Database } from '../connection/index.js';
import { ARTIFACT_TABLE, type ArtifactEntity, JobEntity, RunEntity } from '../entities/index.js';
import { type StoreVerdict, insertArtifacts } from './artifacts.js';
import { cancelRuns } from './cancellation.js';
import { type Lease, Leases } from './leases.js';
import { endRuns } from './outcomes.js';
import { type RunEvent, eventsAfter } from './run-events.js';
import { Submissions } from './submissions.js';

onBothDatabases('outcomes', (database) => {
  const tenants = ['default', 'other', 'third'];
  let db: Database;

  beforeEach(() => {
    db = database();
  });

  afterEach(() => jest.restoreAllMocks());

  const submissions = (): Submissions => new Submissions(db);
  const leaseAll = (): Promise<Lease[]> => new Leases(db).claimNext('here/1/x', { places: 100 });
  /** Leases of runs of these experiments, in this order. */
  async function leased(...names: string[]): Promise<Lease[]> {
    await submissions().submitMany(names.map((name) => newRun({ name })));
    return leaseAll();
  }
  /** Leases of runs of one experiment, each of another tenant. */
  async function leasedTogether(name: string, runs: number): Promise<Lease[]> {
    await submissions().submitMany(tenants.slice(0, runs).map((tenant) => newRun({ name }, { tenant })));
    return leaseAll();
  }
  const runOf = (id: string): Promise<RunEntity> => db.read.manager.findOneByOrFail(RunEntity, { id });
  const eventsOf = (id: string): Promise<RunEvent[]> => eventsAfter(db.read, id, 0, 100);
  const jobs = (): Promise<number> => db.read.manager.count(JobEntity);
  const artifacts = (): Promise<ArtifactEntity[]> => db.read.manager.find<ArtifactEntity>(ARTIFACT_TABLE);

  it('store a result and show its metrics, those that it has', async () => {
    const lease = only(await leased('a'));
    jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
    const end = success(lease, 'bytes', { stepTimeS: 2.5, mfuCausal: 0.4, unknown: 1 });
    expect(await db.write((session) => endRuns(session, [end]))).toEqual(['recorded']);
    const { sha256 } = resultOf(lease.experimentId, 'bytes');
    expect(await runOf(lease.runId)).toMatchObject({
      state: 'succeeded',
      phase: null,
      share: 1,
      finishedAtMs: 1_700_000_000_000,
      resultSha256: sha256,
      stepTimeS: 2.5,
      mfuCausal: 0.4,
      goodput: null,
      lastEvent: 3,
    });
    expect((await eventsOf(lease.runId)).at(-1)).toEqual({
      runId: lease.runId,
      number: 3,
      type: 'succeeded',
      atMs: 1_700_000_000_000,
      data: { state: 'succeeded', share: 1, resultSha256: sha256 },
    });
    expect(await jobs()).toBe(0);
    expect(only(await artifacts())).toMatchObject({
      experimentId: lease.experimentId,
      kind: 'result',
      sha256,
      size: 5,
      createdAtMs: 1_700_000_000_000,
    });
  });

  it('give each of many runs its own result', async () => {
    const leases = await leased('a', 'b', 'c');
    const ends = leases.map((lease, index) => success(lease, `bytes ${index}`, { stepTimeS: index }));
    await db.write((session) => endRuns(session, ends));
    for (const [index, { runId, experimentId }] of leases.entries())
      expect(await runOf(runId)).toMatchObject({
        stepTimeS: index,
        resultSha256: resultOf(experimentId, `bytes ${index}`).sha256,
      });
  });

  it('fail a run with its reason, so that an equal one is computed again', async () => {
    const [failed, other] = await leased('a', 'b');
    const lease = elementAt([failed], 0) as Lease;
    await db.write((session) => endRuns(session, [failure(lease, 'no route')]));
    expect(await runOf(lease.runId)).toMatchObject({
      state: 'failed',
      failureCode: 'crashed',
      failureMessage: 'no route',
      liveKey: null,
      resultSha256: null,
    });
    expect((await runOf(lease.runId)).finishedAtMs).toBeGreaterThan(0);
    expect((await eventsOf(lease.runId)).at(-1)).toMatchObject({
      type: 'failed',
      data: { state: 'failed', code: 'crashed', message: 'no route' },
    });
    expect(await runOf(String(other?.runId))).toMatchObject({ state: 'running' });
    expect(await submissions().submit(newRun({ name: 'a' }))).toMatchObject({ created: true });
  });

  it('keep the first of two results of one experiment, and fail the run whose bytes differ', async () => {
    const [first, second, third] = (await leasedTogether('a', 3)) as [Lease, Lease, Lease];
    const ends = [success(first, 'x'), success(second, 'y'), success(third, 'x')];
    expect(await db.write((session) => endRuns(session, ends))).toEqual(['recorded', 'diverged', 'recorded']);
    expect(only(await artifacts()).sha256).toBe(resultOf(first.experimentId, 'x').sha256);
    expect(await runOf(second.runId)).toMatchObject({ state: 'failed', failureCode: 'diverged' });
    expect(await runOf(third.runId)).toMatchObject({ state: 'succeeded' });
  });

  it('compare with what was stored before', async () => {
    const [first, second, third] = (await leasedTogether('a', 3)) as [Lease, Lease, Lease];
    await db.write((session) => endRuns(session, [success(first, 'x')]));
    expect(await db.write((session) => endRuns(session, [success(second, 'x')]))).toEqual(['recorded']);
    expect(await db.write((session) => endRuns(session, [success(third, 'y')]))).toEqual(['diverged']);
    expect(await artifacts()).toHaveLength(1);
  });

  it('tell for each artifact whether it is new, the same or different', async () => {
    const [lease] = (await leasedTogether('a', 1)) as [Lease];
    const { experimentId } = lease;
    const store = (...texts: string[]): Promise<StoreVerdict[]> =>
      db.write((session) =>
        insertArtifacts(
          session,
          texts.map((text) => resultOf(experimentId, text)),
        ),
      );
    expect(await store()).toEqual([]);
    expect(await store('x', 'x', 'y')).toEqual(['new', 'same', 'different']);
    expect(await store('x')).toEqual(['same']);
    const trace = { ...resultOf(experimentId, 'y'), kind: 'trace' as const };
    for (const verdict of ['new', 'same'])
      expect(await db.write((session) => insertArtifacts(session, [trace]))).toEqual([verdict]);
  });

  it('drop the outcome of a run that was cancelled, and cancel none that has ended', async () => {
    const [cancelled, ended, alone] = (await leased('a', 'b', 'c')) as [Lease, Lease, Lease];
    expect(await db.write((session) => cancelRuns(session, [alone.runId]))).toBe(1);
    expect(await runOf(cancelled.runId)).toMatchObject({ state: 'running' });
    await db.write((session) => endRuns(session, [success(ended)]));
    jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
    const both = [cancelled.runId, ended.runId];
    expect(await db.write((session) => cancelRuns(session, both))).toBe(1);
    expect(await db.write((session) => cancelRuns(session, both))).toBe(0);
    expect(await db.write((session) => cancelRuns(session, []))).toBe(0);
    expect(await db.write((session) => endRuns(session, [success(cancelled)]))).toEqual(['lost']);
    expect(await runOf(cancelled.runId)).toMatchObject({
      state: 'cancelled',
      liveKey: null,
      finishedAtMs: 1_700_000_000_000,
      resultSha256: null,
    });
    expect((await eventsOf(cancelled.runId)).at(-1)).toMatchObject({
      type: 'cancelled',
      atMs: 1_700_000_000_000,
      data: { state: 'cancelled' },
    });
    expect(await runOf(ended.runId)).toMatchObject({ state: 'succeeded' });
  });
});
