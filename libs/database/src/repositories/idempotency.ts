/**
 * Safe repeats: the first answer to a request with an Idempotency-Key is the answer to every repeat of it,
 * for a day. What the request made is linked to the key by the transaction that made it (`sql/claims.ts`);
 * here the answer is kept alongside it.
 */
import { IsNull, LessThan } from 'typeorm';
import { type Database } from '../connection/index.js';
import { IdempotencyKeyEntity } from '../entities/index.js';
import { type Claim, KEPT_MS } from '../sql/index.js';

export interface KeptAnswer {
  readonly status: number;
  readonly location: string | null;
  /** JSON. */
  readonly body: string;
}

/**
 * first: answer it and call `keep` or `release`; in-flight: this process is answering the first;
 * other-request: the key was used for something else.
 */
export type Admission =
  | { readonly kind: 'first' }
  | { readonly kind: 'repeat'; readonly answer: KeptAnswer }
  | { readonly kind: 'in-flight' }
  | { readonly kind: 'other-request' };

export class Idempotency {
  /** Requests that this process is answering, by tenant and key: nothing of it outlives the process. */
  private readonly inFlight = new Map<string, string>();

  constructor(private readonly database: Database) {}

  async admit(claim: Claim): Promise<Admission> {
    const { tenant, key, requestHash } = claim;
    const answering = this.inFlight.get(nameOf(claim));
    if (answering !== undefined) return { kind: answering === requestHash ? 'in-flight' : 'other-request' };
    this.inFlight.set(nameOf(claim), requestHash);
    let admission: Admission = { kind: 'first' };
    try {
      admission = admissionOf(
        requestHash,
        await this.database.read.manager.getRepository(IdempotencyKeyEntity).findOneBy({ tenant, key }),
      );
      return admission;
    } catch (error) {
      this.release(claim);
      throw error;
    } finally {
      if (admission.kind !== 'first') this.release(claim);
    }
  }

  /** The answer to the first request. What was kept before stays. */
  async keep(claim: Claim, { status, location, body }: KeptAnswer): Promise<void> {
    const { tenant, key, requestHash } = claim;
    const createdAtMs = Date.now();
    try {
      await this.database.write(async ({ manager }) => {
        const keys = manager.getRepository(IdempotencyKeyEntity);
        const answer = { status, location, body };
        const { affected } = await keys.update({ tenant, key, status: IsNull() }, answer);
        if (affected !== 0) return;
        await keys.delete({ createdAtMs: LessThan(createdAtMs - KEPT_MS) });
        await keys
          .createQueryBuilder()
          .insert()
          .values({ tenant, key, requestHash, made: null, createdAtMs, ...answer })
          .orIgnore()
          .execute();
      });
    } finally {
      this.release(claim);
    }
  }

  /** The request failed: a repeat tries again. */
  release(claim: Claim): void {
    this.inFlight.delete(nameOf(claim));
  }
}

const nameOf = ({ tenant, key }: Claim): string => `${tenant} ${key}`;

function admissionOf(requestHash: string, row: IdempotencyKeyEntity | null): Admission {
  if (row === null || row.createdAtMs < Date.now() - KEPT_MS) return { kind: 'first' };
  if (row.requestHash !== requestHash) return { kind: 'other-request' };
  // Without an answer the process ended before it could give one: the work is there, and answers again.
  if (row.status === null) return { kind: 'first' };
  return {
    kind: 'repeat',
    answer: { status: row.status, location: row.location, body: row.body ?? 'null' },
  };
}
