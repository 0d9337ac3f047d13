/** Sweeps: taken in batch by batch, read through their runs, ended and mended as a whole. */
import { elementAt } from '@railyard/base';
import { type Database } from '../connection/database.js';
import { type Session, type SqlValue, listOf, rowsOf } from '../connection/session.js';
import { type RunEntity, type RunState, type SweepEntity } from '../entities/index.js';
import { newSweepId } from '../identifiers.js';
import { liveJobsOf } from '../sql/outbox.js';
import { cancelWithin } from './runs.js';
import { type NewRun, submitWithin } from '../sql/submissions.js';
import { type Goal, SweepTally } from '../sql/sweep-tally.js';

export interface NewSweep {
  readonly tenant: string;
  readonly name: string;
  /** SHA-256 of the document and the engine version: an equal sweep that lives answers. */
  readonly hash: string;
  /** JSON, its keys in the order in which they were written. */
  readonly document: string;
  readonly deadlineAtMs: number;
}

/** A point of a sweep, and what is to be run for it. */
export interface SweepPointRun {
  /** JSON: dotted path to value. */
  readonly parameters: string;
  readonly experiment: NewRun['experiment'];
}

/** The next points of a sweep, in the order of its document. */
export interface SweepBatch {
  /** Points that were taken in before. */
  readonly from: number;
  /** JSON: what the expansion found. */
  readonly plan: string;
  readonly points: readonly SweepPointRun[];
  readonly isLast: boolean;
  /** Runs that the tenant may have waiting and running. */
  readonly maxLiveRuns: number;
}

/** More runs would wait than the tenant may have waiting; nothing was taken in. */
export class OverQuotaError extends Error {
  override readonly name = 'OverQuotaError';
}

/** A run with its place in a sweep. */
type SweepMember = RunEntity & {
  readonly position: number;
  /** JSON: dotted path to value. */
  readonly parameters: string;
};

/** With the metrics of its summary once it has succeeded. */
export type ListedMember = SweepMember & { readonly summary: string | null };

/** A run that succeeded, with every metric that its summary has. */
export type ScoredMember = SweepMember & { readonly summary: string };

/** Sweeps whose tallies are kept, those that were asked for last. */
const TALLIES = 32;

/** Runs of a sweep that one transaction ends or retries. */
const BATCH = 500;

export class Sweeps {
  private readonly tallies = new Map<string, SweepTally>();

  constructor(private readonly database: Database) {}

  /** @returns the sweep; `created` is false when an equal one lives. */
  create({
    tenant,
    name,
    hash,
    document,
    deadlineAtMs,
  }: NewSweep): Promise<{ readonly sweep: SweepEntity; readonly created: boolean }> {
    return this.database.write(async (session) => {
      const nowMs = Date.now();
      const liveKey = `${tenant}/${hash}`;
      const inserted = await session.run(
        `INSERT INTO "sweep" ("id", "tenant", "name", "state", "liveKey", "document", "expanded", "createdAtMs", "deadlineAtMs")
         VALUES (?, ?, ?, 'expanding', ?, ?, 0, ?, ?) ON CONFLICT ("liveKey") DO NOTHING`,
        [newSweepId(nowMs), tenant, name, liveKey, document, nowMs, deadlineAtMs],
      );
      const sweeps = await session.rows<SweepEntity>(`SELECT * FROM "sweep" WHERE "liveKey" = ?`, [liveKey]);
      return { sweep: elementAt(sweeps, 0), created: inserted === 1 };
    });
  }

  async find(tenant: string, id: string): Promise<SweepEntity | null> {
    const [sweep] = await this.database.read.rows<SweepEntity>(
      `SELECT * FROM "sweep" WHERE "id" = ? AND "tenant" = ?`,
      [id, tenant],
    );
    return sweep ?? null;
  }

  /** Newest first. */
  page(
    tenant: string,
    after: { readonly createdAtMs: number; readonly id: string } | undefined,
    limit: number,
  ): Promise<SweepEntity[]> {
    const older = after === undefined ? '' : `AND ("createdAtMs", "id") < (?, ?)`;
    return this.database.read.rows<SweepEntity>(
      `SELECT * FROM "sweep" WHERE "tenant" = ? ${older} ORDER BY "createdAtMs" DESC, "id" DESC LIMIT ?`,
      [tenant, ...(after === undefined ? [] : [after.createdAtMs, after.id]), limit],
    );
  }

  /** Sweeps whose points are not all taken in, oldest first. */
  expanding(): Promise<SweepEntity[]> {
    return this.database.read.rows<SweepEntity>(
      `SELECT * FROM "sweep" WHERE "state" = 'expanding' ORDER BY "createdAtMs", "id"`,
    );
  }

  async countExpanding(tenant: string): Promise<number> {
    const [row] = await this.database.read.rows<{ count: number }>(
      `SELECT count(*) AS "count" FROM "sweep" WHERE "state" = 'expanding' AND "tenant" = ?`,
      [tenant],
    );
    return Number(row?.count ?? 0);
  }

