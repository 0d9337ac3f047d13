import { onBothDatabases } from '../../../../test/support/databases.js';
import { Idempotency } from './idempotency.js';

onBothDatabases('idempotency keys', (database) => {
  const START_MS = 1_700_000_000_000;
  const answer = { status: 202, location: '/x', body: '{}' };
  let idempotency: Idempotency;

  beforeEach(() => {
    idempotency = new Idempotency(database());
  });

  afterEach(() => jest.restoreAllMocks());

  const after = (ms: number): unknown => jest.spyOn(Date, 'now').mockReturnValue(START_MS + ms);

  it('admit a request once', async () => {
    expect(await idempotency.admit('t', 'k', 'h')).toEqual({ kind: 'first' });
    expect(await idempotency.admit('t', 'k', 'h')).toEqual({ kind: 'in-flight' });
    expect(await idempotency.admit('t', 'k', 'other')).toEqual({ kind: 'other-request' });
    expect(await idempotency.admit('t', 'k2', 'h')).toEqual({ kind: 'first' });
    expect(await idempotency.admit('u', 'k', 'h')).toEqual({ kind: 'first' });
  });

  it('admit one of many that come together', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => idempotency.admit('t', 'k', 'h')));
    expect(all.filter(({ kind }) => kind === 'first')).toHaveLength(1);
    expect(all.filter(({ kind }) => kind === 'in-flight')).toHaveLength(19);
  });

  it('give a repeat the answer of the first, and nobody else', async () => {
    await idempotency.admit('t', 'k', 'h');
    await idempotency.admit('u', 'k', 'h');
    await idempotency.keep('t', 'k', answer);
    expect(await idempotency.admit('t', 'k', 'h')).toEqual({ kind: 'repeat', answer });
    expect(await idempotency.admit('t', 'k', 'other')).toEqual({ kind: 'other-request' });
    expect(await idempotency.admit('u', 'k', 'h')).toEqual({ kind: 'in-flight' });
  });

  it('let what failed be tried again, but not what was answered', async () => {
    await idempotency.admit('t', 'failed', 'h');
    await idempotency.admit('t', 'answered', 'h');
    await idempotency.keep('t', 'answered', answer);
    for (const key of ['failed', 'answered']) await idempotency.forget('t', key);
    expect(await idempotency.admit('t', 'failed', 'h')).toEqual({ kind: 'first' });
    expect(await idempotency.admit('t', 'answered', 'h')).toEqual({ kind: 'repeat', answer });
  });

  it('outlive a process that died while it answered by thirty seconds, and an answer by a day', async () => {
    after(0);
    await idempotency.admit('t', 'died', 'h');
    await idempotency.admit('t', 'answered', 'h');
    await idempotency.keep('t', 'answered', answer);
    after(30_000);
    expect(await idempotency.admit('t', 'died', 'h')).toEqual({ kind: 'in-flight' });
    after(30_001);
    expect(await idempotency.admit('t', 'died', 'h')).toEqual({ kind: 'first' });
    after(24 * 3_600_000);
    expect(await idempotency.admit('t', 'answered', 'h')).toEqual({ kind: 'repeat', answer });
    after(24 * 3_600_000 + 1);
    expect(await idempotency.admit('t', 'answered', 'h')).toEqual({ kind: 'first' });
  });
});
