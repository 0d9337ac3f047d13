/**
 * Idempotency keys of requests that write: the key is claimed in the transaction that does the work, so that
 * after a kill either both are there or neither.
 */
import { type Reader, type Session } from '../connection/index.js';

/** One request, as its sender may repeat it. */
export interface Claim {
  readonly tenant: string;
  readonly key: string;
  /** SHA-256 of method, path and body. */
  readonly requestHash: string;
}

/** The key was used for another request. */
export class ReusedKeyError extends Error {
  override readonly name = 'ReusedKeyError';
}

export interface ClaimedWork<Value> {
  first(): Promise<Value>;
  /** Names of what was made; null when it is nothing, and the key stays free. */
  nameOf(value: Value): string | null;
  /** What the first request made; null when it is no longer there. */
  again(made: string): Promise<Value | null>;
}

/** How long a key is kept. */
export const KEPT_MS = 24 * 3600 * 1000;

/**
 * Does the work of a claim once. Of two transactions with the same key the second waits for the first.
 * @throws ReusedKeyError
 */
export async function oncePerClaim<Value>(
  session: Session,
  claim: Claim | undefined,
  work: ClaimedWork<Value>,
): Promise<Value> {
  if (claim === undefined) return work.first();
  const { tenant, key, requestHash } = claim;
  const nowMs = Date.now();
  await session.run(`DELETE FROM "idempotency_key" WHERE "createdAtMs" < ?`, [nowMs - KEPT_MS]);
  const inserted = await session.run(
    `INSERT INTO "idempotency_key" ("tenant", "key", "requestHash", "createdAtMs") VALUES (?, ?, ?, ?)
     ON CONFLICT ("tenant", "key") DO NOTHING`,
    [tenant, key, requestHash, nowMs],
  );
  if (inserted === 0) {
    const [row] = await session.rows<{ requestHash: string; made: string | null }>(
      `SELECT "requestHash", "made" FROM "idempotency_key" WHERE "tenant" = ? AND "key" = ?`,
      [tenant, key],
    );
    if (row?.requestHash !== requestHash) throw new ReusedKeyError();
    const there = row.made === null ? null : await work.again(row.made);
    if (there !== null) return there;
  }
  const value = await work.first();
  const made = work.nameOf(value);
  if (made === null)
    await session.run(`DELETE FROM "idempotency_key" WHERE "tenant" = ? AND "key" = ?`, [tenant, key]);
  else await recordMade(session, claim, made);
  return value;
}

/** What the work of a claim has made so far, for work of several transactions; null before the first. */
export async function madeOf(reader: Reader, { tenant, key, requestHash }: Claim): Promise<string | null> {
  const [row] = await reader.rows<{ made: string | null }>(
    `SELECT "made" FROM "idempotency_key" WHERE "tenant" = ? AND "key" = ? AND "requestHash" = ?`,
    [tenant, key, requestHash],
  );
  return row?.made ?? null;
}

/** Within the transaction that made it. */
export async function recordMade(session: Session, claim: Claim, made: string): Promise<void> {
  const { tenant, key, requestHash } = claim;
  await session.run(
    `INSERT INTO "idempotency_key" ("tenant", "key", "requestHash", "createdAtMs", "made")
     VALUES (?, ?, ?, ?, ?) ON CONFLICT ("tenant", "key") DO UPDATE SET "made" = excluded."made"`,
    [tenant, key, requestHash, Date.now(), made],
  );
}
