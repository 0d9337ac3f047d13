import { success, failure } from '../../../../test/support/computed.js';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { type Database } from '../connection/index.js';
import { RunEntity } from '../entities/index.js';
import { Leases, Submissions } from '../sql/index.js';
import { RUN_SORTS, type RunPageQuery, Runs } from './runs.js';

onBothDatabases('runs', (database) => {
  let db: Database;
  let runs: Runs;

  beforeEach(() => {
    db = database();
    runs = new Runs(db);
  });

  /** @returns the ids, in order. */
  async function submit(names: readonly string[], tenant = 'default'): Promise<string[]> {
    const made = await new Submissions(db).submitMany(names.map((name) => newRun({ name }, { tenant })));
    return made.map(({ run }) => run.id);
  }
  const change = (id: string | undefined, columns: Partial<RunEntity>): Promise<unknown> =>
    db.write(({ manager }) => manager.update(RunEntity, { id: String(id) }, columns));
  const query = (rest: Partial<RunPageQuery> = {}): RunPageQuery => ({
    tenant: 'default',
    sort: 'createdAtMs',
    descending: false,
    limit: 100,
    ...rest,
  });
  const named = async (rest?: Partial<RunPageQuery>): Promise<string[]> =>
    (await runs.page(query(rest))).map(({ name }) => name);
  /** Every page of two after the other. */
  async function paged(rest: Partial<RunPageQuery>): Promise<string[]> {
    const names: string[] = [];
    let page = await runs.page(query({ ...rest, limit: 2 }));
    for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
      names.push(...page.map(({ name }) => name));
      const after = { value: last[rest.sort ?? 'createdAtMs'] ?? -1, id: last.id };
      page = await runs.page(query({ ...rest, limit: 2, after }));
    }
    return names;
  }

  it('are found by their tenant only', async () => {
    const [id] = await submit(['a']);
    const run = await runs.find('default', String(id));
    expect(run).toMatchObject({ id, name: 'a' });
    expect(await runs.find('other', String(id))).toBeNull();
    expect(await runs.findLive('default', String(run?.experimentId))).toEqual(run);
    expect(await runs.findLive('other', String(run?.experimentId))).toBeNull();
    expect(await runs.document(String(run?.experimentId))).toBe(newRun({ name: 'a' }).experiment.document);
    await expect(runs.document('unknown')).rejects.toMatchObject({ name: 'EntityNotFoundError' });
  });

  it('are listed as they are found', async () => {
    const [id] = await submit(['a']);
    await submit(['a'], 'other');
    expect(await runs.page(query())).toEqual([{ ...(await runs.find('default', String(id))) }]);
  });

  it('are chosen by state, experiment and name', async () => {
    const [a, b] = await submit(['a', 'b', 'c']);
    await change(a, { state: 'failed' });
    await change(b, { state: 'running' });
    expect(await named({ states: ['failed', 'running'] })).toEqual(['a', 'b']);
    expect(await named({ states: [] })).toEqual([]);
    expect(await named({ name: 'c' })).toEqual(['c']);
    expect(await named({ experimentId: newRun({ name: 'b' }).experiment.id })).toEqual(['b']);
    expect(await named({ states: ['failed'], name: 'c' })).toEqual([]);
  });

  it('are found by a part of their name, every character as itself', async () => {
    await submit(['Pipeline 8%', 'pipeline_16', 'mesh!']);
    expect(await named({ name: 'PIPE' })).toEqual(['Pipeline 8%', 'pipeline_16']);
    for (const [part, found] of [
      ['%', 'Pipeline 8%'],
      ['_', 'pipeline_16'],
      ['!', 'mesh!'],
    ] as const)
      expect(await named({ name: part })).toEqual([found]);
  });

  it.each(RUN_SORTS)('are sorted by %s, page by page, those without the figure as -1', async (sort) => {
    const [one, two, three, four] = await submit(['none', 'low', 'high', 'equal']);
    if (sort === 'createdAtMs') await change(one, { [sort]: -1 });
    for (const [id, value] of [
      [two, 1],
      [three, 2],
      [four, 2],
    ] as const)
      await change(id, { [sort]: value });
    const rising = ['none', 'low', 'high', 'equal'];
    expect([await named({ sort }), await paged({ sort })]).toEqual([rising, rising]);
    const falling = [...rising].reverse();
    const descending = true;
    expect([await named({ sort, descending }), await paged({ sort, descending })]).toEqual([
      falling,
      falling,
    ]);
  });

  it('are counted by state', async () => {
    const [a] = await submit(['a', 'b', 'c']);
    await submit(['d'], 'other');
    await change(a, { state: 'failed' });
    const counts = { queued: 2, running: 0, succeeded: 0, failed: 1, cancelled: 0 };
    expect(await runs.countsByState('default')).toEqual(counts);
  });

  it('are grouped by what they failed of, the most frequent first, the latest as the example', async () => {
    const ids = await submit(['a', 'b', 'c', 'd', 'e']);
    const leases = await new Leases(db).claimNext('here/1/x', { places: 4 });
    await new Leases(db).complete(
      leases.map((lease, index) =>
        index === 3 ? success(lease) : failure(lease, index === 1 ? 'rare' : 'often'),
      ),
    );
    expect(await runs.failureGroups('default')).toEqual([
      { failureCode: 'crashed', failureMessage: 'often', count: 2, example: ids[2] },
      { failureCode: 'crashed', failureMessage: 'rare', count: 1, example: ids[1] },
    ]);
    expect(await runs.failureGroups('other')).toEqual([]);
  });

  it('are cancelled by their tenant while they have not ended', async () => {
    const [waiting, ended] = await submit(['waiting', 'ended']);
    await change(ended, { state: 'succeeded' });
    await db.write((session) => session.run('DELETE FROM "job" WHERE "runId" = ?', [String(ended)]));
    expect(await runs.cancel('other', String(waiting))).toBeNull();
    expect(await runs.cancel('default', 'run-of-nobody')).toBeNull();
    expect(await runs.cancel('default', String(waiting))).toMatchObject({
      state: 'cancelled',
      liveKey: null,
    });
    expect(await runs.cancel('default', String(waiting))).toMatchObject({ state: 'cancelled', lastEvent: 2 });
    expect(await runs.cancel('default', String(ended))).toMatchObject({ state: 'succeeded' });
    expect((await runs.eventsAfter(String(waiting), 1, 9)).map(({ type }) => type)).toEqual(['cancelled']);
  });
});
