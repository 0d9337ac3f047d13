/**
 * SQLite: one writer behind a queue, one reader alongside it. Writes that arrive in the same turn of the
 * event loop share one `BEGIN IMMEDIATE` transaction, each in a savepoint of its own, so that they also share
 * the one wait for the disk.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers';
import { setTimeout as delay } from 'node:timers/promises';
import { elementAt, invariant } from '@railyard/base';
import type Sqlite from 'better-sqlite3';
import { type DataSource } from 'typeorm';
import { type Database } from './database.js';
import { isBusy } from './errors.js';
import { type Reader, type Session } from './session.js';
import { SqliteSession } from './sqlite-session.js';

interface PendingWrite {
  readonly work: (session: Session) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** Bounds how long readers of other processes and the event loop wait for one transaction. */
const WRITES_PER_TRANSACTION = 64;
/** How long a write waits for those of other processes, and how often it tries: ever less often. */
const BUSY_TIMEOUT_MS = 5000;
const RETRY_MS = 2;
const MOST_RETRY_STEPS = 5;

export class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly file: string;
  readonly read: Reader;
  private readonly session: Session;
  private readonly pending: PendingWrite[] = [];
  private readonly inside = new AsyncLocalStorage<true>();
  private draining: Promise<void> | null = null;
  private timeoutOff: Promise<unknown> | null = null;

  constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
  ) {
    this.file = String(writer.options.database);
    this.session = new SqliteSession(writer.createQueryRunner().manager, handleOf(writer));
    this.read = new SqliteSession(reader.createQueryRunner().manager, handleOf(reader));
  }

  write<Value>(work: (session: Session) => Promise<Value>): Promise<Value> {
    invariant(this.inside.getStore() === undefined, 'a write inside a write would wait for itself');
    return new Promise<Value>((resolve, reject) => {
      this.pending.push({ work, resolve: resolve as (value: unknown) => void, reject });
      this.draining ??= new Promise<void>((done) => setImmediate(() => void this.drain().then(done)));
    });
  }

  /** A file that was made before pages were given back by deletions learns it by this. */
  async compact(): Promise<void> {
    while (this.draining !== null) await this.draining;
    await this.session.run('VACUUM');
    await this.session.run('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  async close(): Promise<void> {
    while (this.draining !== null) await this.draining;
    await this.reader.destroy();
    await this.writer.destroy();
  }

  private async drain(): Promise<void> {
    while (this.pending.length > 0) {
      const batch = this.pending.splice(0, WRITES_PER_TRANSACTION);
      try {
        const outcomes = await this.commit(batch);
        batch.forEach(({ resolve, reject }, index) => {
          const outcome = elementAt(outcomes, index);
          if (outcome.ok) resolve(outcome.value);
          else reject(outcome.error);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.draining = null;
  }

  /**
   * All of the batch that did not throw, committed; rejects when the transaction as a whole could not be had.
   */
  private async commit(batch: readonly PendingWrite[]): Promise<Outcome[]> {
    await this.begin();
    try {
      const outcomes: Outcome[] = [];
      for (const { work } of batch) outcomes.push(await this.attempt(work));
      await this.session.run('COMMIT');
      return outcomes;
    } catch (error) {
      // SQLite may have rolled back by itself (disk full); then there is nothing left to roll back.
      await this.session.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /**
   * Another process may be writing. SQLite's own busy timeout would block the event loop meanwhile, so
   * the waiting is done here.
   */
  private async begin(): Promise<void> {
    this.timeoutOff ??= this.session.run('PRAGMA busy_timeout = 0');
    await this.timeoutOff;
    const startedMs = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.session.run('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() - startedMs > BUSY_TIMEOUT_MS) throw error;
        await delay(RETRY_MS * Math.min(attempt, MOST_RETRY_STEPS));
      }
    }
  }

  private async attempt(work: (session: Session) => Promise<unknown>): Promise<Outcome> {
    await this.session.run('SAVEPOINT one');
    try {
      const value = await this.inside.run(true, () => work(this.session));
      await this.session.run('RELEASE one');
      return { ok: true, value };
    } catch (error) {
      try {
        await this.session.run('ROLLBACK TO one');
        await this.session.run('RELEASE one');
      } catch {
        // A full disk made SQLite roll the whole transaction back by itself: that is what all of the batch
        // must hear.
        throw error;
      }
      return { ok: false, error };
    }
  }
}

/** The driver's own connection. */
export function handleOf({ driver }: DataSource): Sqlite.Database {
  return (driver as unknown as { readonly databaseConnection: Sqlite.Database }).databaseConnection;
}
