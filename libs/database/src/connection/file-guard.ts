/**
 * Looks at an SQLite file before anything may write to it: a damaged, foreign or newer file is refused and
 * left as it is.
 */
import type Sqlite from 'better-sqlite3';
import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { RefusedDatabaseError } from './errors.js';
import { SqliteDriver } from './sqlite-driver.js';

/** `RYRD`, in the header of every file of ours. */
export const APPLICATION_ID = 0x52595244;

/** Older ones may damage a WAL file that two processes write (the WAL-reset bug of 3.7.0 to 3.51.2). */
const OLDEST_SQLITE = [3, 51, 3] as const;

const MAGIC = 'SQLite format 3\0';

/**
 * @throws RefusedDatabaseError unless the file is absent, empty, or a sound database of ours with no
 * migration unknown here.
 */
export function guardDatabaseFile(file: string, knownMigrations: readonly string[]): void {
  if (!existsSync(dirname(file)))
    throw new RefusedDatabaseError(`The folder of the database ${file} does not exist.`);
  if (!existsSync(file)) return;
  const facts = statSync(file);
  if (!facts.isFile()) throw new RefusedDatabaseError(`The database ${file} must be a file.`);
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
  } catch {
    throw new RefusedDatabaseError(`The database ${file} must be readable and writable by this user.`);
  }
  if (facts.size === 0) return;
  if (readHeader(file) !== MAGIC)
    throw new RefusedDatabaseError(`The database ${file} must be an SQLite database.`);
  inspect(file, knownMigrations);
}

function readHeader(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(MAGIC.length);
    readSync(handle, header, 0, header.length, 0);
    return header.toString('latin1');
  } finally {
    closeSync(handle);
  }
}

function inspect(file: string, knownMigrations: readonly string[]): void {
  let handle: Sqlite.Database | undefined;
  try {
    handle = new SqliteDriver(file, { fileMustExist: true, timeout: 5000 });
    if (handle.readonly) throw new RefusedDatabaseError(`The database ${file} is read-only.`);
    const check = handle.pragma('quick_check(1)', { simple: true });
    if (check !== 'ok')
      throw new RefusedDatabaseError(`The database ${file} is damaged: ${String(check).split('\n')[0]}`);
    refuseForeign(handle, file);
    refuseNewer(handle, file, knownMigrations);
  } catch (error) {
    if (error instanceof RefusedDatabaseError) throw error;
    throw new RefusedDatabaseError(`The database ${file} cannot be read: ${(error as Error).message}.`);
  } finally {
    handle?.close();
  }
}

function refuseForeign(handle: Sqlite.Database, file: string): void {
  const tables = handle.prepare(`SELECT count(*) FROM sqlite_master WHERE type = 'table'`).pluck().get();
  if (tables !== 0 && handle.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new RefusedDatabaseError(`The database ${file} belongs to another program.`);
  }
}

function refuseNewer(handle: Sqlite.Database, file: string, knownMigrations: readonly string[]): void {
  const present = handle
    .prepare(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migrations'`)
    .pluck()
    .get();
  if (present === 0) return;
  const names = handle.prepare('SELECT name FROM migrations ORDER BY id').pluck().all() as string[];
  const unknown = names.find((name) => !knownMigrations.includes(name));
  if (unknown !== undefined) {
    throw new RefusedDatabaseError(
      `The database ${file} was written by a newer Railyard (migration ${unknown}); this one cannot use it.`,
    );
  }
}

/** @throws RefusedDatabaseError when the connection is not what durability needs. */
export function assertSound(handle: Sqlite.Database): void {
  const version = String(handle.prepare('SELECT sqlite_version()').pluck().get());
  if (olderThan(version.split('.').map(Number), OLDEST_SQLITE)) {
    throw new RefusedDatabaseError(`SQLite must be ${OLDEST_SQLITE.join('.')} or newer (got ${version}).`);
  }
  const settings: readonly (readonly [string, (value: unknown) => boolean])[] = [
    ['journal_mode', (value) => value === 'wal'],
    ['foreign_keys', (value) => value === 1],
    ['busy_timeout', (value) => Number(value) >= 5000],
  ];
  for (const [name, holds] of settings) {
    const value = handle.pragma(name, { simple: true });
    if (!holds(value))
      throw new RefusedDatabaseError(`SQLite refused the setting ${name} (got ${String(value)}).`);
  }
}

function olderThan(version: readonly number[], limit: readonly number[]): boolean {
  for (const [index, least] of limit.entries()) {
    const part = version[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
