/**
 * Jobs on their way to the queue: a run is accepted when its row is committed, and handed over as soon as the
 * queue can be had.
 */
import { type Database, type Reader, listOf } from '../connection/index.js';
import { type FencedRun } from './fenced-jobs.js';

export interface WaitingJob extends FencedRun {
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

export class Outbox {
  constructor(private readonly database: Database) {}

  /** Jobs that were not handed over, oldest first. */
  undispatched(limit: number): Promise<WaitingJob[]> {
    return this.database.read.rows<WaitingJob>(
      `SELECT "runId", "priority", "fence" AS "fencingToken", "starts" FROM "job" ` +
        `WHERE "dispatchedAtMs" IS NULL AND "owner" IS NULL ORDER BY "createdAtMs", "runId" LIMIT ?`,
      [limit],
    );
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
    `SELECT count(*) AS "count" FROM "job" j JOIN "run" r ON r."id" = j."runId" WHERE r."tenant" = ?`,
    [tenant],
  );
  return Number(row?.count ?? 0);
}
