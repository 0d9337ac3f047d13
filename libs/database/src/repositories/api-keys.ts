/** Keys to the service: 256 random bits, stored as a hash, scoped, revocable. */
import { createHash, randomBytes } from 'node:crypto';
import { type Database } from '../connection/database.js';
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
    const row = await this.database.read.manager
      .getRepository(ApiKeyEntity)
      .findOneBy({ hash: hashOfSecret(secret) });
    if (row === null || row.revokedAtMs !== null) return null;
    if (row.expiresAtMs !== null && row.expiresAtMs <= Date.now()) return null;
    return { keyId: row.id, tenant: row.tenant, scopes: row.scopes.split(' ') as Scope[] };
  }

  list(): Promise<Omit<ApiKeyEntity, 'hash'>[]> {
    return this.database.read.rows(
      `SELECT "id", "tenant", "name", "scopes", "createdAtMs", "expiresAtMs", "revokedAtMs" FROM ` +
        `"api_key" ORDER BY "createdAtMs", "id"`,
    );
  }

  /** @returns whether there was such a key that was not revoked yet. */
  async revoke(id: string): Promise<boolean> {
    const revoked = await this.database.write((session) =>
      session.run(`UPDATE "api_key" SET "revokedAtMs" = ? WHERE "id" = ? AND "revokedAtMs" IS NULL`, [
        Date.now(),
        id,
      ]),
    );
    return revoked === 1;
  }

  /** Whether any key can be used at this moment: a server that listens to others needs one. */
  async anyUsable(): Promise<boolean> {
    const rows = await this.database.read.rows(
      `SELECT "id" FROM "api_key" WHERE "revokedAtMs" IS NULL AND ("expiresAtMs" IS NULL OR ` +
        `"expiresAtMs" > ?) LIMIT 1`,
      [Date.now()],
    );
    return rows.length > 0;
  }
}

function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
