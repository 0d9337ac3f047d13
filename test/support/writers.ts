/** RELIABILITY R11: the service and two runners write one SQLite file at the same time. */
import { type Storage } from '@railyard/jobs';
import { type LoadFigures, loadFor } from './load.js';
import { start } from './processes.js';
import { type Verdict, Yard, allEnded, judge, undisturbed } from './reliability.js';
import { integrityOf } from './row-hashes.js';

export interface WriterFigures extends LoadFigures, Verdict {
  /** Lines of any log that speak of a locked database. */
  readonly busyInLogs: number;
  readonly integrity: string;
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
  const settings = { ...yard.settings, RAILYARD_THREADS: 1 };
  const processes = await Promise.all([
    start('api', settings),
    start('runner', settings),
    start('runner', settings),
  ]);
  const storage = await yard.storage();
  const { accepted, ...load } = await loadFor({
    url: processes[0].url,
    clients,
    seconds,
    seed,
    thinkMs: 20,
    newShare: 0.3,
    edits: true,
  });
  await allEnded(storage, accepted, 600_000);
  const verdict = await judge(storage, accepted, await expectedOf(storage, accepted));
  const integrity = await integrityOf(storage.database);
  const busyInLogs = processes
    .flatMap((one) => one.log().split('\n'))
    .filter((line) => /SQLITE_BUSY|database is locked/.test(line)).length;
  for (const one of processes.reverse()) await one.end('SIGTERM');
  await storage.close();
  await yard.close();
  return { ...load, ...verdict, busyInLogs, integrity };
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
