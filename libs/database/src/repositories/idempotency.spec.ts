import { onBothDatabases } from '../../../../test/support/databases.js';
import { type Claim } from '../sql/index.js';
import { Idempotency } from './idempotency.js';

onBothDatabases('idempotency keys', (database) => {
  const START_MS = 1_700_000_000_000;
  const DAY_MS = 24 * 3_600_000;
  const answer = { status: 202, location: '/x', body: '{}' };
  let idempotency: Idempotency;

  beforeEach(() => {
    idempotency = new Idempotency(database());
  });

  afterEach(() => jest.restoreAllMocks());

  const after = (ms: number): unknown => jest.spyOn(Date, 'now').mockReturnValue(START_MS + ms);
  const claimOf = (tenant: string, key: string, requestHash = 'h'): Claim => ({ tenant, key, requestHash });
  const kindOf = async (claim: Claim, of = idempotency) => (await of.admit(claim)).kind;

  it('admit a request once', async () => {
    expect(await kindOf(claimOf('t', 'k'))).toBe('first');
    expect(await kindOf(claimOf('t', 'k'))).toBe('in-flight');
    expect(await kindOf(claimOf('t', 'k', 'other'))).toBe('other-request');
    expect(await kindOf(claimOf('t', 'k2'))).toBe('first');
    expect(await kindOf(claimOf('u', 'k'))).toBe('first');
  });

  it('admit one of many that come together', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => kindOf(claimOf('t', 'k'))));
    expect(all.filter((kind) => kind === 'first')).toHaveLength(1);
    expect(all.filter((kind) => kind === 'in-flight')).toHaveLength(19);
  });

  it('give a repeat the answer of the first, and nobody else', async () => {
    await idempotency.admit(claimOf('t', 'k'));
    await idempotency.keep(claimOf('t', 'k'), answer);
    for (const process of [idempotency, new Idempotency(database())]) {
      expect(await process.admit(claimOf('t', 'k'))).toEqual({ kind: 'repeat', answer });
      expect(await kindOf(claimOf('t', 'k', 'other'), process)).toBe('other-request');
      expect(await kindOf(claimOf('u', 'k'), process)).toBe('first');
    }
  });

  it('keep the first answer where two processes gave one', async () => {
    await idempotency.keep(claimOf('t', 'k'), answer);
    await idempotency.keep(claimOf('t', 'k'), { ...answer, body: '{"second":1}' });
    expect(await idempotency.admit(claimOf('t', 'k'))).toEqual({ kind: 'repeat', answer });
  });

  it('let what failed be tried again, but not what was answered', async () => {
    for (const key of ['failed', 'answered']) await idempotency.admit(claimOf('t', key));
    await idempotency.keep(claimOf('t', 'answered'), answer);
    for (const key of ['failed', 'answered']) idempotency.release(claimOf('t', key));
    expect(await kindOf(claimOf('t', 'failed'))).toBe('first');
    expect(await kindOf(claimOf('t', 'answered'))).toBe('repeat');
  });

  it('leave nothing in flight when the database cannot be read', async () => {
    const spy = jest
      .spyOn(database().read.manager, 'getRepository')
      .mockImplementationOnce(() => ({ findOneBy: () => Promise.reject(new Error('away')) }) as never);
    await expect(idempotency.admit(claimOf('t', 'k'))).rejects.toThrow('away');
    spy.mockRestore();
    expect(await kindOf(claimOf('t', 'k'))).toBe('first');
  });

  it('end with the process that answered: the next one admits at once', async () => {
    await idempotency.admit(claimOf('t', 'died'));
    expect(await kindOf(claimOf('t', 'died'), new Idempotency(database()))).toBe('first');
  });

  it('outlive an answer by a day', async () => {
    after(0);
    await idempotency.keep(claimOf('t', 'answered'), answer);
    after(DAY_MS);
    expect(await kindOf(claimOf('t', 'answered'))).toBe('repeat');
    after(DAY_MS + 1);
    expect(await kindOf(claimOf('t', 'answered'))).toBe('first');
    await idempotency.keep(claimOf('t', 'other'), answer);
    expect(await database().read.rows(`SELECT "key" FROM "idempotency_key"`)).toEqual([{ key: 'other' }]);
  });
});
