import { elementAt } from '@railyard/base';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { type Database } from '../connection/index.js';
import { JobEntity } from '../entities/index.js';
import { Outbox, liveJobsOf } from './outbox.js';
import { Submissions } from './submissions.js';

onBothDatabases('the outbox', (database) => {
  let db: Database;
  let outbox: Outbox;

  beforeEach(() => {
    db = database();
    outbox = new Outbox(db);
  });

  afterEach(() => jest.restoreAllMocks());

  /** @returns the ids, in order. */
  async function submit(names: readonly string[], tenant = 'default'): Promise<string[]> {
    const runs = await new Submissions(db).submitMany(names.map((name) => newRun({ name }, { tenant })));
    return runs.map(({ run }) => run.id);
  }
  const change = (runId: string | undefined, columns: Partial<JobEntity>): Promise<unknown> =>
    db.write(({ manager }) => manager.update(JobEntity, { runId: String(runId) }, columns));
  const jobOf = (runId: string | undefined): Promise<JobEntity> =>
    db.read.manager.findOneByOrFail(JobEntity, { runId: String(runId) });
  const waiting = async (limit = 100): Promise<string[]> =>
    (await outbox.undispatched(limit)).map(({ runId }) => runId);
  const withoutToken = { fencingToken: 0 };

  it('gives what was not handed over and has no owner, oldest first', async () => {
    const [newer, older, owned, sent] = await submit(['newer', 'older', 'owned', 'sent']);
    await change(older, { createdAtMs: 1 });
    await change(owned, { owner: 'o/1/x' });
    await change(sent, { dispatchedAtMs: 5 });
    expect(await waiting()).toEqual([older, newer]);
    expect(await waiting(1)).toEqual([older]);
    await change(older, { priority: 3, fencingToken: 4, starts: 2 });
    expect(await outbox.undispatched(1)).toEqual([
      { runId: older, tenant: 'default', priority: 3, fencingToken: 4, starts: 2 },
    ]);
  });

  it('gives those of each tenant in turn', async () => {
    const many = await submit(['a', 'b', 'c', 'd', 'e']);
    const few = await submit(['x', 'y'], 'other');
    expect(new Set(await waiting(4))).toEqual(new Set([...many.slice(0, 2), ...few]));
    expect((await waiting(6)).sort()).toEqual([...many.slice(0, 4), ...few].sort());
    expect(await waiting(100)).toHaveLength(7);
  });

  it('counts what a tenant has in the queue and with runners, up to a priority and a limit', async () => {
    const [sent, owned, later, _left] = await submit(['sent', 'owned', 'later', 'left']);
    const [others] = await submit(['x'], 'other');
    for (const id of [sent, later, others]) await change(id, { dispatchedAtMs: 5 });
    await change(owned, { owner: 'o/1/x' });
    await change(later, { priority: 1, dispatchedAtMs: 5 });
    const counts = [0, 1].map((priority) => outbox.outstanding('default', priority, 100));
    expect(await Promise.all(counts)).toEqual([2, 3]);
    expect(await outbox.outstanding('default', 1, 2)).toBe(2);
    expect(await outbox.outstanding('nobody', 1, 2)).toBe(0);
  });

  it('remembers the entry that stands for each job', async () => {
    const [one, two, three, four] = await submit(['one', 'two', 'three', 'four']);
    jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
    await outbox.markDispatched([
      { entry: 'alone', runs: [{ runId: String(one), ...withoutToken }] },
      { entry: 'pair', runs: [two, three].map((runId) => ({ runId: String(runId), ...withoutToken })) },
      { entry: 'nothing', runs: [] },
    ]);
    expect(await waiting()).toEqual([four]);
    expect(await Promise.all([one, two, three].map(async (id) => (await jobOf(id)).entry))).toEqual([
      'alone',
      'pair',
      'pair',
    ]);
    expect((await jobOf(one)).dispatchedAtMs).toBe(1_700_000_000_000);
    await outbox.markDispatched([{ entry: 'nothing', runs: [] }]);
    await outbox.markDispatched([]);
    expect(await waiting()).toEqual([four]);
  });

  it('names what the queue must still know, page by page', async () => {
    const ids = await submit(['a', 'b', 'c', 'd', 'e']);
    await outbox.markDispatched([{ entry: 'all', runs: ids.map((runId) => ({ runId, ...withoutToken })) }]);
    await change(ids[1], { owner: 'o/1/x' });
    await change(ids[3], { dispatchedAtMs: null });
    expect(await Promise.all([outbox.queued(100), outbox.queued(2)])).toEqual([3, 2]);
    expect(await outbox.dispatchedAfter('', 100)).toEqual(
      [ids[0], ids[2], ids[4]].map((runId) => ({ runId, entry: 'all' })),
    );
    expect((await outbox.dispatchedAfter('', 2)).map(({ runId }) => runId)).toEqual([ids[0], ids[2]]);
    expect((await outbox.dispatchedAfter(elementAt(ids, 2), 2)).map(({ runId }) => runId)).toEqual([ids[4]]);
  });

  it('takes back what the queue lost, unless it has an owner by then', async () => {
    const [lost, owned, known] = await submit(['lost', 'owned', 'known']);
    const all = [lost, owned, known].map((runId) => ({ runId: String(runId), ...withoutToken }));
    await outbox.markDispatched([{ entry: 'all', runs: all }]);
    await change(owned, { owner: 'o/1/x' });
    await outbox.returnToOutbox([String(lost), String(owned)]);
    await outbox.returnToOutbox([]);
    expect(await waiting()).toEqual([lost]);
    expect(await jobOf(lost)).toMatchObject({ entry: null, dispatchedAtMs: null });
    for (const id of [owned, known]) expect((await jobOf(id)).entry).toBe('all');
    await outbox.returnToOutbox([String(known)]);
    expect(await waiting()).toEqual([lost, known]);
  });

  it('counts what waits, what runs and how long the oldest has waited', async () => {
    const none = { waiting: 0, running: 0, undispatched: 0, oldestWaitingMs: 0 };
    expect(await outbox.counts()).toEqual(none);
    const [first, second, sent, owned] = await submit(['first', 'second', 'sent', 'owned']);
    await change(first, { createdAtMs: 1_000_000 });
    await change(second, { createdAtMs: 2_000_000 });
    await change(owned, { createdAtMs: 1, owner: 'o/1/x' });
    await change(sent, { dispatchedAtMs: 5 });
    jest.spyOn(Date, 'now').mockReturnValue(1_003_000);
    expect(await outbox.counts()).toEqual({ waiting: 3, running: 1, undispatched: 2, oldestWaitingMs: 3000 });
    jest.spyOn(Date, 'now').mockReturnValue(999_000);
    expect((await outbox.counts()).oldestWaitingMs).toBe(0);
    for (const id of [first, second, sent]) await change(id, { owner: 'o/1/x' });
    expect(await outbox.counts()).toEqual({ ...none, running: 4 });
  });

  it('counts the jobs of a tenant, those of an open transaction included', async () => {
    await submit(['a', 'b']);
    await submit(['a'], 'other');
    expect([
      await outbox.countOf('default'),
      await outbox.countOf('other'),
      await outbox.countOf('x'),
    ]).toEqual([2, 1, 0]);
    await db.write(async (session) => {
      await session.run('DELETE FROM "job"');
      expect(await liveJobsOf(session, 'default')).toBe(0);
    });
    expect(await outbox.countOf('default')).toBe(0);
  });
});
