/**
 * The numbered history of a run. Each change of runs and its events are written by one statement pair in one
 * transaction.
 */
import { type Reader, type Session, type SqlValue, listOf, rowsOf } from '../connection/index.js';
import { type RunEventType } from '../entities/index.js';

export interface RunEvent {
  readonly runId: string;
  /** 1, 2, 3, … without gaps. */
  readonly number: number;
  readonly type: RunEventType;
  readonly atMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export const TERMINAL_EVENTS: readonly RunEventType[] = ['succeeded', 'failed', 'cancelled'];

type EventRow = Omit<RunEvent, 'data'> & { readonly data: string };

/** What an event of several runs says: the same of all, but for its data. */
export interface SharedEvent {
  readonly type: RunEventType;
  readonly atMs: number;
  readonly dataOf: (runId: string) => Readonly<Record<string, unknown>>;
}

/** Sets columns of runs (never their ids) and appends the event that says so to each. */
export async function changeRuns(
  session: Session,
  runIds: readonly string[],
  columns: Readonly<Record<string, SqlValue>>,
  event: SharedEvent,
): Promise<void> {
  if (runIds.length === 0) return;
  const assignments = Object.keys(columns).map((column) => `"${column}" = ?`);
  const rows = await session.rows<ChangedRun>(
    `UPDATE "run" SET ${[...assignments, '"lastEvent" = "lastEvent" + 1'].join(', ')} WHERE "id" ` +
      `IN (${listOf(runIds.length)}) RETURNING "id", "lastEvent"`,
    [...Object.values(columns), ...runIds],
  );
  await appendEvent(session, rows, event);
}

/** A run whose change counted an event. */
export interface ChangedRun {
  readonly id: string;
  readonly lastEvent: number;
}

export function appendEvent(
  session: Session,
  runs: readonly ChangedRun[],
  { type, atMs, dataOf }: SharedEvent,
): Promise<void> {
  return insertEvents(
    session,
    runs.map(({ id, lastEvent }) => ({ runId: id, number: lastEvent, type, atMs, data: dataOf(id) })),
  );
}

export async function insertEvents(session: Session, events: readonly RunEvent[]): Promise<void> {
  if (events.length === 0) return;
  await session.run(
    `INSERT INTO "run_event" ("runId", "number", "type", "atMs", "data") VALUES ${rowsOf(events.length, 5)}`,
    events.flatMap(({ runId, number, type, atMs, data }) => [
      runId,
      number,
      type,
      atMs,
      JSON.stringify(data),
    ]),
  );
}

/** Events of a run after a number, in order. */
export async function eventsAfter(
  reader: Reader,
  runId: string,
  after: number,
  limit: number,
): Promise<RunEvent[]> {
  const rows = await reader.rows<EventRow>(
    `SELECT "runId", "number", "type", "atMs", "data" FROM "run_event" WHERE "runId" = ? AND ` +
      `"number" > ? ORDER BY "number" LIMIT ?`,
    [runId, after, limit],
  );
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }));
}

/** The latest event number of each of the runs. */
export async function latestNumbers(reader: Reader, runIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await reader.rows<ChangedRun>(
    `SELECT "id", "lastEvent" FROM "run" WHERE "id" IN (${listOf(runIds.length)})`,
    runIds,
  );
  return new Map(rows.map(({ id, lastEvent }) => [id, lastEvent]));
}
