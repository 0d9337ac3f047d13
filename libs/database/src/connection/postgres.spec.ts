import { DataSource } from 'typeorm';
import { postgresAvailable, postgresForTests } from '../../../../test/support/postgres.js';
import { type Database } from './database.js';
import { openDatabase, postgresOptions } from './open-database.js';

jest.setTimeout(60_000);

const insert =
  `INSERT INTO "experiment" ("id", "name", "engineVersion", "document", "createdAtMs") VALUES (?, ` +
  `'n', '1', '{}', 0)`;

(postgresAvailable() ? describe : describe.skip)('the PostgreSQL database', () => {
  let server: Awaited<ReturnType<typeof postgresForTests>>;
  let url: string;
  let database: Database;

  beforeAll(async () => {
    server = await postgresForTests();
    url = String(server.database.url);
    // Three processes start at once on an empty database.
    const [first, ...others] = await Promise.all([
      openDatabase({ url }),
      openDatabase({ url }),
      openDatabase({ url }),
    ]);
    database = first;
    await Promise.all(others.map((other) => other.close()));
  });

  afterAll(async () => {
    await database.close();
    await server.remove();
  });

  const source = async <Value>(work: (opened: DataSource) => Promise<Value>): Promise<Value> => {
    const opened = await new DataSource(postgresOptions(url, 2)).initialize();
    try {
      return await work(opened);
    } finally {
      await opened.destroy();
    }
  };

  it('has the schema that the entities describe, and a change of it would be seen', async () => {
    const differences = (): Promise<string[]> =>
      source(async (opened) =>
        (await opened.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query),
      );
    expect(await differences()).toEqual([]);
    await source((opened) => opened.query('DROP INDEX "idx_run_state"'));
    expect(await differences()).toHaveLength(1);
    await source((opened) =>
      opened.query(`CREATE INDEX "idx_run_state" ON "run" ("tenant", "state", "createdAtMs", "id")`),
    );
    expect(await differences()).toEqual([]);
  });

  it('keeps forty overlapping transactions apart', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        database.write(async (session) => {
          await session.run(insert, [`e${index}`]);
          if (index % 2 === 1) throw new Error(`refused ${index}`);
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(await database.read.rows('SELECT "id" FROM "experiment"')).toHaveLength(20);
  });

  it('repeats a transaction that collides with another', async () => {
    await database.write((session) => session.run(insert, ['a-lock']));
    await database.write((session) => session.run(insert, ['b-lock']));
    // Each takes the other's row second: PostgreSQL ends one of them, which then runs again.
    const lockBoth = (first: string, second: string): Promise<number> =>
      database.write(async (session) => {
        await session.run(`UPDATE "experiment" SET "name" = 'x' WHERE "id" = ?`, [first]);
        await new Promise((done) => setTimeout(done, 200));
        return session.run(`UPDATE "experiment" SET "name" = 'y' WHERE "id" = ?`, [second]);
      });
    expect(await Promise.all([lockBoth('a-lock', 'b-lock'), lockBoth('b-lock', 'a-lock')])).toEqual([1, 1]);
  });

  it('refuses a schema of the future', async () => {
    await source((opened) =>
      opened.query(
        `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
      ),
    );
    await expect(openDatabase({ url })).rejects.toMatchObject({ name: 'RefusedDatabaseError' });
    await source((opened) => opened.query(`DELETE FROM migrations WHERE timestamp = 9999999999999`));
  });

  it('runs its migrations down and up again', async () => {
    await source(async (opened) => {
      const applied = await opened.query<unknown[]>('SELECT * FROM migrations');
      for (let undone = 0; undone < applied.length; undone += 1) await opened.undoLastMigration();
      expect(await opened.runMigrations()).toHaveLength(applied.length);
    });
  });
});
