/** The numbered history of a run. Each change of a run and its event are written by one statement pair in one transaction. */
import { type Reader, type Session, type SqlValue, rowsOf } from '../database/session.js';
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

/** Sets columns of a run (never its id) and appends the event that says so. */
export async function changeRun(
  session: Session,
  runId: string,
  columns: Readonly<Record<string, SqlValue>>,
  event: { readonly type: RunEventType; readonly atMs: number; readonly data: Readonly<Record<string, unknown>> },
): Promise<void> {
  const assignments = Object.keys(columns).map((column) => `"${column}" = ?`);
  const [row] = await session.rows<{ lastEvent: number }>(
    `UPDATE "run" SET ${[...assignments, '"lastEvent" = "lastEvent" + 1'].join(', ')} WHERE "id" = ? RETURNING "lastEvent"`,
    [...Object.values(columns), runId],
  );
  await insertEvents(session, [{ runId, number: row.lastEvent, ...event }]);
}

export async function insertEvents(session: Session, events: readonly RunEvent[]): Promise<void> {
  if (events.length === 0) return;
  await session.run(`INSERT INTO "run_event" ("runId", "number", "type", "atMs", "data") VALUES ${rowsOf(events.length, 5)}`,
    events.flatMap(({ runId, number, type, atMs, data }) => [runId, number, type, atMs, JSON.stringify(data)]));
}

/** Events of a run after a number, in order. */
export async function eventsAfter(reader: Reader, runId: string, after: number, limit: number): Promise<RunEvent[]> {
  const rows = await reader.rows<EventRow>(
    `SELECT "runId", "number", "type", "atMs", "data" FROM "run_event" WHERE "runId" = ? AND "number" > ? ORDER BY "number" LIMIT ?`,
    [runId, after, limit],
  );
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }));
}

/** The latest event number of each of the runs. */
export async function latestNumbers(reader: Reader, runIds: readonly string[]): Promise<Map<string, number>> {
  const marks = runIds.map(() => '?').join(', ');
  const rows = await reader.rows<{ id: string; lastEvent: number }>(`SELECT "id", "lastEvent" FROM "run" WHERE "id" IN (${marks})`, runIds);
  return new Map(rows.map(({ id, lastEvent }) => [id, lastEvent]));
}
