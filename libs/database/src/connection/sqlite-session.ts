/**
 * Statements on an SQLite connection, past TypeORM: a small run costs a few dozen of them, and preparing,
 * logging and wrapping each takes longer than SQLite itself. Prepared statements are kept by their text.
 */
import type Sqlite from 'better-sqlite3';
import { type EntityManager } from 'typeorm';
import { type Session, type SqlValue } from './session.js';

/**
 * Statements kept. Texts differ by how many rows they are about, and one about up to 32 runs takes 27 kB on
 * average (better-sqlite3 12): the few that repeat each second are worth it, all that ever came are not.
 */
export const KEPT = 100;

type Handle = Pick<Sqlite.Database, 'prepare' | 'exec'>;

export class SqliteSession implements Session {
  readonly dialect = 'sqlite';
  private readonly statements = new Map<string, Sqlite.Statement>();

  /** @param manager of the same connection. */
  constructor(
    readonly manager: EntityManager,
    private readonly handle: Handle,
  ) {}

  async rows<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    const statement = this.prepared(sql);
    if (statement.reader) return statement.all(...parameters) as Row[];
    statement.run(...parameters);
    return [];
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    const statement = this.prepared(sql);
    return statement.reader ? statement.all(...parameters).length : statement.run(...parameters).changes;
  }

  /** A prepared statement would stop after the first page. */
  giveBack(pages: number): void {
    this.handle.exec(`PRAGMA incremental_vacuum(${pages})`);
  }

  private prepared(sql: string): Sqlite.Statement {
    const known = this.statements.get(sql);
    const statement = known ?? this.handle.prepare(sql);
    // The one that was used last stands last.
    if (known !== undefined) this.statements.delete(sql);
    this.statements.set(sql, statement);
    const [oldest] = this.statements.keys();
    if (this.statements.size > KEPT && oldest !== undefined) this.statements.delete(oldest);
    return statement;
  }
}
