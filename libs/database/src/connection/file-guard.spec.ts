import { mkdtempSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './open-database.js';
import { SqliteDriver } from './sqlite-driver.js';

/** RELIABILITY R10: refuses to start, in one clear line, and never touches the file. */
describe('a database that must not be used', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'railyard-guard-'));
    file = join(folder, 'a.db');
    const database = await openDatabase({ file });
    await database.write(async (session) => {
      for (let index = 0; index < 200; index += 1) {
        await session.run(
          `INSERT INTO "experiment" ("id", "name", "engineVersion", "document", "createdAtMs") ` +
            `VALUES (?, 'n', '1', ?, 0)`,
          [`e${index}`, 'x'.repeat(500)],
        );
      }
    });
    await database.close();
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  async function expectRefusal(reason: RegExp): Promise<void> {
    const before = readFileSync(file);
    const refusal = await openDatabase({ file }).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(refusal?.name).toBe('RefusedDatabaseError');
    expect(refusal?.message).toMatch(reason);
    expect(refusal?.message.split('\n')).toHaveLength(1);
    expect(readFileSync(file).equals(before)).toBe(true);
  }

  it('refuses a truncated file', async () => {
    truncateSync(file, Math.floor(readFileSync(file).length / 2));
    await expectRefusal(/damaged|cannot be read/);
  });

  it.each([16, 28, 4096, 8192, 4100])('refuses a file with bytes overwritten at %d', async (offset) => {
    const bytes = readFileSync(file);
    bytes.fill(0xff, offset, offset + 8);
    writeFileSync(file, bytes);
    await expectRefusal(/damaged|cannot be read|must be an SQLite|refused/);
  });

  it('refuses a file that is not a database', async () => {
    writeFileSync(file, 'hello, this is a letter and not a database\n'.repeat(20));
    await expectRefusal(/must be an SQLite database/);
  });

  it('refuses the database of another program', async () => {
    rmSync(file);
    const other = new SqliteDriver(file);
    other.exec('CREATE TABLE recipes (id integer)');
    other.close();
    await expectRefusal(/belongs to another program/);
  });

  it('refuses a schema of the future', async () => {
    const handle = new SqliteDriver(file);
    handle.exec(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
    );
    handle.pragma('wal_checkpoint(TRUNCATE)');
    handle.close();
    await expectRefusal(/written by a newer Railyard \(migration FromTheFuture9999999999999\)/);
  });

  it('refuses a folder that is missing and a folder in place of the file', async () => {
    await expect(openDatabase({ file: join(folder, 'no', 'a.db') })).rejects.toThrow(
      /folder .* does not exist/,
    );
    mkdirSync(join(folder, 'b.db'));
    await expect(openDatabase({ file: join(folder, 'b.db') })).rejects.toThrow(/must be a file/);
  });
});
