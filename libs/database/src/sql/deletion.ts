/**
 * Deletes what has ended, and with it what nothing names any more: an experiment and its result stay while
 * one run names them.
 */
import { type Session, listOf } from '../connection/index.js';

/** Runs of one transaction. */
const BATCH = 500;

/** Free pages of an SQLite file that a batch gives back to the disk (16 MB); the next one goes on. */
const PAGES = 4000;

export interface DeletedPart {
  readonly runs: number;
  /** The sweep is gone too. */
  readonly isWhole: boolean;
}

const HAS_ENDED = `"state" IN ('succeeded', 'failed', 'cancelled')`;
const IS_A_POINT = `EXISTS (SELECT 1 FROM "sweep_run" m WHERE m."runId" = "run"."id")`;

/**
 * @param runIds of runs that have ended and that no sweep names; others stay.
 * @returns how many.
 */
export async function deleteRuns(session: Session, runIds: readonly string[]): Promise<number> {
  if (runIds.length === 0) return 0;
  const deleted = await session.rows<{ experimentId: string }>(
    `DELETE FROM "run" WHERE "id" IN (${listOf(runIds.length)}) AND ${HAS_ENDED} AND NOT ${IS_A_POINT} ` +
      `RETURNING "experimentId"`,
    runIds,
  );
  const experiments = [...new Set(deleted.map(({ experimentId }) => experimentId))];
  if (experiments.length > 0)
    await session.run(
      `DELETE FROM "experiment" WHERE "id" IN (${listOf(experiments.length)}) AND NOT EXISTS (
         SELECT 1 FROM "run" r WHERE r."experimentId" = "experiment"."id")`,
      experiments,
    );
  session.giveBack(PAGES);
  return deleted.length;
}

/** Whether a run is a point of some sweep. */
export async function isPoint(session: Session, runId: string): Promise<boolean> {
  const rows = await session.rows(`SELECT 1 FROM "sweep_run" WHERE "runId" = ? LIMIT 1`, [runId]);
  return rows.length > 0;
}

/**
 * Deletes the last points of a sweep that has ended, and those of their runs that were made for it and stand
 * in no other; the sweep itself with its first point. A run that another sweep names becomes that one's own.
 * @returns how many runs, and whether the sweep is gone.
 */
export async function deleteSomeOfSweep(session: Session, sweepId: string): Promise<DeletedPart> {
  const points = await session.rows<{ position: number; runId: string; own: number }>(
    `SELECT "position", "runId", "own" FROM "sweep_run" WHERE "sweepId" = ? ORDER BY "position" DESC LIMIT ?`,
    [sweepId, BATCH],
  );
  const first = points.at(-1);
  if (first !== undefined)
    await session.run(`DELETE FROM "sweep_run" WHERE "sweepId" = ? AND "position" >= ?`, [
      sweepId,
      first.position,
    ]);
  const own = [...new Set(points.filter((point) => point.own === 1).map(({ runId }) => runId))];
  if (own.length > 0)
    await session.run(`UPDATE "sweep_run" SET "own" = 1 WHERE "runId" IN (${listOf(own.length)})`, own);
  const runs = await deleteRuns(session, own);
  const isWhole = points.length < BATCH;
  if (isWhole) await session.run(`DELETE FROM "sweep" WHERE "id" = ?`, [sweepId]);
  return { runs, isWhole };
}

/** The oldest sweep whose every run ended before a time; undefined when there is none. */
export async function endedSweep(session: Session, beforeMs: number): Promise<string | undefined> {
  const [sweep] = await session.rows<{ id: string }>(
    `SELECT s."id" FROM "sweep" s WHERE s."createdAtMs" < ? AND s."state" <> 'expanding' AND NOT EXISTS (
       SELECT 1 FROM "sweep_run" m JOIN "run" r ON r."id" = m."runId" WHERE m."sweepId" = s."id"
         AND (r."finishedAtMs" IS NULL OR r."finishedAtMs" >= ?)) ORDER BY s."createdAtMs" LIMIT 1`,
    [beforeMs, beforeMs],
  );
  return sweep?.id;
}

/** Deletes some of the runs that ended before a time and are no point of a sweep. @returns how many. */
export async function deleteSomeEnded(session: Session, beforeMs: number): Promise<number> {
  const rows = await session.rows<{ id: string }>(
    `SELECT "id" FROM "run" WHERE "finishedAtMs" < ? AND NOT ${IS_A_POINT} LIMIT ?`,
    [beforeMs, BATCH],
  );
  return deleteRuns(
    session,
    rows.map(({ id }) => id),
  );
}
