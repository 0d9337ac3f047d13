import { failure, success } from '../../../../test/support/computed.js';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { type Database } from '../connection/index.js';
import { JobEntity, SweepEntity } from '../entities/index.js';
import { type Goal, Leases, Submissions, type SweepBatch, type SweepPointRun } from '../sql/index.js';
import { Sweeps } from './sweeps.js';

const FAST: Goal = { metric: 'tflopsCausal', goal: 'maximize' };
const SMALL: Goal = { metric: 'peakMemoryGB', goal: 'minimize' };
const FAR = Number.MAX_SAFE_INTEGER;

const point = (name: string): SweepPointRun => ({
  parameters: JSON.stringify({ name }),
  experiment: newRun({ name }).experiment,
});

onBothDatabases('sweeps', (database) => {
  let db: Database;
  let sweeps: Sweeps;

  beforeEach(() => {
    db = database();
    sweeps = new Sweeps(db);
  });

  const create = (name: string, { tenant = 'default', limitMs = FAR } = {}) =>
    sweeps.create({ tenant, name, hash: name, document: '{}', limitMs });
  const sweepOf = async (name: string, options?: Parameters<typeof create>[1]): Promise<string> =>
    (await create(name, options)).sweep.id;
  const extend = (
    id: string,
    names: readonly string[],
    batch: Partial<SweepBatch> = {},
  ): Promise<number | null> =>
    sweeps.extend(id, {
      from: 0,
      plan: '{}',
      points: names.map(point),
      isLast: true,
      maxLiveRuns: 1000,
      ...batch,
    });
  const rowOf = (id: string): Promise<SweepEntity> => db.read.manager.findOneByOrFail(SweepEntity, { id });
  const runsOf = (id: string) => sweeps.runs(id, { after: -1, limit: 1000 });
  const statesOf = async (id: string): Promise<string[]> => (await runsOf(id)).map(({ state }) => state);
  const jobs = (): Promise<number> => db.read.manager.count(JobEntity);

  /** Ends waiting runs in order, each with its summary, or failed. */
  async function compute(...summaries: readonly (Readonly<Record<string, number>> | null)[]): Promise<void> {
    const leases = new Leases(db);
    const claimed = await leases.claimNext('here/1/x', { places: summaries.length });
    await leases.complete(
      claimed.map((lease, index) => {
        const summary = summaries[index] ?? null;
        return summary === null ? failure(lease) : success(lease, JSON.stringify(summary), summary);
      }),
    );
  }

  it('are created once while an equal one lives, for each tenant', async () => {
    const { sweep, created } = await create('a');
    expect(created).toBe(true);
    expect(sweep).toMatchObject({
      tenant: 'default',
      name: 'a',
      state: 'expanding',
      expanded: 0,
      plan: null,
    });
    expect(await sweeps.find('default', sweep.id)).toEqual({ ...sweep });
    expect(await sweeps.find('other', sweep.id)).toBeNull();
    expect(await create('a')).toEqual({ sweep: { ...sweep }, created: false });
    expect((await create('a', { tenant: 'other' })).created).toBe(true);
    await sweeps.cancel(sweep.id);
    const next = await create('a');
    expect([next.created, next.sweep.id === sweep.id]).toEqual([true, false]);
  });

  it('are created once by many at a time', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => create('raced')));
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(all.map(({ sweep }) => sweep.id)).size).toBe(1);
  });

  it('cannot be created without a document', async () => {
    const broken = {
      document: null as unknown as string,
      tenant: 't',
      name: 'n',
      hash: 'h',
      limitMs: 1,
    };
    await expect(sweeps.create(broken)).rejects.toMatchObject({ name: 'QueryFailedError' });
  });

  it('are listed newest first, page by page', async () => {
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) ids.unshift(await sweepOf(name));
    await sweepOf('a', { tenant: 'other' });
    await db.write(({ manager }) => manager.update(SweepEntity, { id: ids[4] ?? '' }, { createdAtMs: FAR }));
    const expected = [ids[4], ...ids.slice(0, 4)];
    const seen: string[] = [];
    for (let page = await sweeps.page('default', undefined, 2); page.length > 0;) {
      seen.push(...page.map(({ id }) => id));
      page = await sweeps.page('default', page.at(-1), 2);
    }
    expect(seen).toEqual(expected);
    expect(await sweeps.page('default', undefined, 1)).toEqual([{ ...(await rowOf(String(ids[4]))) }]);
  });

  it('are expanded oldest first', async () => {
    const [a, b, c] = [await sweepOf('a'), await sweepOf('b'), await sweepOf('c', { tenant: 'other' })];
    await db.write(({ manager }) => manager.update(SweepEntity, { id: c }, { createdAtMs: 1 }));
    expect((await sweeps.expanding()).map(({ id }) => id)).toEqual([c, a, b]);
    await extend(a, ['a0']);
    expect((await sweeps.expanding()).map(({ id }) => id)).toEqual([c, b]);
    expect([await sweeps.countExpanding('default'), await sweeps.countExpanding('other')]).toEqual([1, 1]);
  });

  it('accept each batch of points once, no matter who is first, and end with the last', async () => {
    const id = await sweepOf('batches');
    const first = { isLast: false, plan: '{"seconds":1}' };
    expect(await extend(id, ['b0', 'b1'], first)).toBe(2);
    expect(await rowOf(id)).toMatchObject({ state: 'expanding', expanded: 2, plan: '{"seconds":1}' });
    expect(await extend(id, ['b0', 'b1'], first)).toBe(2);
    expect(await extend(id, [], { from: 2, isLast: false })).toBe(2);
    const both = await Promise.all([1, 2].map(() => extend(id, ['b2'], { from: 2 })));
    expect(both).toContain(3);
    expect(await extend(id, ['b3'], { from: 3 })).toBeNull();
    expect((await runsOf(id)).map(({ position, parameters }) => [position, parameters])).toEqual(
      [0, 1, 2].map((position) => [position, `{"name":"b${position}"}`]),
    );
    expect(await rowOf(id)).toMatchObject({ state: 'expanded', expanded: 3 });
  });

  it('wait behind single experiments', async () => {
    await extend(await sweepOf('low'), ['x0']);
    const { run } = await new Submissions(db).submit(newRun({ name: 'single' }));
    expect((await new Leases(db).claimNext('here/1/x', { places: 1 }))[0]?.runId).toBe(run.id);
  });

  it('accept no more points than may wait; what waits or is computed takes no place', async () => {
    await extend(await sweepOf('computed'), ['s0']);
    await compute({ x: 1 });
    const id = await sweepOf('large');
    const limit = { maxLiveRuns: 2, isLast: false };
    expect(await extend(id, ['q0', 'q1'], limit)).toBe(2);
    await expect(extend(id, ['q2'], { ...limit, from: 2 })).rejects.toMatchObject({ name: 'OverQuotaError' });
    expect([(await rowOf(id)).expanded, await jobs()]).toEqual([2, 2]);
    expect(await extend(id, ['s0', 'q1'], { ...limit, from: 2, maxLiveRuns: 1 })).toBe(4);
    expect(await statesOf(id)).toEqual(['queued', 'queued', 'succeeded', 'queued']);
  });

  it('list their runs in the order of the document, chosen by state, after a position', async () => {
    const id = await sweepOf('listed');
    await extend(id, ['r0', 'r1', 'r2', 'r3']);
    await compute({ x: 1 }, null, { x: 2 });
    const positions = async (query: Parameters<Sweeps['runs']>[1]): Promise<number[]> =>
      (await sweeps.runs(id, query)).map(({ position }) => position);
    expect(await positions({ after: -1, limit: 9 })).toEqual([0, 1, 2, 3]);
    expect(await positions({ after: 1, limit: 1 })).toEqual([2]);
    expect(await positions({ after: -1, limit: 9, states: ['succeeded', 'queued'] })).toEqual([0, 2, 3]);
    const members = await runsOf(id);
    expect(members.map(({ summary }) => summary)).toEqual(['{"x":1}', null, '{"x":2}', null]);
    expect(members[1]).toMatchObject({ name: 'r1', state: 'failed', failureMessage: 'it fell over' });
    expect((await sweeps.scored(id, [2, 1, 0])).map(({ position, summary }) => [position, summary])).toEqual([
      [2, '{"x":2}'],
      [0, '{"x":1}'],
    ]);
    expect((await sweeps.scored(id, [2])).map(({ position }) => position)).toEqual([2]);
    expect(await sweeps.scored(id, [])).toEqual([]);
  });

  it('run again what failed, in any number, and leave the rest', async () => {
    const id = await sweepOf('retried');
    const names = Array.from({ length: 503 }, (_, index) => `m${index}`);
    await extend(id, names);
    const before = (await runsOf(id)).map((run) => run.id);
    await compute({ x: 1 }, ...names.slice(1).map(() => null));
    expect(await sweeps.retryFailed(id, 12)).toBe(502);
    expect((await rowOf(id)).remainingMs).toBe(12);
    const states = await statesOf(id);
    expect([states[0], new Set(states.slice(1))]).toEqual(['succeeded', new Set(['queued'])]);
    const after = (await runsOf(id)).map((run) => run.id);
    expect(after.filter((runId, index) => runId === before[index])).toEqual([before[0]]);
    expect(await sweeps.retryFailed(id, FAR)).toBe(0);
    await sweeps.cancel(id);
    expect(await sweeps.retryFailed(id, FAR)).toBe(0);
    expect((await rowOf(id)).remainingMs).toBeNull();
  });

  it('cancel what was made for them and nobody else wants', async () => {
    await new Submissions(db).submit(newRun({ name: 'c0' }));
    const [one, two] = [await sweepOf('one'), await sweepOf('two')];
    await extend(one, ['c0', 'c1', 'c2']);
    await extend(two, ['c2', 'c3']);
    expect(await sweeps.cancel(one, 'too late')).toBe(true);
    expect(await rowOf(one)).toMatchObject({
      state: 'cancelled',
      failureMessage: 'too late',
      liveKey: null,
      remainingMs: null,
    });
    expect([await statesOf(one), await statesOf(two)]).toEqual([
      ['queued', 'cancelled', 'queued'],
      ['queued', 'queued'],
    ]);
    expect(await sweeps.cancel(two)).toBe(true);
    expect([await statesOf(one), await statesOf(two)]).toEqual([
      ['queued', 'cancelled', 'cancelled'],
      ['cancelled', 'cancelled'],
    ]);
    expect(await sweeps.cancel(two, 'again')).toBe(false);
    expect((await rowOf(two)).failureMessage).toBeNull();
  });

  it('retry each point once, although runs fail again meanwhile', async () => {
    const id = await sweepOf('failing again');
    const names = Array.from({ length: 501 }, (_, index) => `f${index}`);
    await extend(id, names);
    await compute(...names.map(() => null));
    const write = db.write.bind(db);
    const spy = jest.spyOn(db, 'write').mockImplementationOnce(async (work) => {
      const batch = await write(work);
      await compute(...names.map(() => null));
      return batch;
    });
    expect(await sweeps.retryFailed(id, FAR)).toBe(501);
    spy.mockRestore();
  });

  it('retry goes on where a kill ended it, and counts what it did before', async () => {
    const claim = { tenant: 'default', key: 'retry', requestHash: 'h' };
    const id = await sweepOf('interrupted');
    const names = Array.from({ length: 501 }, (_, index) => `i${index}`);
    await extend(id, names);
    await compute(...names.map(() => null));
    const write = db.write.bind(db);
    const spy = jest
      .spyOn(db, 'write')
      .mockImplementationOnce((work) => write(work))
      .mockImplementationOnce(() => Promise.reject(new Error('killed')));
    await expect(sweeps.retryFailed(id, FAR, claim)).rejects.toThrow('killed');
    spy.mockRestore();
    expect(await sweeps.retryFailed(id, FAR, claim)).toBe(501);
    expect(await sweeps.retryFailed(id, FAR, claim)).toBe(501);
  });

  it('leave a run that was submitted again by itself before the sweep retried it', async () => {
    const id = await sweepOf('retried');
    await extend(id, ['a', 'b']);
    await compute(null, null);
    const { run } = await new Submissions(db).submit(newRun({ name: 'a' }));
    expect(await sweeps.retryFailed(id, FAR)).toBe(2);
    expect((await runsOf(id))[0]?.id).toBe(run.id);
    await sweeps.cancel(id);
    expect(await statesOf(id)).toEqual(['queued', 'cancelled']);
  });

  it('cancel any number of runs, one as well', async () => {
    const [many, one] = [await sweepOf('many'), await sweepOf('one')];
    await extend(
      many,
      Array.from({ length: 501 }, (_, index) => `n${index}`),
    );
    await extend(one, ['single']);
    await sweeps.cancel(many);
    expect(await jobs()).toBe(1);
    await sweeps.cancel(one);
    expect(await jobs()).toBe(0);
  });

  it('end what was accepted of them when they fail to expand', async () => {
    const [id, done] = [await sweepOf('failing'), await sweepOf('done')];
    await extend(id, ['f0', 'f1'], { isLast: false });
    await extend(done, ['d0']);
    for (const sweep of [id, done]) await sweeps.fail(sweep, 'no such preset');
    expect(await rowOf(id)).toMatchObject({
      state: 'failed',
      failureMessage: 'no such preset',
      liveKey: null,
    });
    expect(await statesOf(id)).toEqual(['cancelled', 'cancelled']);
    expect([(await rowOf(done)).state, await statesOf(done)]).toEqual(['expanded', ['queued']]);
  });

  it('keep their tallies for those who ask again', async () => {
    const tallyOf = async (id: string, goal = FAST) => sweeps.tally(await rowOf(id), [goal, SMALL]);
    const id = await sweepOf('asked for');
    await extend(id, ['t0', 't1']);
    const tally = await tallyOf(id);
    expect(tally.counts).toMatchObject({ queued: 2, succeeded: 0 });
    await compute({ tflopsCausal: 1 });
    expect(await tallyOf(id)).toBe(tally);
    expect(tally.counts).toMatchObject({ queued: 1, succeeded: 1 });
    expect(await tallyOf(id, SMALL)).not.toBe(tally);
    for (let other = 0; other < 30; other += 1) await tallyOf(await sweepOf(`other ${other}`));
    expect(await tallyOf(id)).toBe(tally);
    for (let other = 0; other < 31; other += 1) await tallyOf(await sweepOf(`more ${other}`));
    expect(await tallyOf(id)).toBe(tally);
    for (let other = 0; other < 32; other += 1) await tallyOf(await sweepOf(`most ${other}`));
    expect(await tallyOf(id)).not.toBe(tally);
  });
});
