import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/harness.js';
import { openDatabase } from './open-database.js';
import { SqliteDriver } from './sqlite-driver.js';

it('a file that was made before pages were given back learns it when it is compacted', async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'a.db');
  await (await openDatabase({ file })).close();
  const modeOf = (): unknown => {
    const handle = new SqliteDriver(file);
    const mode: unknown = handle.pragma('auto_vacuum', { simple: true });
    handle.close();
    return mode;
  };
  expect(modeOf()).toBe(2);
  const old = new SqliteDriver(file);
  old.pragma('auto_vacuum = NONE');
  old.exec('VACUUM');
  old.close();
  const database = await openDatabase({ file });
  expect(modeOf()).toBe(0);
  await database.compact();
  await database.close();
  expect(modeOf()).toBe(2);
  folder.remove();
});
