import { join } from 'node:path';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { only } from '../../../../test/support/only.js';
import { fill, smallDisk } from '../../../../test/support/small-disk.js';
import { type Database, isDiskFull, openDatabase } from '../connection/index.js';
import { WriteProbe } from './write-probe.js';

const payloadOf = async ({ read }: Database): Promise<string> =>
  only(await read.rows<{ payload: string }>('SELECT "payload" FROM "write_probe"')).payload;

onBothDatabases('a probe', (database) => {
  it('writes other bytes each time, into one row', async () => {
    const probe = new WriteProbe(database());
    await probe.write();
    const first = await payloadOf(database());
    await Promise.all([probe.write(), new WriteProbe(database()).write()]);
    expect((await payloadOf(database())) === first).toBe(false);
  });
});

it('finds a full disk, and room again', async () => {
  const disk = smallDisk(4);
  if (disk === null) return;
  const database = await openDatabase({ file: join(disk.path, 'a.db') });
  try {
    const probe = new WriteProbe(database);
    await probe.write();
    const empty = fill(join(disk.path, 'ballast'));
    const refused = await probe.write().catch((error: unknown) => error);
    expect(isDiskFull(refused)).toBe(true);
    empty();
    await probe.write();
  } finally {
    await database.close();
    disk.remove();
  }
});
