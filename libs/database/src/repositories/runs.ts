/** Reading runs, and ending one at its owner's wish. */
import { elementAt } from '@railyard/base';
import { type Database } from '../connection/database.js';
import { type Session, type SqlValue, listOf } from '../connection/session.js';
import { type RunEntity, type RunState } from '../entities/index.js';
import { type RunEvent, changeRuns, eventsAfter } from '../sql/run-events.js';

/** What a list may be sorted by. A run without the figure counts as -1. */
export const RUN_SORTS = [
  'createdAtMs',
  'finishedAtMs',
  'stepTimeS',
  'tokensPerDayB',
  'mfuCausal',
  'peakMemoryGB',
  'ettr',
  'goodput',
] as const;
export type RunSort = (typeof RUN_SORTS)[number];

export interface RunPageQuery {
  readonly tenant: string;
  readonly states?: readonly RunState[];
  readonly experimentId?: string;
  readonly name?: string;
  readonly sort: RunSort;
  readonly descending: boolean;
  /** Position of the last row that was seen. */
  readonly after?: { readonly value: number; readonly id: string };
  readonly limit: number;
}

export class Runs {
  constructor(private readonly database: Database) {}

  async find(tenant: string, id: string): Promise<RunEntity | null> {
    const [run] = await this.database.read.rows<RunEntity>(
      `SELECT * FROM "run" WHERE "id" = ? AND "tenant" = ?`,
      [id, tenant],
    );
    return run ?? null;
  }

  /** The run that answers for an experiment, if there is one that did not fail. */
  async findLive(tenant: string, experimentId: string): Promise<RunEntity | null> {
    const [run] = await this.database.read.rows<RunEntity>(`SELECT * FROM "run" WHERE "liveKey" = ?`, [
      `${tenant}/${experimentId}`,
    ]);
    return run ?? null;
  }

  /** Canonical JSON of the resolved document. */
  async document(experimentId: string): Promise<string> {
    const rows = await this.database.read.rows<{ document: string }>(
      `SELECT "document" FROM "experiment" WHERE "id" = ?`,
      [experimentId],
    );
    return elementAt(rows, 0).document;
  }

  page(query: RunPageQuery): Promise<RunEntity[]> {
    const key = query.sort === 'createdAtMs' ? '"createdAtMs"' : `COALESCE("${query.sort}", -1)`;
    const direction = query.descending ? 'DESC' : 'ASC';
    const conditions = ['"tenant" = ?'];
    const parameters: SqlValue[] = [query.tenant];
    if (query.states !== undefined) {
      conditions.push(`"state" IN (${listOf(query.states.length)})`);
      parameters.push(...query.states);
    }
    for (const column of ['experimentId', 'name'] as const) {
      const value = query[column];
      if (value === undefined) continue;
      conditions.push(`"${column}" = ?`);
      parameters.push(value);
    }
    if (query.after !== undefined) {
      conditions.push(`(${key}, "id") ${query.descending ? '<' : '>'} (?, ?)`);
      parameters.push(query.after.value, query.after.id);
    }
    return this.database.read.rows<RunEntity>(
      `SELECT * FROM "run" WHERE ${conditions.join(' AND ')} ORDER BY ${key} ${direction}, "id" ` +
        `${direction} LIMIT ?`,
      [...parameters, query.limit],
    );
  }

  /** Events of a run after a number, in order. */
  eventsAfter(runId: string, number: number, limit: number): Promise<RunEvent[]> {
    return eventsAfter(this.database.read, runId, number, limit);
  }

  async countsByState(tenant: string): Promise<Record<RunState, number>> {
    const rows = await this.database.read.rows<{ state: RunState; count: number }>(
      `SELECT "state", count(*) AS "count" FROM "run" WHERE "tenant" = ? GROUP BY "state"`,
      [tenant],
    );
    const counts: Record<RunState, number> = { queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
    for (const { state, count } of rows) counts[state] = Number(count);
    return counts;
  }

  /** Failed runs grouped by what they failed of, most frequent first, with the latest as the example. */
  failureGroups(
    tenant: string,
  ): Promise<{ failureCode: string; failureMessage: string; count: number; example: string }[]> {
    return this.database.read.rows(
      `SELECT "failureCode", "failureMessage", count(*) AS "count", max("id") AS "example" FROM "run"
       WHERE "tenant" = ? AND "state" = 'failed' GROUP BY "failureCode", "failureMessage" ORDER BY count(*) DESC, max("id") DESC LIMIT 50`,
      [tenant],
    );
  }

  /**
   * Ends a run that has not ended. Whoever computes it loses the lease with the job row, so no late result
   * can overwrite this.
   * @returns the run as it is now, or null when there is none.
   */
  cancel(tenant: string, id: string): Promise<RunEntity | null> {
    return this.database.write(async (session) => {
      const [run] = await session.rows<RunEntity>(`SELECT * FROM "run" WHERE "id" = ? AND "tenant" = ?`, [
        id,
        tenant,
      ]);
      if (run === undefined) return null;
      if ((await cancelWithin(session, [id])) === 0) return run;
      const [cancelled] = await session.rows<RunEntity>(`SELECT * FROM "run" WHERE "id" = ?`, [id]);
      return cancelled ?? null;
    });
  }
}

/**
 * Ends those of the runs that have not ended, within a transaction that its caller has open. @returns how
 * many.
 */
export async function cancelWithin(session: Session, ids: readonly string[]): Promise<number> {
  const jobs = await session.rows<{ runId: string }>(
    `DELETE FROM "job" WHERE "runId" IN (${listOf(ids.length)}) RETURNING "runId"`,
    ids,
  );
  if (jobs.length === 0) return 0;
  const atMs = Date.now();
  await changeRuns(
    session,
    jobs.map(({ runId }) => runId),
    { state: 'cancelled', liveKey: null, finishedAtMs: atMs },
    { type: 'cancelled', atMs, dataOf: () => ({ state: 'cancelled' }) },
  );
  return jobs.length;
}
