/**
 * RELIABILITY R15: the wall clocks of service and runners step an hour forward and back, over and over, while
 * they work.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { waitUntil } from './harness.js';
import { only } from './only.js';
import { start } from './processes.js';
import { type Verdict, Yard, allEnded, judge, newRunOf, seedsOf, undisturbed } from './reliability.js';

export interface ClockFigures extends Verdict {
  /** Runs that were begun more than once although nobody was killed. */
  readonly begunTwice: number;
  readonly steps: number;
  /** From the kill of a runner until everything is done. */
  readonly afterKillS: number;
}

const HALF_SECOND = 500;

/** The first half is left alone; in the second one runner is stopped and one is killed. */
export async function stepClocks(runs: number): Promise<ClockFigures> {
  const expected = await undisturbed(seedsOf(2 * runs));
  const yard = await Yard.open();
  const stepping = {
    ...yard.settings,
    RAILYARD_GRACE_S: 0,
    NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'stepping-clock.mjs')).href}`,
  };
  const startedMs = performance.now();
  const [api, first] = await Promise.all([start('api', stepping), start('runner', stepping)]);
  const storage = await yard.storage();
  const ids: string[] = [];
  for (const seed of seedsOf(runs)) {
    const { run } = await storage.records.submissions.submit(newRunOf(seed));
    ids.push(run.id);
    // Work comes in for several steps of the clocks.
    await new Promise((done) => setTimeout(done, (6 * HALF_SECOND) / runs));
  }
  await allEnded(storage, ids, 60_000);
  const { count: begunTwice } = only(
    await storage.database.read.rows<{ count: number }>(
      `SELECT count(*) AS "count" FROM (SELECT "runId" FROM "run_event" WHERE "type" = 'running' ` +
        `GROUP BY "runId" HAVING count(*) > 1) AS "again"`,
    ),
  );
  ids.push(
    ...(
      await storage.records.submissions.submitMany(
        seedsOf(2 * runs)
          .slice(runs)
          .map(newRunOf),
      )
    ).map(({ run }) => run.id),
  );
  const busy = (): Promise<void> =>
    waitUntil(async () => (await storage.records.outbox.counts()).running > 0, 'work is done');
  await busy();
  await first.end('SIGTERM');
  const second = await start('runner', stepping);
  await busy();
  await second.end('SIGKILL');
  const killedMs = performance.now();
  const third = await start('runner', stepping);
  await allEnded(storage, ids, 60_000);
  const afterKillS = (performance.now() - killedMs) / 1000;
  const verdict = await judge(storage, ids, expected);
  await third.end('SIGTERM');
  await api.end('SIGTERM');
  await storage.close();
  await yard.close();
  return {
    ...verdict,
    begunTwice,
    steps: Math.floor((performance.now() - startedMs) / HALF_SECOND),
    afterKillS,
  };
}
