/** Runs of a sweep's points: accepted, retried and cancelled in batches. */
import { elementAt } from '@railyard/base';
import { type Session, type SqlValue, rowsOf } from '../connection/index.js';
import { cancelRuns } from './cancellation.js';
import { liveJobsOf } from './outbox.js';
import { type NewRun, submitWithin } from './submissions.js';

/** A point of a sweep, and what is to be run for it. */
export interface SweepPointRun {
  /** JSON: dotted path to value. */
  readonly parameters: string;
  readonly experiment: NewRun['experiment'];
}

/** The next points of a sweep, in the order of its document. */
export interface SweepBatch {
  /** Points that were accepted before. */
  readonly from: number;
  /** JSON: what the expansion found. */
  readonly plan: string;
  readonly points: readonly SweepPointRun[];
  readonly isLast: boolean;
  /** Runs that the tenant may have waiting and running. */
  readonly maxLiveRuns: number;
}

/** More runs would wait than the tenant may have waiting; nothing was accepted. */
export class OverQuotaError extends Error {
  override readonly name = 'OverQuotaError';
}

/** Runs of a sweep that one transaction ends or retries. */
const BATCH = 500;

/** Of jobs: behind 0, the priority of a single experiment. */
const SWEEP_PRIORITY = 1;

/**
 * Accepts the next points if exactly `from` were accepted before; otherwise another process was faster. The
 * last batch ends the expansion.
 * @returns how many are accepted now; null when the sweep accepts no more.
 * @throws OverQuotaError
 */
export async function extendSweep(session: Session, id: string, batch: SweepBatch): Promise<number | null> {
  const { from, plan, points, isLast } = batch;
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
  if (points.length > 0) await acceptPoints(session, id, sweep.tenant, batch);
  return expanded;
}

async function acceptPoints(
  session: Session,
  id: string,
  tenant: string,
  { from, points, maxLiveRuns }: SweepBatch,
): Promise<void> {
  // A single experiment goes before what is left of a sweep.
  const submissions = await submitWithin(
    session,
    points.map(({ experiment }) => ({ tenant, experiment, priority: SWEEP_PRIORITY })),
  );
  const waits = submissions.some(({ run, created }) => created && run.state === 'queued');
  if (waits && (await liveJobsOf(session, tenant)) > maxLiveRuns) throw new OverQuotaError();
  await session.run(
    `INSERT INTO "sweep_run" ("sweepId", "position", "runId", "own", "parameters") VALUES ` +
      `${rowsOf(points.length, 5)}`,
    points.flatMap(({ parameters }, index): SqlValue[] => {
      const { run, created } = elementAt(submissions, index);
      return [id, from + index, run.id, created ? 1 : 0, parameters];
    }),
  );
}

/**
 * Cancels some of the runs that were made for the sweep, unless another sweep that lives wants them.
 * @returns how many; 0 when none are left.
 */
export async function cancelSome(session: Session, sweepId: string): Promise<number> {
  const rows = await session.rows<{ runId: string }>(
    `SELECT j."runId" FROM "job" j
     WHERE j."runId" IN (SELECT m."runId" FROM "sweep_run" m WHERE m."sweepId" = ?)
       AND EXISTS (SELECT 1 FROM "sweep_run" o WHERE o."runId" = j."runId" AND o."own" = 1)
       AND NOT EXISTS (SELECT 1 FROM "sweep_run" o JOIN "sweep" s ON s."id" = o."sweepId"
         WHERE o."runId" = j."runId" AND s."state" IN ('expanding', 'expanded'))
     LIMIT ?`,
    [sweepId, BATCH],
  );
  return cancelRuns(
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

/**
 * Gives some of the points after a position whose runs failed a new run, and the sweep its time again.
 * @returns the positions, in order; none when the sweep has ended or no run is left that failed.
 */
export async function retrySome(
  session: Session,
  sweepId: string,
  after: number,
  limitMs: number,
): Promise<number[]> {
  const open = await session.run(
    `UPDATE "sweep" SET "remainingMs" = ? WHERE "id" = ? AND "state" IN ('expanding', 'expanded')`,
    [limitMs, sweepId],
  );
  if (open === 0) return [];
  const failed = await session.rows<FailedPoint>(
    `SELECT m."position", r."tenant", e."id", e."name", e."engineVersion", e."document"
     FROM "sweep_run" m JOIN "run" r ON r."id" = m."runId" JOIN "experiment" e ON e."id" = r."experimentId"
     WHERE m."sweepId" = ? AND m."position" > ? AND r."state" = 'failed' ORDER BY m."position" LIMIT ?`,
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
  for (const [index, { position }] of failed.entries()) {
    const { run, created } = elementAt(submissions, index);
    await session.run(
      `UPDATE "sweep_run" SET "runId" = ?, "own" = ? WHERE "sweepId" = ? AND "position" = ?`,
      [run.id, created ? 1 : 0, sweepId, position],
    );
  }
  return failed.map(({ position }) => position);
}
