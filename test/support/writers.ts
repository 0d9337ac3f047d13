/** RELIABILITY R11: the service and two runners write one SQLite file at the same time. */
import { type Storage } from '@railyard/jobs';
import { MOST_LIVE_RUNS, drained } from './drain.js';
import { type LoadFigures, type LoadOptions, loadFor } from './load.js';
import { type Verdict, Yard, judge, undisturbed } from './reliability.js';
import { integrityOf } from './row-hashes.js';
import { WatchedProcesses } from './watched-processes.js';

export interface WriterFigures extends LoadFigures, Verdict {
  /** Lines of any log that speak of a locked database. */
  readonly busyInLogs: number;
  readonly integrity: string;
  /** From the end of the load to the end of its last run. */
  readonly drainS: number;
  /** Of the runners and the service, after SIGTERM. */
  readonly exits: readonly (number | null)[];
  /** Where the logs are. */
  readonly logs: string;
}

/** Results whose bytes are compared with an undisturbed computation. */
const COMPARED = 50;
export async function writeTogether({
  seconds,
  clients,
  seed,
}: {
  readonly seconds: number;
  readonly clients: number;
  readonly seed: number;
}): Promise<WriterFigures> {
  const yard = await Yard.open();
  const watched = new WatchedProcesses();
  const settings = { ...yard.settings, RAILYARD_THREADS: 1, RAILYARD_MAX_LIVE_RUNS: MOST_LIVE_RUNS };
  const processes = await Promise.all([
    watched.start('api', settings),
    watched.start('runner', settings),
    watched.start('runner', settings),
  ]);
  const storage = await yard.storage();
  const load = { url: processes[0].url, clients, seconds, seed };
  const figures = await watched.during(workOf(storage, load));
  const logs = processes.map((one) => one.log()).join('\n');
  const busyInLogs = logs.split('\n').filter((line) => /SQLITE_BUSY|database is locked/.test(line)).length;
  const exits: (number | null)[] = [];
  for (const one of processes.reverse()) exits.push((await one.end('SIGTERM')).code);
  await storage.close();
  await yard.close();
  return { ...figures, busyInLogs, exits, logs: watched.folder };
}

/** The load to its end, the runs to theirs, and what became of them. */
async function workOf(
  storage: Storage,
  load: Pick<LoadOptions, 'url' | 'clients' | 'seconds' | 'seed'>,
): Promise<Omit<WriterFigures, 'busyInLogs' | 'exits' | 'logs'>> {
  const { accepted, ...figures } = await loadFor({
    ...load,
    thinkMs: 20,
    newShare: 0.3,
    edits: true,
    meetsQuota: true,
  });
  const loadEndMs = performance.now();
  await drained(storage, load.seconds);
  const drainS = Number(((performance.now() - loadEndMs) / 1000).toFixed(1));
  const verdict = await judge(storage, accepted, await expectedOf(storage, accepted));
  const integrity = await integrityOf(storage.database);
  return { ...figures, ...verdict, drainS, integrity };
}

/** Hashes of the first so many computed again, of the others as they are stored. */
async function expectedOf(storage: Storage, ids: readonly string[]): Promise<Map<number, string>> {
  const runs = await storage.database.read.rows<{ id: string; name: string; resultSha256: string }>(
    'SELECT "id", "name", "resultSha256" FROM "run"',
  );
  const wanted = new Set(ids);
  const stored = new Map(
    runs
      .filter(({ id }) => wanted.has(id))
      .map(({ name, resultSha256 }) => [Number(name.replace('seed-', '')), resultSha256]),
  );
  return new Map([...stored, ...(await undisturbed([...stored.keys()].slice(0, COMPARED)))]);
}
