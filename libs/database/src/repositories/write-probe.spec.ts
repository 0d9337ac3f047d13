import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { temporaryFolder } from '../../../../test/support/harness.js';
import { fill, smallDisk } from '../../../../test/support/small-disk.js';
import { isDiskFull, openDatabase } from '../connection/index.js';
import { WriteProbeEntity } from '../entities/index.js';
import { WriteProbe } from './write-probe.js';

onBothDatabases('a probe', (database) => {
  it('writes as often as it is asked, by several at a time', async () => {
    const probe = new WriteProbe(database());
    await Promise.all([probe.write(), probe.write(), new WriteProbe(database()).write()]);
    expect(await database().read.manager.count(WriteProbeEntity)).toBe(
      database().dialect === 'sqlite' ? 0 : 1,
    );
  });
});

it('on SQLite needs no lock, and leaves no file', async () => {
  const folder = temporaryFolder();
  const database = await openDatabase({ file: join(folder.path, 'a.db') });
  const probed = await database.write(async () => {
    await new WriteProbe(database).write();
    return 'while another writes';
  });
  expect(probed).toBe('while another writes');
  expect(readdirSync(folder.path).filter((name) => name.includes('probe'))).toEqual([]);
  await database.close();
  folder.remove();
});

it('finds a full disk although the log of the database has room, and room again', async () => {
  const disk = smallDisk(4);
  if (disk === null) return;
  const database = await openDatabase({ file: join(disk.path, 'a.db') });
  try {
    const probe = new WriteProbe(database);
    const insert = (id: string): Promise<number> =>
      database.write((session) =>
        session.run(
          `INSERT INTO "experiment" ("id", "name", "engineVersion", "document", "createdAtMs")
           VALUES (?, 'n', '1', ?, 0)`,
          [id, 'x'.repeat(200_000)],
        ),
      );
    // The log grows, and is used from its start again after a checkpoint.
    await insert('large');
    await database.write((session) => session.rows('SELECT 1'));
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
