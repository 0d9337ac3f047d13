/**
 * Jobs on their way to the queue: a run is accepted when its row is committed, and handed over as soon as the
 * queue can be had.
 */
import { type Database, type Reader, listOf } from '../connection/index.js';
import { takeFairly, tenantsOfJobs } from './fair-shares.js';
import { type FencedRun } from './fenced-jobs.js';

export interface WaitingJob extends FencedRun {
  readonly tenant: string;
  readonly priority: number;
  readonly starts: number;
}

/**
 * What the queue keeps of jobs: an id, and for which runs it stands under which fencing token. An entry made
 * under an earlier token is void.
 */
export interface QueueEntry {
  readonly entry: string;
  readonly runs: readonly FencedRun[];
}

export interface JobCounts {
  readonly waiting: number;
  readonly running: number;
  /** Jobs that no queue has taken over yet. */
  readonly undispatched: number;
  /** Age of the oldest waiting job; 0 when none waits. */
  readonly oldestWaitingMs: number;
}

/** Of jobs that no queue has taken over. */
const IN_OUTBOX = `"dispatchedAtMs" IS NULL AND "owner" IS NULL`;

export class Outbox {
  constructor(private readonly database: Database) {}

  /** Jobs that were not handed over, tenants in turn, the oldest of each first. */
  async undispatched(limit: number): Promise<WaitingJob[]> {
    const { read } = this.database;
    const from = new Map<string, number>();
    return takeFairly(await tenantsOfJobs(read, IN_OUTBOX), { places: limit }, async (tenant, count) => {
      const offset = from.get(tenant) ?? 0;
      from.set(tenant, offset + count);
      return read.rows<WaitingJob>(
        `SELECT "runId", "tenant", "priority", "fence" AS "fencingToken", "starts" FROM "job" ` +
          `WHERE ${IN_OUTBOX} AND "tenant" = ? ORDER BY "createdAtMs", "runId" LIMIT ? OFFSET ?`,
        [tenant, count, offset],
      );
    });
  }

  /**
   * Jobs of a tenant that the queue has or runners compute, up to a priority; counted no further than to
   * `limit`.
   */
  async outstanding(tenant: string, priority: number, limit: number): Promise<number> {
    const [row] = await this.database.read.rows<{ count: number }>(
      `SELECT count(*) AS "count" FROM (SELECT 1 FROM "job" WHERE "tenant" = ? AND "priority" <= ? AND ` +
        `("dispatchedAtMs" IS NOT NULL OR "owner" IS NOT NULL) LIMIT ?) AS "counted"`,
      [tenant, priority, limit],
    );
    return Number(row?.count ?? 0);
  }

  /** Jobs that the queue has and nobody computes; counted no further than to `limit`. */
  async queued(limit: number): Promise<number> {
    const [row] = await this.database.read.rows<{ count: number }>(
      `SELECT count(*) AS "count" FROM (SELECT 1 FROM "job" WHERE "dispatchedAtMs" IS NOT NULL AND ` +
        `"owner" IS NULL LIMIT ?) AS "counted"`,
      [limit],
    );
    return Number(row?.count ?? 0);
  }

  /** The queue's entries stand for these jobs now. */
  async markDispatched(entries: readonly QueueEntry[]): Promise<void> {
    const named = entries.flatMap(({ entry, runs }) => runs.map(({ runId }) => [runId, entry]));
    if (named.length === 0) return;
    const rows = named.map(() => '(CAST(? AS text), CAST(? AS text))').join(', ');
    await this.database.write((session) =>
      session.run(
        `WITH sent("runId", "entry") AS (VALUES ${rows})
         UPDATE "job" SET "dispatchedAtMs" = ?, "entry" = sent."entry"
         FROM sent WHERE "job"."runId" = sent."runId"`,
        [...named.flat(), Date.now()],
      ),
    );
  }

  /** Handed-over jobs without an owner, in order of run id: those that the queue must still know. */
  dispatchedAfter(
    runId: string,
    limit: number,
  ): Promise<{ readonly runId: string; readonly entry: string | null }[]> {
    return this.database.read.rows(
      `SELECT "runId", "entry" FROM "job" WHERE "runId" > ? AND "owner" IS NULL AND ` +
        `"dispatchedAtMs" IS NOT NULL ORDER BY "runId" LIMIT ?`,
      [runId, limit],
    );
  }

  /** The queue lost these: they wait in the outbox again. */
  async returnToOutbox(runIds: readonly string[]): Promise<void> {
    if (runIds.length === 0) return;
    await this.database.write((session) =>
      session.run(
        `UPDATE "job" SET "dispatchedAtMs" = NULL, "entry" = NULL WHERE "owner" IS NULL AND ` +
          `"runId" IN (${listOf(runIds.length)})`,
        runIds,
      ),
    );
  }

  async counts(): Promise<JobCounts> {
    const [row] = await this.database.read.rows<{
      waiting: number | null;
      running: number | null;
      undispatched: number | null;
      oldest: number | null;
    }>(
      `SELECT sum(CASE WHEN "owner" IS NULL THEN 1 ELSE 0 END) AS "waiting",
              sum(CASE WHEN "owner" IS NULL THEN 0 ELSE 1 END) AS "running",
              sum(CASE WHEN "owner" IS NULL AND "dispatchedAtMs" IS NULL THEN 1 ELSE 0 END) AS "undispatched",
              min(CASE WHEN "owner" IS NULL THEN "createdAtMs" END) AS "oldest" FROM "job"`,
    );
    const oldest = row?.oldest ?? null;
    return {
      waiting: Number(row?.waiting ?? 0),
      running: Number(row?.running ?? 0),
      undispatched: Number(row?.undispatched ?? 0),
      oldestWaitingMs: oldest === null ? 0 : Math.max(0, Date.now() - Number(oldest)),
    };
  }

  /** Live jobs of one tenant, for its quota. */
  countOf(tenant: string): Promise<number> {
    return liveJobsOf(this.database.read, tenant);
  }
}

/** Those that a transaction has made and not yet committed included, when its session reads. */
export async function liveJobsOf(reader: Reader, tenant: string): Promise<number> {
  const [row] = await reader.rows<{ count: number }>(
    `SELECT count(*) AS "count" FROM "job" WHERE "tenant" = ?`,
    [tenant],
  );
  return Number(row?.count ?? 0);
}
