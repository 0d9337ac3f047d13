import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { type Database } from './database.js';
import { openDatabase, sqliteOptions } from './open-database.js';

const insert =
  `INSERT INTO "experiment" ("id", "name", "engineVersion", "document", "createdAtMs") VALUES (?, ` +
  `'n', '1', '{}', 0)`;

describe('the SQLite database', () => {
  let folder: string;
  let database: Database;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'railyard-database-'));
    database = await openDatabase({ file: join(folder, 'a.db') });
  });

  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const ids = async () =>
    (await database.read.rows<{ id: string }>('SELECT "id" FROM "experiment" ORDER BY "id"')).map(
      ({ id }) => id,
    );

  it('has the schema that the entities describe, and a change of it would be seen', async () => {
    const source = await new DataSource(sqliteOptions(join(folder, 'a.db'), 'writer')).initialize();
    const differences = async (): Promise<number> =>
      (await source.driver.createSchemaBuilder().log()).upQueries.length;
    expect(await differences()).toBe(0);
    await source.query('DROP INDEX "idx_run_state"');
    expect(await differences()).toBeGreaterThan(0);
    await source.destroy();
  });

  it('keeps forty overlapping transactions apart: what threw is gone, all else is there', async () => {
    const writes = Array.from({ length: 40 }, (_, index) =>
      database.write(async (session) => {
        await session.run(insert, [`e${index}`]);
        await new Promise((done) => setTimeout(done, 1));
        if (index % 2 === 1) throw new Error(`refused ${index}`);
        return index;
      }),
    );
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(
      Array.from({ length: 40 }, (_, index) => index % 2 === 0),
    );
    expect((await ids()).length).toBe(20);
  });

  it('does not show a reader what is not committed', async () => {
    const seen: string[][] = [];
    await database.write(async (session) => {
      await session.run(insert, ['a']);
      seen.push(await ids());
    });
    expect(seen).toEqual([[]]);
    expect(await ids()).toEqual(['a']);
  });

  it('refuses a write inside a write instead of waiting for ever', async () => {
    await expect(database.write(() => database.write(async () => 1))).rejects.toThrow('wait for itself');
  });

  it('lets the reader write nothing', async () => {
    // The driver's errors are made in the realm of whichever suite loaded it first.
    await expect(database.read.rows(insert, ['x'])).rejects.toMatchObject({
      message: expect.stringContaining('readonly'),
    });
  });

  it('counts touched rows and returns the rows of RETURNING', async () => {
    await database.write((session) => session.run(insert, ['a']));
    await expect(
      database.write((session) => session.run(`UPDATE "experiment" SET "name" = 'm'`)),
    ).resolves.toBe(1);
    await expect(
      database.write((session) => session.rows(`UPDATE "experiment" SET "name" = 'o' RETURNING "id"`)),
    ).resolves.toEqual([{ id: 'a' }]);
  });

  it('is opened by several processes at once on a new file', async () => {
    const file = join(folder, 'b.db');
    const opened = await Promise.all([
      openDatabase({ file }),
      openDatabase({ file }),
      openDatabase({ file }),
    ]);
    await Promise.all(opened.map((one) => one.close()));
  });

  it('runs its migrations up, down and up again', async () => {
    const source = await new DataSource(sqliteOptions(join(folder, 'c.db'), 'writer')).initialize();
    const applied = await source.runMigrations();
    for (let undone = 0; undone < applied.length; undone += 1) await source.undoLastMigration();
    const left = await source.query<{ name: string }[]>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('migrations', 'sqlite_sequence')`,
    );
    expect(left).toEqual([]);
    expect((await source.runMigrations()).length).toBe(applied.length);
    await source.destroy();
  });
});
