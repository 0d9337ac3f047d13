/** RELIABILITY R17: hours of ordinary load, and whether the processes grow. */
import { join } from 'node:path';
import { MOST_LIVE_RUNS, drained } from './drain.js';
import { type Load, type LoadFigures, loadFor } from './load.js';
import { type Growth, MemorySamples } from './memory-samples.js';
import { only } from './only.js';
import { Yard } from './reliability.js';
import { WatchedProcesses } from './watched-processes.js';

export interface EnduranceFigures extends LoadFigures {
  readonly minutes: number;
  readonly runs: number;
  readonly api: Growth;
  readonly runner: Growth;
  /** Lines of the logs that speak of an error, and how many of something that was tried again. */
  readonly errors: readonly string[];
  readonly warnings: number;
  /** Where the logs and every sample of the memory are. */
  readonly logs: string;
}

/** Caches fill and the compiler settles first. */
const WARM_UP_SHARE = 0.25;
const MOST_WARM_UP_S = 1800;

export async function endure({
  minutes,
  submitters,
  seed,
}: {
  readonly minutes: number;
  readonly submitters: number;
  readonly seed: number;
}): Promise<EnduranceFigures> {
  const yard = await Yard.open();
  const watched = new WatchedProcesses();
  const [api, runner] = await Promise.all([
    watched.start('api', {
      ...yard.settings,
      RAILYARD_REQUESTS_PER_MINUTE: 10_000_000,
      RAILYARD_MAX_LIVE_RUNS: MOST_LIVE_RUNS,
    }),
    watched.start('runner', { ...yard.settings, RAILYARD_THREADS: 1 }),
  ]);
  const storage = await yard.storage();
  const memory = new MemorySamples(join(watched.folder, 'memory.csv'), { api, runner });
  const work = async (): Promise<Load> => {
    const load = await loadFor({
      url: api.url,
      clients: submitters,
      seconds: minutes * 60,
      seed,
      thinkMs: 2000,
      newShare: 0.05,
      edits: false,
      meetsQuota: true,
    });
    memory.stop();
    await drained(storage, minutes * 60);
    return load;
  };
  const { accepted, ...load } = await watched.during(work()).finally(() => memory.stop());
  const lines = [api, runner].flatMap((one) => one.log().split('\n'));
  const errors = lines.filter((line) => /"level":[56]0/.test(line));
  const { count: runs } = only(
    await storage.database.read.rows<{ count: number }>(
      `SELECT count(*) AS "count" FROM "run" WHERE "state" = 'succeeded'`,
    ),
  );
  if (runs < accepted.length) errors.push(`${accepted.length} accepted, ${runs} succeeded`);
  await runner.end('SIGTERM');
  await api.end('SIGTERM');
  await storage.close();
  await yard.close();
  const warmS = Math.min(minutes * 60 * WARM_UP_SHARE, MOST_WARM_UP_S);
  return {
    ...load,
    minutes,
    runs,
    api: memory.growth('api', warmS),
    runner: memory.growth('runner', warmS),
    errors,
    warnings: lines.filter((line) => line.includes('"level":40')).length,
    logs: watched.folder,
  };
}
