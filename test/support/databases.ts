/** Runs a suite on both databases: on a new SQLite file, and on PostgreSQL where there is one. */
import { join } from 'node:path';
import { type Database, type DatabaseOptions, openDatabase } from '@railyard/database';
import { temporaryFolder } from './harness.js';
import { postgresAvailable, postgresForTests } from './postgres.js';

interface Backing {
  readonly database: DatabaseOptions;
  remove(): Promise<void> | void;
}

/** Every table, rows that refer to others first. */
const TABLES = [
  'sweep_run',
  'sweep',
  'run_event',
  'job',
  'run',
  'artifact',
  'experiment',
  'definition',
  'idempotency_key',
  'api_key',
  'write_probe',
  'run_total',
];

/** @param suite defines the tests; each finds an empty database. */
export function onBothDatabases(subject: string, suite: (database: () => Database) => void): void {
  describe(`${subject} on SQLite`, () => onDatabase(sqliteForTests, suite));
  (postgresAvailable() ? describe : describe.skip)(`${subject} on PostgreSQL`, () =>
    onDatabase(postgresForTests, suite),
  );
}

function onDatabase(open: () => Promise<Backing>, suite: (database: () => Database) => void): void {
  let backing: Backing;
  let database: Database;

  beforeAll(async () => {
    backing = await open();
    database = await openDatabase(backing.database);
  }, 60_000);

  beforeEach(() =>
    database.write(async (session) => {
      for (const table of TABLES) await session.run(`DELETE FROM "${table}"`);
    }),
  );

  afterAll(async () => {
    await database.close();
    await backing.remove();
  });

  suite(() => database);
}

async function sqliteForTests(): Promise<Backing> {
  const folder = temporaryFolder();
  return { database: { file: join(folder.path, 'a.db') }, remove: () => folder.remove() };
}
