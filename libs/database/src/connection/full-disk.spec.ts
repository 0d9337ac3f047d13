import { statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/harness.js';
import { only } from '../../../../test/support/only.js';
import { integrityOf } from '../../../../test/support/row-hashes.js';
import { type Database, isDiskFull, openDatabase } from './index.js';

const insert =
  `INSERT INTO "experiment" ("id", "name", "engineVersion", "document", "createdAtMs") VALUES (?, ` +
  `'n', '1', ?, 0)`;

describe('R9: a full disk', () => {
  const folder = temporaryFolder();
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase({ file: join(folder.path, 'a.db') });
  });

  afterAll(async () => {
    await database.close();
    folder.remove();
  });

  it('refuses a write whole, keeps what is there, and accepts it when there is space', async () => {
    const store = (id: string, document: string): Promise<number> =>
      database.write((session) => session.run(insert, [id, document]));
    await store('kept', '{}');
    const { page_count: pages } = only(
      await database.write((session) => session.rows<{ page_count: number }>('PRAGMA page_count')),
    );
    await database.write((session) => session.rows(`PRAGMA max_page_count = ${pages + 4}`));
    const refused = database.write(async (session) => {
      await session.run(insert, ['small', '{}']);
      await session.run(insert, ['large', 'x'.repeat(200_000)]);
    });
    expect(isDiskFull(await refused.catch((error: unknown) => error))).toBe(true);
    expect(await database.read.rows('SELECT "id" FROM "experiment"')).toEqual([{ id: 'kept' }]);
    await database.write((session) => session.rows('PRAGMA max_page_count = 1000000'));
    await store('large', 'x'.repeat(200_000));
    expect(await integrityOf(database)).toBe('ok');
  });

  it('is no reason not to start: a file that is as it should be is opened without a write', async () => {
    const file = join(folder.path, 'b.db');
    await (await openDatabase({ file })).close();
    const again = await openDatabase({ file });
    expect(statSync(`${file}-wal`).size).toBe(0);
    await again.close();
  });
});
