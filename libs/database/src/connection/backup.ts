/** Copies of the SQLite file that are whole although others write meanwhile. PostgreSQL has its own tools. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { MIGRATIONS } from '../../../../migrations/index.js';
import { RefusedDatabaseError } from './errors.js';
import { guardDatabaseFile } from './file-guard.js';
import { SqliteDriver } from './sqlite-driver.js';

const known = (): string[] => MIGRATIONS.map((Migration) => new Migration().name);

/**
 * Writes a snapshot of the database in `file` to `target`, which must not exist.
 * @throws RefusedDatabaseError when either is not what it must be.
 */
export async function backupDatabase(file: string, target: string): Promise<void> {
  if (!existsSync(file)) throw new RefusedDatabaseError(`The database ${file} does not exist.`);
  guardDatabaseFile(file, known());
  await copy(file, target);
}

/**
 * Puts a backup in the place of `file`, which must not exist: nothing is overwritten.
 * @throws RefusedDatabaseError when the backup is damaged, foreign or newer, or `file` is there.
 */
export async function restoreDatabase(backup: string, file: string): Promise<void> {
  if (!existsSync(backup)) throw new RefusedDatabaseError(`The backup ${backup} does not exist.`);
  guardDatabaseFile(backup, known());
  await copy(backup, file);
}

/** The copy gets its name only when it is whole and was read back. */
async function copy(from: string, to: string): Promise<void> {
  if (existsSync(to)) throw new RefusedDatabaseError(`${to} exists already; move it away first.`);
  if (!existsSync(dirname(resolve(to))))
    throw new RefusedDatabaseError(`The folder of ${to} does not exist.`);
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { force: true });
  const source = new SqliteDriver(from, { fileMustExist: true, timeout: 5000 });
  try {
    await source.backup(unfinished);
  } finally {
    source.close();
  }
  guardDatabaseFile(unfinished, known());
  renameSync(unfinished, to);
}
