/**
 * Who computes what. A lease is the job row with an owner; the fencing token grows with every change of
 * owner, and what an owner writes counts under the current token only. That, not the queue's lock, makes
 * results exactly-once.
 */
import { type Database, type Session, listOf } from '../connection/index.js';
import { type Places, takeFairly, tenantsOfJobs } from './fair-shares.js';
import { TOKEN_IS_CURRENT, type FencedRun, onFencedJobs } from './fenced-jobs.js';
import { type RunEnd, type Verdict, endRuns, failRun } from './outcomes.js';
import { changeRuns } from './run-events.js';
import { type RunTotals, addToTotals } from './run-totals.js';

export interface Lease extends FencedRun {
  readonly tenant: string;
  readonly experimentId: string;
  /** Canonical JSON of the document to compute. */
  readonly document: string;
  /** Whether computing may start; otherwise `begin` comes first. */
  readonly begun: boolean;
}

export interface LeaseProgress extends FencedRun {
  /** Absent when there is no news. */
  readonly progress?: { readonly phase: string; readonly share: number };
}

/** A lease as a watcher sees it. */
export interface ObservedLease extends FencedRun {
  readonly owner: string;
  readonly heartbeat: number;
}

/** A run whose runner crashed so often is not started again. */
const MAX_STARTS = 10;

/** A run that was started so often and did not end loses its place to others. */
const STARTS_AT_FULL_PRIORITY = 3;

/** Runs of one statement. */
const CHUNK = 100;

/** Of jobs that nobody computes. */
const WAITS = `"owner" IS NULL`;

export class Leases {
  constructor(private readonly database: Database) {}

  /**
   * Leases waiting jobs, tenants in turn and each tenant's in order of priority and age, and begins the first
   * `begin` of them.
   */
  claimNext(owner: string, places: Places, begin = places.places): Promise<Lease[]> {
    return this.database.write(async (session) => {
      const lock = session.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
      const claimed = await takeFairly(await tenantsOfJobs(session, WAITS), places, (tenant, count) =>
        session.rows<FencedRun>(
          `UPDATE "job" SET "owner" = ?, "fence" = "fence" + 1, "beat" = 0 WHERE "runId" IN (
             SELECT "runId" FROM "job" WHERE ${WAITS} AND "tenant" = ?
             ORDER BY "priority", "createdAtMs", "runId" LIMIT ? ${lock})
           RETURNING "runId", "fence" AS "fencingToken"`,
          [owner, tenant, count],
        ),
      );
      return leasesOf(session, claimed, begin);
    });
  }

  /** Tenants of jobs that wait. */
  waitingTenants(): Promise<string[]> {
    return tenantsOfJobs(this.database.read, WAITS);
  }

  /**
   * Leases those of the jobs that have no owner and whose fencing token is still the one that is named, and
   * begins the first `begin` of them.
   */
  claim(owner: string, jobs: readonly FencedRun[], begin = jobs.length): Promise<Lease[]> {
    return this.database.write(async (session) => {
      const claimed = await onFencedJobs<FencedRun>(
        session,
        jobs,
        `UPDATE "job" SET "owner" = ?, "fence" = "fence" + 1, "beat" = 0 WHERE ${TOKEN_IS_CURRENT} AND ` +
          `"job"."owner" IS NULL RETURNING "runId", "fence" AS "fencingToken"`,
        [owner],
      );
      return leasesOf(session, claimed, begin);
    });
  }

  /**
   * Counts the starts and shows the runs as running. @returns those that may start: of the others the lease
   * is lost, or they crashed too often.
   */
  async begin(leases: readonly FencedRun[]): Promise<string[]> {
    const begun = await this.database.write((session) => beginRuns(session, leases));
    return leases.map(({ runId }) => runId).filter((runId) => begun.has(runId));
  }

  /**
   * Advances the heartbeat of an owner's leases and stores progress.
   * @returns the runs whose lease is gone.
   */
  renew(owner: string, leases: readonly LeaseProgress[]): Promise<string[]> {
    return this.database.write(async (session) => {
      const rows = await onFencedJobs<{ runId: string }>(
        session,
        leases,
        `UPDATE "job" SET "beat" = "beat" + 1 WHERE ${TOKEN_IS_CURRENT} AND "job"."owner" = ? ` +
          `RETURNING "runId"`,
        [owner],
      );
      const renewed = new Set(rows.map(({ runId }) => runId));
      for (const { runId, progress } of leases) {
        if (progress === undefined || !renewed.has(runId)) continue;
        await changeRuns(
          session,
          [runId],
          { phase: progress.phase, share: progress.share },
          { type: 'progress', atMs: Date.now(), dataOf: () => ({ state: 'running', ...progress }) },
        );
      }
      return leases.map(({ runId }) => runId).filter((runId) => !renewed.has(runId));
    });
  }

  /**
   * Ends runs with their outcomes, each if its lease is still valid: job rows, results and states in one
   * transaction.
   */
  complete(ends: readonly RunEnd[]): Promise<Verdict[]> {
    return this.database.write(async (session) => {
      const verdicts: Verdict[] = [];
      for (let from = 0; from < ends.length; from += CHUNK)
        verdicts.push(...(await endRuns(session, ends.slice(from, from + CHUNK))));
      if (ends.length > 0) await addToTotals(session, totalsOf(ends, verdicts));
      return verdicts;
    });
  }

