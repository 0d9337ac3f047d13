/**
 * Opens the database that the settings name, brings its schema up to date, and refuses what it must not
 * touch.
 */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../../../migrations/index.js';
import { POSTGRES_ENTITIES, SQLITE_ENTITIES } from '../entities/index.js';
import { type Database } from './database.js';
import { RefusedDatabaseError, isDiskFull } from './errors.js';
import { APPLICATION_ID, assertSound, guardDatabaseFile } from './file-guard.js';
import { PostgresDatabase } from './postgres-database.js';
import { SqliteDriver } from './sqlite-driver.js';
import { SqliteDatabase, handleOf } from './sqlite-database.js';

export const DEFAULT_DATABASE_FILE = '.railyard/railyard.db';

export interface DatabaseOptions {
  /** `postgres://…`; an SQLite file is used when absent. */
  readonly url?: string;
  /** Path of the SQLite file; `DEFAULT_DATABASE_FILE`, with its folder made, when absent. */
  readonly file?: string;
  /** Connections of the PostgreSQL pool. */
  readonly poolSize?: number;
}

const BUSY_TIMEOUT_MS = 5000;
/** SQLite's number of the mode. */
const INCREMENTAL = 2;
const MIGRATION_ATTEMPTS = 20;
/** Key of the advisory lock under which one of several starting processes migrates. */
const MIGRATION_LOCK = 1381585476;

/**
 * @throws RefusedDatabaseError when the database is damaged, foreign, newer than this program or not
 * writable.
 */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  return options.url === undefined
    ? openSqlite(options.file)
    : openPostgres(options.url, options.poolSize ?? 10);
}

/** What TypeORM needs to know; the reader neither migrates nor writes. */
export function sqliteOptions(file: string, role: 'writer' | 'reader'): DataSourceOptions {
  return {
    type: 'better-sqlite3',
    driver: SqliteDriver,
    database: file,
    entities: SQLITE_ENTITIES,
    migrations: role === 'writer' ? MIGRATIONS : [],
    enableWAL: role === 'writer',
    timeout: BUSY_TIMEOUT_MS,
    statementCacheSize: 200,
    prepareDatabase: (handle: Sqlite.Database) => {
      handle.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      if (role === 'writer') giveBackPages(handle);
      // A result that was acknowledged survives power loss.
      handle.pragma('synchronous = FULL');
      if (role === 'reader') handle.pragma('query_only = ON');
    },
  };
}

/**
 * Of a file that is made now, and of one that is compacted: what is deleted gives its pages back. SQLite
 * writes the mode even where it is set already, which a full disk would refuse.
 */
function giveBackPages(handle: Sqlite.Database): void {
  if (handle.pragma('auto_vacuum', { simple: true }) !== INCREMENTAL)
    handle.pragma('auto_vacuum = INCREMENTAL');
}

export function postgresOptions(url: string, poolSize: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities: POSTGRES_ENTITIES,
    migrations: MIGRATIONS,
    parseInt8: true,
    poolSize,
  };
}

async function openSqlite(path?: string): Promise<Database> {
  const file = resolve(path ?? DEFAULT_DATABASE_FILE);
  if (path === undefined) makeFolder(dirname(file));
  guardDatabaseFile(file, migrationNames());
  try {
    return await openGuarded(file);
  } catch (error) {
    if (isDiskFull(error)) throw new RefusedDatabaseError(`The disk of the database ${file} is full.`);
    throw error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code = 'unknown cause' } = error as NodeJS.ErrnoException;
    throw new RefusedDatabaseError(
      `The folder ${folder} of the database cannot be made (${code}). Use a folder that may be written to.`,
    );
  }
}

async function openGuarded(file: string): Promise<Database> {
  const writer = await new DataSource(sqliteOptions(file, 'writer')).initialize();
  try {
    const handle = handleOf(writer);
    assertSound(handle);
    // Nothing is written to a file that is as it should be: a service may start on a full disk.
    if (handle.pragma('application_id', { simple: true }) !== APPLICATION_ID)
      handle.pragma(`application_id = ${APPLICATION_ID}`);
    await migrateBesideOthers(writer);
    return new SqliteDatabase(writer, await new DataSource(sqliteOptions(file, 'reader')).initialize());
  } catch (error) {
    await writer.destroy();
    throw error;
  }
}

/** Another process may migrate the same new file at this moment; the slower one finds nothing left to do. */
async function migrateBesideOthers(source: DataSource): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await source.runMigrations();
      return;
    } catch (error) {
      if (attempt === MIGRATION_ATTEMPTS) throw error;
      await delay(100);
    }
  }
}

async function openPostgres(url: string, poolSize: number): Promise<Database> {
  const source = await new DataSource(postgresOptions(url, poolSize)).initialize().catch((error: Error) => {
    throw new RefusedDatabaseError(`PostgreSQL cannot be used: ${reasonOf(error)}. Check DATABASE_URL.`);
  });
  try {
    const lock = source.createQueryRunner();
    try {
      await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await refuseNewerSchema(source);
      await source.runMigrations();
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await lock.release();
    }
    return new PostgresDatabase(source);
  } catch (error) {
    await source.destroy();
    throw error;
  }
}

/**
 * One line; never the address, which holds a password. Node gives several attempts at one name together,
 * without words of their own.
 */
function reasonOf(error: Error): string {
  const { message } = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  return message.split('\n', 1).join('');
}

async function refuseNewerSchema(source: DataSource): Promise<void> {
  const [migrations] = await source.query<{ present: string | null }[]>(
    `SELECT to_regclass('migrations')::text AS present`,
  );
  if (migrations === undefined || migrations.present === null) return;
  const rows = await source.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  const known = migrationNames();
  const unknown = rows.find(({ name }) => !known.includes(name));
  if (unknown !== undefined) {
    throw new RefusedDatabaseError(
      `The database was written by a newer Railyard (migration ${unknown.name}); this one cannot use it.`,
    );
  }
}

function migrationNames(): string[] {
  return MIGRATIONS.map((Migration) => new Migration().name);
}
