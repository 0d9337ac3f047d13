/** A database as the rest of the library sees it: one way to read and one way to write. */
import { type Dialect, type Reader, type Session } from './session.js';

export interface Database {
  readonly dialect: Dialect;
  /** Path of an SQLite file; null for a server. */
  readonly file: string | null;
  /** Sees committed rows only. */
  readonly read: Reader;
  /**
   * Runs `work` in a transaction and commits it durably before it resolves; a throw rolls back all that
   * `work` wrote. This is the only way to write: TypeORM's own `transaction()` shares one SQLite connection
   * and would mix transactions up.
   */
  write<Value>(work: (session: Session) => Promise<Value>): Promise<Value>;
  /**
   * Gives what is free in an SQLite file back to the disk, and waits for others that write; a server sees to
   * it by itself.
   */
  compact(): Promise<void>;
  close(): Promise<void>;
}