  /** Requeues an owner's runs in order, so that the start does not count as a crash. */
  release(owner: string, leases: readonly FencedRun[]): Promise<void> {
    return this.database.write(async (session) => {
      const released = await onFencedJobs<{ runId: string }>(
        session,
        leases,
        `UPDATE "job" SET "owner" = NULL, "dispatchedAtMs" = NULL, "entry" = NULL, "fence" = ` +
          `"fence" + 1 WHERE ${TOKEN_IS_CURRENT} AND "job"."owner" = ? RETURNING "runId"`,
        [owner],
      );
      const begun = await requeue(
        session,
        released.map(({ runId }) => runId),
        'The runner was shut down.',
      );
      if (begun.length > 0)
        await session.run(
          `UPDATE "job" SET "starts" = "starts" - 1 WHERE "runId" IN (${listOf(begun.length)})`,
          begun,
        );
    });
  }

  /**
   * Requeues runs whose owners were found dead.
   * @returns how many leases were still as they were observed.
   */
  expire(leases: readonly ObservedLease[]): Promise<number> {
    return this.database.write(async (session) => {
      const expired: string[] = [];
      for (const { runId, owner, fencingToken, heartbeat } of leases) {
        const taken = await session.run(
          `UPDATE "job" SET "owner" = NULL, "dispatchedAtMs" = NULL, "entry" = NULL, "fence" = "fence" + 1,
             "priority" = "priority" + CASE WHEN "starts" >= ? THEN 1 ELSE 0 END
           WHERE "runId" = ? AND "owner" = ? AND "fence" = ? AND "beat" = ?`,
          [STARTS_AT_FULL_PRIORITY, runId, owner, fencingToken, heartbeat],
        );
        if (taken === 1) expired.push(runId);
      }
      await requeue(session, expired, 'The runner lost its lease: no heartbeat.');
      return expired.length;
    });
  }

  /** Every lease of every owner. */
  all(): Promise<ObservedLease[]> {
    return this.database.read.rows<ObservedLease>(
      `SELECT "runId", "owner", "fence" AS "fencingToken", "beat" AS "heartbeat" FROM "job" ` +
        `WHERE "owner" IS NOT NULL`,
    );
  }
}

function totalsOf(ends: readonly RunEnd[], verdicts: readonly Verdict[]): RunTotals {
  const recorded = ends.filter((_end, index) => verdicts[index] === 'recorded');
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  return {
    succeeded: recorded.filter(({ outcome }) => outcome.kind === 'succeeded').length,
    failed: recorded.filter(({ outcome }) => outcome.kind === 'failed').length,
    dropped: count('lost'),
    diverged: count('diverged'),
    computeSeconds: ends.reduce((sum, { seconds = 0 }) => sum + seconds, 0),
  };
}

/** The claimed jobs with what is to be computed; of those that are begun, only those that may start. */
async function leasesOf(session: Session, claimed: readonly FencedRun[], begin: number): Promise<Lease[]> {
  if (claimed.length === 0) return [];
  const rows = await session.rows<Omit<Lease, 'begun'>>(
    `SELECT r."id" AS "runId", r."tenant", j."fence" AS "fencingToken", r."experimentId", e."document"
     FROM "job" j JOIN "run" r ON r."id" = j."runId" JOIN "experiment" e ON e."id" = r."experimentId"
     WHERE j."runId" IN (${listOf(claimed.length)}) ORDER BY j."priority", j."createdAtMs", j."runId"`,
    claimed.map(({ runId }) => runId),
  );
  const begun = await beginRuns(session, rows.slice(0, begin));
  return rows
    .map((row) => ({ ...row, begun: begun.has(row.runId) }))
    .filter((lease, index) => lease.begun || index >= begin);
}

/** @returns those that may start. */
async function beginRuns(session: Session, leases: readonly FencedRun[]): Promise<ReadonlySet<string>> {
  const started = await onFencedJobs<{ runId: string; starts: number }>(
    session,
    leases,
    `UPDATE "job" SET "starts" = "starts" + 1 WHERE ${TOKEN_IS_CURRENT} AND "job"."owner" IS NOT NULL ` +
      `RETURNING "runId", "starts"`,
  );
  const starts = new Map<string, number>();
  for (const { runId, starts: count } of started) {
    if (count <= MAX_STARTS) starts.set(runId, count);
    else {
      await session.run(`DELETE FROM "job" WHERE "runId" = ?`, [runId]);
      await failRun(
        session,
        runId,
        'crashed',
        `The run was started ${MAX_STARTS} times, and its runner crashed each time.`,
      );
      await addToTotals(session, { failed: 1 });
    }
  }
  const atMs = Date.now();
  await changeRuns(
    session,
    [...starts.keys()],
    { state: 'running', startedAtMs: atMs, phase: 'starting', share: 0 },
    {
      type: 'running',
      atMs,
      dataOf: (runId) => ({ state: 'running', phase: 'starting', share: 0, start: starts.get(runId) }),
    },
  );
  return new Set(starts.keys());
}

/** @returns those that had been begun; a run that its owner had not begun still waits. */
async function requeue(session: Session, runIds: readonly string[], reason: string): Promise<string[]> {
  if (runIds.length === 0) return [];
  const rows = await session.rows<{ id: string }>(
    `SELECT "id" FROM "run" WHERE "state" = 'running' AND "id" IN (${listOf(runIds.length)})`,
    runIds,
  );
  const begun = rows.map(({ id }) => id);
  await changeRuns(
    session,
    begun,
    { state: 'queued', phase: null, share: 0 },
    { type: 'requeued', atMs: Date.now(), dataOf: () => ({ state: 'queued', share: 0, reason }) },
  );
  return begun;
}
