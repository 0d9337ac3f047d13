import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { Definitions, Sweeps } from '../repositories/index.js';
import { ReusedKeyError, oncePerClaim } from './claims.js';
import { Submissions } from './submissions.js';

onBothDatabases('the claim of a key', (database) => {
  const claim = { tenant: 'default', key: 'k', requestHash: 'h' };
  const forced = newRun({ name: 'forced' }, { force: true });
  const count = async (table: string): Promise<number> =>
    Number((await database().read.rows<{ n: number }>(`SELECT count(*) AS "n" FROM "${table}"`))[0]?.n);

  afterEach(() => jest.restoreAllMocks());

  it('and the run that it makes are committed together', async () => {
    const submissions = new Submissions(database());
    const { run } = await submissions.submit(forced, claim);
    expect(await database().read.rows(`SELECT "key", "made", "status" FROM "idempotency_key"`)).toEqual([
      { key: 'k', made: run.id, status: null },
    ]);
  });

  it('finds the run that it made, however often it is repeated', async () => {
    const submissions = new Submissions(database());
    const first = await submissions.submit(forced, claim);
    const repeats = await Promise.all([1, 2, 3].map(() => submissions.submit(forced, claim)));
    expect(repeats.map(({ run, created }) => [run.id, created])).toEqual(
      repeats.map(() => [first.run.id, true]),
    );
    expect(await count('run')).toBe(1);
    await submissions.submit(forced, { ...claim, key: 'other' });
    await submissions.submit(forced);
    expect(await count('run')).toBe(3);
  });

  it('is held by one of many transactions that come together', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () => new Submissions(database()).submitMany([forced, forced], claim)),
    );
    expect(new Set(all.map((made) => made.map(({ run }) => run.id).join())).size).toBe(1);
    expect(await count('run')).toBe(2);
  });

  it('is refused for another request', async () => {
    const submissions = new Submissions(database());
    await submissions.submit(forced, claim);
    const other = submissions.submit(newRun({ name: 'other' }), { ...claim, requestHash: 'x' });
    await expect(other).rejects.toThrow(ReusedKeyError);
    expect(await count('run')).toBe(1);
  });

  it('falls with its transaction', async () => {
    const failing = database().write(async (session) => {
      await oncePerClaim(session, claim, {
        first: () => Promise.resolve('made'),
        nameOf: (name) => name,
        again: () => Promise.resolve(null),
      });
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    expect(await count('idempotency_key')).toBe(0);
  });

  it('works again where what it made is gone, and is dropped after a day', async () => {
    const submissions = new Submissions(database());
    const old = await submissions.submit(forced, claim);
    await database().write((session) =>
      session.run(`UPDATE "idempotency_key" SET "made" = 'run-gone' WHERE "key" = 'k'`),
    );
    const again = await submissions.submit(forced, claim);
    expect(again.run.id).not.toBe(old.run.id);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 24 * 3_600_000 + 1000);
    await submissions.submit(forced, { ...claim, key: 'next' });
    expect(await database().read.rows(`SELECT "key" FROM "idempotency_key"`)).toEqual([{ key: 'next' }]);
  });

  it('answers for a sweep and for a definition, and stays free where nothing was made', async () => {
    const sweeps = new Sweeps(database());
    const newSweep = { tenant: 'default', name: 's', hash: 'h', document: '{}', limitMs: 1000 };
    const { sweep } = await sweeps.create(newSweep, claim);
    await sweeps.cancel(sweep.id);
    expect(await sweeps.create(newSweep, claim)).toMatchObject({ sweep: { id: sweep.id }, created: true });
    const definitions = new Definitions(database());
    const key = { tenant: 'default', kind: 'cluster', name: 'c' } as const;
    const saving = { ...claim, key: 'save' };
    for (let time = 0; time < 2; time += 1)
      expect(await definitions.save(key, { a: 1 }, 0, saving)).toMatchObject({ saved: { version: 1 } });
    expect(await definitions.save(key, { a: 1 }, 0, { ...claim, key: 'late' })).toEqual({
      refused: 'exists',
    });
    expect(await count('idempotency_key')).toBe(2);
  });
});