  /**
   * Takes the next points in, in one transaction, if exactly `from` were taken in before; otherwise another
   * process was faster. The last batch ends the expansion.
   * @returns how many are taken in now; null when the sweep takes no more in.
   * @throws OverQuotaError
   */
  extend(id: string, { from, plan, points, isLast, maxLiveRuns }: SweepBatch): Promise<number | null> {
    return this.database.write(async (session) => {
      const expanded = from + points.length;
      const [sweep] = await session.rows<{ tenant: string }>(
        `UPDATE "sweep" SET "plan" = ?, "expanded" = ?, "state" = ? WHERE "id" = ? AND "state" = ` +
          `'expanding' AND "expanded" = ? RETURNING "tenant"`,
        [plan, expanded, isLast ? 'expanded' : 'expanding', id, from],
      );
      if (sweep === undefined) {
        const [open] = await session.rows<{ expanded: number }>(
          `SELECT "expanded" FROM "sweep" WHERE "id" = ? AND "state" = 'expanding'`,
          [id],
        );
        return open?.expanded ?? null;
      }
      if (points.length === 0) return expanded;
      // A single experiment goes before what is left of a sweep.
      const submissions = await submitWithin(
        session,
        points.map(({ experiment }) => ({ tenant: sweep.tenant, experiment, priority: SWEEP_PRIORITY })),
      );
      const waits = submissions.some(({ run, created }) => created && run.state === 'queued');
      if (waits && (await liveJobsOf(session, sweep.tenant)) > maxLiveRuns) throw new OverQuotaError();
      await session.run(
        `INSERT INTO "sweep_run" ("sweepId", "position", "runId", "own", "parameters") VALUES ` +
          `${rowsOf(points.length, 5)}`,
        points.flatMap(({ parameters }, index): SqlValue[] => {
          const { run, created } = elementAt(submissions, index);
          return [id, from + index, run.id, created ? 1 : 0, parameters];
        }),
      );
      return expanded;
    });
  }

  /** It cannot be expanded. What was taken in of it ends as with a cancel: nobody could end it afterwards. */
  async fail(id: string, message: string): Promise<void> {
    const failed = await this.database.write((session) =>
      session.run(
        `UPDATE "sweep" SET "state" = 'failed', "liveKey" = NULL, "deadlineAtMs" = NULL, ` +
          `"failureMessage" = ? WHERE "id" = ? AND "state" = 'expanding'`,
        [message, id],
      ),
    );
    if (failed === 1) await this.endRuns(id);
  }

  /** How far a sweep is now, and how its runs compare by these goals. */
  async tally(
    { id, expanded }: Pick<SweepEntity, 'id' | 'expanded'>,
    goals: readonly [Goal, Goal],
  ): Promise<SweepTally> {
    const key = `${id} ${goals.map(({ metric, goal }) => `${goal} ${metric}`).join(' ')}`;
    const tally = this.tallies.get(key) ?? new SweepTally(this.database.read, id, goals);
    this.tallies.delete(key);
    this.tallies.set(key, tally);
    const [oldest] = this.tallies.keys();
    if (this.tallies.size > TALLIES && oldest !== undefined) this.tallies.delete(oldest);
    await tally.refresh(expanded);
    return tally;
  }

  /** Runs in the order of the document, after a position. */
  runs(
    id: string,
    query: { readonly states?: readonly RunState[]; readonly after: number; readonly limit: number },
  ): Promise<ListedMember[]> {
    const { states, after, limit } = query;
    const chosen = states === undefined ? '' : `AND r."state" IN (${listOf(states.length)})`;
    return this.database.read.rows<ListedMember>(
      `SELECT r.*, m."position", m."parameters", a."summary" FROM "sweep_run" m JOIN "run" r ON r."id" = m."runId"
       LEFT JOIN "artifact" a ON a."experimentId" = r."experimentId" AND a."kind" = 'result' AND r."state" = 'succeeded'
       WHERE m."sweepId" = ? AND m."position" > ? ${chosen} ORDER BY m."position" LIMIT ?`,
      [id, after, ...(states ?? []), limit],
    );
  }

  /** Runs at these positions that succeeded, in this order. */
  async scored(id: string, positions: readonly number[]): Promise<ScoredMember[]> {
    if (positions.length === 0) return [];
    const rows = await this.database.read.rows<ScoredMember>(
      `SELECT r.*, m."position", m."parameters", a."summary" FROM "sweep_run" m JOIN "run" r ON r."id" = m."runId"
       JOIN "artifact" a ON a."experimentId" = r."experimentId" AND a."kind" = 'result' WHERE m."sweepId" = ? AND m."position" IN (${listOf(positions.length)})`,
      [id, ...positions],
    );
    const byPosition = new Map(rows.map((row) => [row.position, row]));
    return positions.map((position) => byPosition.get(position)).filter((row) => row !== undefined);
  }

