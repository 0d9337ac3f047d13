/** PostgreSQL: a pool; each write is a transaction of its own, repeated when it collides with another. */
import { type DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { type PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { type Database } from './database.js';
import { LostConnectionError, isTransactionCollision } from './errors.js';
import { type Reader, type Session, type SqlValue, placeholders } from './session.js';

const ATTEMPTS = 5;

class PoolReader implements Reader {
  readonly dialect = 'postgres';

  constructor(private readonly source: DataSource) {}

  get manager(): EntityManager {
    return this.source.manager;
  }

  rows<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return this.source.query(placeholders('postgres', sql), [...parameters]);
  }
}

class TransactionSession implements Session {
  readonly dialect = 'postgres';

  constructor(private readonly runner: QueryRunner) {}

  get manager(): EntityManager {
    return this.runner.manager;
  }

  async rows<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    const answer = await this.runner.query(placeholders(this.dialect, sql), [...parameters], true);
    return answer.records as Row[];
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    const answer = await this.runner.query(placeholders(this.dialect, sql), [...parameters], true);
    return answer.affected ?? 0;
  }

  giveBack(_pages: number): void {
    // Nothing to do.
  }
}

export class PostgresDatabase implements Database {
  readonly dialect = 'postgres';
  readonly file = null;
  readonly read: Reader;

  constructor(private readonly source: DataSource) {
    this.read = new PoolReader(source);
    nameLostConnections(source.driver as PostgresDriver);
  }

  async write<Value>(work: (session: Session) => Promise<Value>): Promise<Value> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.transaction(work);
      } catch (error) {
        if (attempt >= ATTEMPTS || !isTransactionCollision(error)) throw error;
      }
    }
  }

  async compact(): Promise<void> {
    await this.source.query('VACUUM');
  }

  close(): Promise<void> {
    return this.source.destroy();
  }

  private async transaction<Value>(work: (session: Session) => Promise<Value>): Promise<Value> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.startTransaction();
      const value = await work(new TransactionSession(runner));
      await runner.commitTransaction();
      return value;
    } catch (error) {
      // Without a connection there is nothing to roll back, and the first error is the cause.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

/** The pool passes on what the driver threw, which has no type of its own. */
function nameLostConnections(driver: PostgresDriver): void {
  const obtain = driver.obtainMasterConnection.bind(driver);
  driver.obtainMasterConnection = () =>
    obtain().catch((cause: unknown) => {
      throw new LostConnectionError('no connection to PostgreSQL', { cause });
    });
}
