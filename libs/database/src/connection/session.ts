/**
 * How records are read and written: SQL that both databases speak, with `?` for parameters and quoted
 * camel-case names.
 */
import { type EntityManager } from 'typeorm';

export type Dialect = 'sqlite' | 'postgres';

export type SqlValue = string | number | Buffer | null;

export interface Reader {
  readonly dialect: Dialect;
  readonly manager: EntityManager;
  rows<Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
}

/** Lives inside one transaction. */
export interface Session extends Reader {
  /** Number of rows that the statement touched. */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
  /** Gives free pages of an SQLite file back to the disk; a server sees to it by itself. */
  giveBack(pages: number): void;
}

/** PostgreSQL numbers its parameters. No statement of ours holds a question mark otherwise. */
export function placeholders(dialect: Dialect, sql: string): string {
  if (dialect === 'sqlite') return sql;
  let count = 0;
  return sql.replace(/\?/g, () => `$${++count}`);
}

/** `?, ?, ?` for an IN list. */
export function listOf(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

/** `(?, ?), (?, ?)` for a VALUES list of so many rows. */
export function rowsOf(rows: number, columns: number): string {
  return Array.from({ length: rows }, () => `(${listOf(columns)})`).join(', ');
}
