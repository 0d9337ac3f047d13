import { onBothDatabases } from '../../../../test/support/databases.js';
import { ApiKeys } from './api-keys.js';

onBothDatabases('API keys', (database) => {
  let keys: ApiKeys;

  beforeEach(() => {
    keys = new ApiKeys(database());
  });

  afterEach(() => jest.restoreAllMocks());

  it('name their caller while they are valid', async () => {
    const { id, secret } = await keys.create({ tenant: 't', name: 'n', scopes: ['read', 'write'] });
    expect(secret).toMatch(/^ry_[\w-]{43}$/);
    expect(await keys.authenticate(secret)).toEqual({ keyId: id, tenant: 't', scopes: ['read', 'write'] });
    expect(await keys.authenticate(`${secret}x`)).toBeNull();
    expect(await keys.anyUsable()).toBe(true);
  });

  it('are invalid immediately when they are revoked, once', async () => {
    const { id, secret } = await keys.create({ tenant: 't', name: 'n', scopes: ['read'] });
    expect(await keys.revoke(id)).toBe(true);
    expect(await keys.revoke(id)).toBe(false);
    expect(await keys.revoke('key-unknown')).toBe(false);
    expect(await keys.authenticate(secret)).toBeNull();
    expect(await keys.anyUsable()).toBe(false);
  });

  it('expire at the millisecond that they name', async () => {
    const expiresAtMs = 1_700_000_000_000;
    const { secret } = await keys.create({ tenant: 't', name: 'n', scopes: ['read'], expiresAtMs });
    jest.spyOn(Date, 'now').mockReturnValue(expiresAtMs - 1);
    expect([await keys.authenticate(secret), await keys.anyUsable()]).toMatchObject([{ tenant: 't' }, true]);
    jest.spyOn(Date, 'now').mockReturnValue(expiresAtMs);
    expect([await keys.authenticate(secret), await keys.anyUsable()]).toEqual([null, false]);
  });

  it('are listed oldest first, without secret or hash', async () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(2);
    const { secret } = await keys.create({ tenant: 't', name: 'newer', scopes: ['admin'] });
    clock.mockReturnValue(1);
    await keys.create({ tenant: 't', name: 'older', scopes: ['read'] });
    const listed = await keys.list();
    expect(listed.map(({ name }) => name)).toEqual(['older', 'newer']);
    expect(JSON.stringify(listed)).not.toContain(secret.slice(3));
    expect(listed[1]).toEqual({
      id: expect.stringMatching(/^key-/),
      tenant: 't',
      name: 'newer',
      scopes: 'admin',
      createdAtMs: 2,
      expiresAtMs: null,
      revokedAtMs: null,
    });
  });
});
