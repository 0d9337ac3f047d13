import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TableHash, rowHashes } from '../../../../test/support/row-hashes.js';
import { backupDatabase, restoreDatabase } from './backup.js';
import { type Database } from './database.js';
import { openDatabase } from './open-database.js';
import { SqliteDriver } from './sqlite-driver.js';

const insert =
  `INSERT INTO "experiment" ("id", "name", "engineVersion", "document", "createdAtMs") VALUES (?, ` +
  `'n', '1', '{}', 0)`;

/** RELIABILITY R13. */
describe('backup and restore', () => {
  let folder: string;
  let database: Database;
  const at = (name: string): string => join(folder, name);
  const idsIn = async (file: string): Promise<string[]> => {
    const opened = await openDatabase({ file });
    const rows = await opened.read.rows<{ id: string }>('SELECT "id" FROM "experiment" ORDER BY "id"');
    await opened.close();
    return rows.map(({ id }) => id);
  };

  /** Of every table. */
  const hashesIn = async (file: string): Promise<Record<string, TableHash>> => {
    const handle = new SqliteDriver(file, { readonly: true });
    const tables = handle
      .prepare(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
      )
      .pluck()
      .all() as string[];
    const hashes = await rowHashes(
      async (sql) => handle.prepare(sql).all() as Record<string, unknown>[],
      tables,
    );
    handle.close();
    return hashes;
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'railyard-backup-'));
    database = await openDatabase({ file: at('live.db') });
  });

  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it('copies what was committed, as of one moment, while others write', async () => {
    await database.write(async (session) => {
      for (let index = 0; index < 500; index += 1) await session.run(insert, [`before-${index}`]);
    });
    let writing = true;
    const writer = (async () => {
      for (let index = 0; writing; index += 1)
        await database.write(async (session) => {
          await session.run(insert, [`pair-${index}-a`]);
          await session.run(insert, [`pair-${index}-b`]);
        });
    })();
    await backupDatabase(at('live.db'), at('copy.db'));
    writing = false;
    await writer;
    await database.write((session) => session.run(insert, ['after']));
    await restoreDatabase(at('copy.db'), at('restored.db'));
    const hashes = await hashesIn(at('restored.db'));
    expect(Object.keys(hashes).length).toBeGreaterThan(10);
    expect(hashes).toEqual(await hashesIn(at('copy.db')));
    expect(hashes.experiment).not.toEqual((await hashesIn(at('live.db'))).experiment);
    const ids = await idsIn(at('restored.db'));
    expect(ids.filter((id) => id.startsWith('before-'))).toHaveLength(500);
    expect(ids.filter((id) => id.endsWith('-a')).map((id) => id.slice(0, -1))).toEqual(
      ids.filter((id) => id.endsWith('-b')).map((id) => id.slice(0, -1)),
    );
  });

  it('overwrites nothing and restores nothing that is damaged', async () => {
    await backupDatabase(at('live.db'), at('copy.db'));
    await expect(backupDatabase(at('live.db'), at('copy.db'))).rejects.toThrow(/exists already/);
    await expect(restoreDatabase(at('copy.db'), at('live.db'))).rejects.toThrow(/exists already/);
    await expect(backupDatabase(at('none.db'), at('x.db'))).rejects.toThrow(/none.db does not exist/);
    await expect(backupDatabase(at('live.db'), at('none/x.db'))).rejects.toMatchObject({
      name: 'RefusedDatabaseError',
      message: expect.stringMatching(/folder .* does not exist/),
    });
    truncateSync(at('copy.db'), 5000);
    await expect(restoreDatabase(at('copy.db'), at('new.db'))).rejects.toMatchObject({
      name: 'RefusedDatabaseError',
    });
    writeFileSync(at('letter.db'), 'dear reader '.repeat(50));
    await expect(restoreDatabase(at('letter.db'), at('new.db'))).rejects.toThrow(
      /must be an SQLite database/,
    );
    expect(readdirSync(folder)).not.toContain('new.db');
  });
});