  /**
   * Ends the sweep and every run that was made for it, unless another sweep that lives wants it. @returns
   * false when it had ended before.
   */
  async cancel(id: string, reason: string | null = null): Promise<boolean> {
    const ended = await this.database.write((session) =>
      session.run(
        `UPDATE "sweep" SET "state" = 'cancelled', "liveKey" = NULL, "deadlineAtMs" = NULL, "failureMessage" = ?
       WHERE "id" = ? AND "state" IN ('expanding', 'expanded')`,
        [reason, id],
      ),
    );
    await this.endRuns(id);
    return ended === 1;
  }

  /**
   * Runs what failed again; what succeeded stays.
   * @returns how many points have a new run.
   */
  async retryFailed(id: string, deadlineAtMs: number): Promise<number> {
    let retried = 0;
    for (let last = -1; ;) {
      const after = last;
      const failed = await this.database.write((session) => retrySome(session, id, after, deadlineAtMs));
      if (failed.length === 0) return retried;
      retried += failed.length;
      last = elementAt(failed, failed.length - 1);
    }
  }

  /** Sweeps beyond their limit of time that still have something to do; the others among them are let go. */
  async overdue(nowMs: number): Promise<{ readonly id: string }[]> {
    const late = await this.database.read.rows<{ id: string; live: number }>(
      `SELECT s."id", CASE WHEN s."state" = 'expanding' OR EXISTS (
         SELECT 1 FROM "sweep_run" m JOIN "job" j ON j."runId" = m."runId" WHERE m."sweepId" = s."id") THEN 1 ELSE 0 END AS "live"
       FROM "sweep" s WHERE s."state" IN ('expanding', 'expanded') AND s."deadlineAtMs" < ?`,
      [nowMs],
    );
    const over = late.filter(({ live }) => Number(live) === 0).map(({ id }) => id);
    if (over.length > 0) {
      await this.database.write((session) =>
        session.run(`UPDATE "sweep" SET "deadlineAtMs" = NULL WHERE "id" IN (${listOf(over.length)})`, over),
      );
    }
    return late.filter(({ live }) => Number(live) === 1);
  }

  private async endRuns(id: string): Promise<void> {
    while ((await this.database.write((session) => cancelSome(session, id))) > 0);
  }
}

/** Of jobs: behind 0, the priority of a single experiment. */
const SWEEP_PRIORITY = 1;

async function cancelSome(session: Session, sweepId: string): Promise<number> {
  const rows = await session.rows<{ runId: string }>(
    `SELECT j."runId" FROM "job" j WHERE j."runId" IN (SELECT m."runId" FROM "sweep_run" m WHERE m."sweepId" = ?)
       AND EXISTS (SELECT 1 FROM "sweep_run" o WHERE o."runId" = j."runId" AND o."own" = 1)
       AND NOT EXISTS (SELECT 1 FROM "sweep_run" o JOIN "sweep" s ON s."id" = o."sweepId" WHERE o."runId" = j."runId" AND s."state" IN ('expanding', 'expanded'))
     LIMIT ?`,
    [sweepId, BATCH],
  );
  return rows.length === 0
    ? 0
    : cancelWithin(
        session,
        rows.map(({ runId }) => runId),
      );
}

interface FailedPoint {
  readonly position: number;
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
  readonly engineVersion: string;
  readonly document: string;
}

/** @returns the positions that were given a new run, in order. */
async function retrySome(
  session: Session,
  sweepId: string,
  after: number,
  deadlineAtMs: number,
): Promise<number[]> {
  const open = await session.run(
    `UPDATE "sweep" SET "deadlineAtMs" = ? WHERE "id" = ? AND "state" IN ('expanding', 'expanded')`,
    [deadlineAtMs, sweepId],
  );
  if (open === 0) return [];
  const failed = await session.rows<FailedPoint>(
    `SELECT m."position", r."tenant", e."id", e."name", e."engineVersion", e."document" FROM "sweep_run" m JOIN "run" r ON r."id" = m."runId"
     JOIN "experiment" e ON e."id" = r."experimentId" WHERE m."sweepId" = ? AND m."position" > ? AND r."state" = 'failed' ORDER BY m."position" LIMIT ?`,
    [sweepId, after, BATCH],
  );
  const submissions = await submitWithin(
    session,
    failed.map(({ tenant, position: _position, ...experiment }) => ({
      tenant,
      experiment,
      priority: SWEEP_PRIORITY,
    })),
  );
  for (const [index, { run, created }] of submissions.entries()) {
    await session.run(
      `UPDATE "sweep_run" SET "runId" = ?, "own" = ? WHERE "sweepId" = ? AND "position" = ?`,
      [run.id, created ? 1 : 0, sweepId, elementAt(failed, index).position],
    );
  }
  return failed.map(({ position }) => position);
}
