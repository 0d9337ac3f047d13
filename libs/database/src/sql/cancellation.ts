/** Ends runs that have not ended: the job row decides, since deleting it ends the run. */
import { type Session, listOf } from '../connection/index.js';
import { changeRuns } from './run-events.js';

/**
 * Cancels those of the runs that have not ended, within a transaction that its caller has open. Whoever
 * computes one loses the lease with the job row, so that no late result can overwrite this.
 * @returns how many.
 */
export async function cancelRuns(session: Session, runIds: readonly string[]): Promise<number> {
  if (runIds.length === 0) return 0;
  const jobs = await session.rows<{ runId: string }>(
    `DELETE FROM "job" WHERE "runId" IN (${listOf(runIds.length)}) RETURNING "runId"`,
    runIds,
  );
  const atMs = Date.now();
  await changeRuns(
    session,
    jobs.map(({ runId }) => runId),
    { state: 'cancelled', liveKey: null, finishedAtMs: atMs },
    { type: 'cancelled', atMs, dataOf: () => ({ state: 'cancelled' }) },
  );
  return jobs.length;
}
