/** What a database holds, in a form that can be compared: rows and one hash of them for each table. */
import { createHash } from 'node:crypto';
import { type Database } from '@railyard/database';
import { only } from './only.js';

export interface TableHash {
  readonly rows: number;
  readonly sha256: string;
}

type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

const plain = (value: unknown): unknown => (Buffer.isBuffer(value) ? value.toString('base64') : value);

/**
 * The order of rows and of columns counts for nothing, nor does a column that is empty: a later schema may
 * have added it.
 * @param columns of each table that count; all where it is absent.
 */
export async function rowHashes(
  query: Query,
  tables: readonly string[],
  columns?: Readonly<Record<string, readonly string[]>>,
): Promise<Record<string, TableHash>> {
  const hashes: Record<string, TableHash> = {};
  for (const table of tables) {
    const lines = (await query(`SELECT * FROM "${table}"`)).map((row) =>
      JSON.stringify(
        Object.keys(row)
          .filter((column) => row[column] !== null && columns?.[table]?.includes(column) !== false)
          .sort((a, b) => (a < b ? -1 : 1))
          .map((column) => [column, plain(row[column])]),
      ),
    );
    hashes[table] = {
      rows: lines.length,
      sha256: createHash('sha256')
        .update(lines.sort((a, b) => (a < b ? -1 : 1)).join('\n'))
        .digest('hex'),
    };
  }
  return hashes;
}

/** SQLite's verdict on its own file: `ok`, or what is wrong. */
export async function integrityOf({ read }: Database): Promise<string> {
  return only(await read.rows<{ integrity_check: string }>('PRAGMA integrity_check')).integrity_check;
}
