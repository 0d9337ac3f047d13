/** The end of a load: how much may be left of it, and how long the runners may take for that. */
import { type Storage } from '@railyard/jobs';
import { only } from './only.js';
import { allEnded } from './reliability.js';

/**
 * Runs that may wait or run during a load: clients are refused more, as those of any full service are, so
 * that the runners are done soon after the clients. They are never idle meanwhile: so many take longer than
 * the half minute that a refused client waits.
 */
export const MOST_LIVE_RUNS = 2000;
/** How often the time that the runners would need at the pace of the load they get for the rest. */
const PATIENCE = 4;

/** Waits for what is left after a load of so many seconds. */
export async function drained(storage: Storage, loadS: number): Promise<void> {
  const { waiting, running } = await storage.records.outbox.counts();
  const { ended } = only(
    await storage.database.read.rows<{ ended: number }>(
      `SELECT count(*) AS "ended" FROM "run" WHERE "finishedAtMs" IS NOT NULL`,
    ),
  );
  const restS = (loadS * (waiting + running)) / Math.max(1, ended);
  await allEnded(storage, [], 60_000 + 1000 * PATIENCE * restS);
}
