/**
 * Safe repeats: the first answer to a request with an Idempotency-Key is the answer to every repeat of it,
 * for a day.
 */
import { IsNull, LessThan } from 'typeorm';
import { type Database, isUniqueViolation } from '../connection/index.js';
import { IdempotencyKeyEntity } from '../entities/index.js';

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

  async admit(tenant: string, key: string, requestHash: string): Promise<Admission> {
    const nowMs = Date.now();
    try {
      await this.database.write(async ({ manager }) => {
        const keys = manager.getRepository(IdempotencyKeyEntity);
        await keys.delete({ createdAtMs: LessThan(nowMs - KEPT_MS) });
        await keys.delete({ status: IsNull(), createdAtMs: LessThan(nowMs - IN_FLIGHT_MS) });
        await keys.insert({ tenant, key, requestHash, createdAtMs: nowMs });
      });
      return { kind: 'first' };
    } catch (error) {
      if (isUniqueViolation(error)) return this.repeated(tenant, key, requestHash);
      throw error;
    }
  }

  async keep(tenant: string, key: string, { status, location, body }: KeptAnswer): Promise<void> {
    await this.database.write(({ manager }) =>
      manager.getRepository(IdempotencyKeyEntity).update({ tenant, key }, { status, location, body }),
    );
  }

  /** The request failed: a repeat tries again. */
  async forget(tenant: string, key: string): Promise<void> {
    await this.database.write(({ manager }) =>
      manager.getRepository(IdempotencyKeyEntity).delete({ tenant, key, status: IsNull() }),
    );
  }

  private async repeated(tenant: string, key: string, requestHash: string): Promise<Admission> {
    const keys = this.database.read.manager.getRepository(IdempotencyKeyEntity);
    const row = await keys.findOneBy({ tenant, key });
    // Without a row the first request has failed just now: the client may repeat this one.
    if (row === null) return { kind: 'in-flight' };
    if (row.requestHash !== requestHash) return { kind: 'other-request' };
    if (row.status === null) return { kind: 'in-flight' };
    return {
      kind: 'repeat',
      answer: { status: row.status, location: row.location, body: row.body ?? 'null' },
    };
  }
}
