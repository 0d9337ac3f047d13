/** Keys to the service: 256 random bits, stored as a hash, scoped, revocable. */
import { createHash, randomBytes } from 'node:crypto';
import { IsNull, MoreThan, type Repository } from 'typeorm';
import { type Database } from '../connection/index.js';
import { ApiKeyEntity, type Scope } from '../entities/index.js';
import { newKeyId } from '../identifiers.js';

export interface NewApiKey {
  readonly tenant: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAtMs?: number;
}

export interface Caller {
  readonly keyId: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
}

export class ApiKeys {
  constructor(private readonly database: Database) {}

  /** @returns the secret, which is shown this once. */
  async create(key: NewApiKey): Promise<{ readonly id: string; readonly secret: string }> {
    const id = newKeyId();
    const secret = `ry_${randomBytes(32).toString('base64url')}`;
    await this.database.write((session) =>
      session.manager.getRepository(ApiKeyEntity).insert({
        id,
        tenant: key.tenant,
        name: key.name,
        hash: hashOfSecret(secret),
        scopes: key.scopes.join(' '),
        createdAtMs: Date.now(),
        expiresAtMs: key.expiresAtMs ?? null,
        revokedAtMs: null,
      }),
    );
    return { id, secret };
  }

  /**
   * Looked up by hash, so that nothing compares secrets byte by byte. Null when unknown, revoked or expired.
   */
  async authenticate(secret: string): Promise<Caller | null> {
    const row = await this.keys.findOneBy({ hash: hashOfSecret(secret), revokedAtMs: IsNull() });
    if (row === null || (row.expiresAtMs !== null && row.expiresAtMs <= Date.now())) return null;
    return { keyId: row.id, tenant: row.tenant, scopes: row.scopes.split(' ') as Scope[] };
  }

  /** Oldest first, without their hashes. */
  async list(): Promise<Omit<ApiKeyEntity, 'hash'>[]> {
    const keys = await this.keys.find({ order: { createdAtMs: 'ASC', id: 'ASC' } });
    return keys.map(({ hash: _hash, ...key }) => key);
  }

  /** @returns whether there was such a key that was not revoked yet. */
  async revoke(id: string): Promise<boolean> {
    const { affected } = await this.database.write((session) =>
      session.manager
        .getRepository(ApiKeyEntity)
        .update({ id, revokedAtMs: IsNull() }, { revokedAtMs: Date.now() }),
    );
    return affected === 1;
  }

  /** Whether any key can be used at this moment: a server that listens to others needs one. */
  anyUsable(): Promise<boolean> {
    return this.keys.existsBy([
      { revokedAtMs: IsNull(), expiresAtMs: IsNull() },
      { revokedAtMs: IsNull(), expiresAtMs: MoreThan(Date.now()) },
    ]);
  }

  private get keys(): Repository<ApiKeyEntity> {
    return this.database.read.manager.getRepository(ApiKeyEntity);
  }
}

function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
