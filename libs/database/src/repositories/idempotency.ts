/**
 * Safe repeats: the first answer to a request with an Idempotency-Key is the answer to every repeat of it,
 * for a day.
 */
import { type Database } from '../connection/database.js';
import { type IdempotencyKeyEntity } from '../entities/index.js';

export interface KeptAnswer {
  readonly status: number;
  readonly location: string | null;
  /** JSON. */
  readonly body: string;
}

/**
 * first: answer it and call `keep` or `forget`; in-flight: the first is still being answered; other-request:
 * the key was used for something else.
 */
export type Admission =
  | { readonly kind: 'first' }
  | { readonly kind: 'repeat'; readonly answer: KeptAnswer }
  | { readonly kind: 'in-flight' }
  | { readonly kind: 'other-request' };

const KEPT_MS = 24 * 3600 * 1000;
/** An admission without an answer after this long belongs to a process that died. */
const IN_FLIGHT_MS = 30 * 1000;

export class Idempotency {
  constructor(private readonly database: Database) {}

  admit(tenant: string, key: string, requestHash: string): Promise<Admission> {
    return this.database.write(async (session): Promise<Admission> => {
      const nowMs = Date.now();
      await session.run(
        `DELETE FROM "idempotency_key" WHERE "createdAtMs" < ? OR ("status" IS NULL AND "createdAtMs" < ?)`,
        [nowMs - KEPT_MS, nowMs - IN_FLIGHT_MS],
      );
      const inserted = await session.run(
        `INSERT INTO "idempotency_key" ("tenant", "key", "requestHash", "createdAtMs") VALUES (?, ` +
          `?, ?, ?) ON CONFLICT ("tenant", "key") DO NOTHING`,
        [tenant, key, requestHash, nowMs],
      );
      if (inserted === 1) return { kind: 'first' };
      const [row] = await session.rows<IdempotencyKeyEntity>(
        `SELECT * FROM "idempotency_key" WHERE "tenant" = ? AND "key" = ?`,
        [tenant, key],
      );
      // Forgotten since by a transaction that met this one: the client may repeat it.
      if (row === undefined) return { kind: 'in-flight' };
      if (row.requestHash !== requestHash) return { kind: 'other-request' };
      if (row.status === null) return { kind: 'in-flight' };
      return {
        kind: 'repeat',
        answer: { status: row.status, location: row.location, body: row.body ?? 'null' },
      };
    });
  }

  async keep(tenant: string, key: string, answer: KeptAnswer): Promise<void> {
    await this.database.write((session) =>
      session.run(
        `UPDATE "idempotency_key" SET "status" = ?, "location" = ?, "body" = ? WHERE "tenant" = ? ` +
          `AND "key" = ?`,
        [answer.status, answer.location, answer.body, tenant, key],
      ),
    );
  }

  /** The request failed: a repeat tries again. */
  async forget(tenant: string, key: string): Promise<void> {
    await this.database.write((session) =>
      session.run(`DELETE FROM "idempotency_key" WHERE "tenant" = ? AND "key" = ? AND "status" IS NULL`, [
        tenant,
        key,
      ]),
    );
  }
}
