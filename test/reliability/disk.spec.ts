/** RELIABILITY R9, R10 and R12 in gate form: disks that are full, read-only or lose their power. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStorage } from '@railyard/jobs';
import Sqlite from 'better-sqlite3';
import { say } from '../support/figures.js';
import { temporaryFolder } from '../support/harness.js';
import { cutPower, powerCutAvailable } from '../support/power-cut/power-cut.js';
import { start } from '../support/processes.js';
import { CLEAN } from '../support/reliability.js';
import { type SmallDisk, fillDisk, smallDisk } from '../support/small-disk.js';

/** The test is left out, loudly, where there is no such disk. */
async function onSmallDisk(megabytes: number, work: (disk: SmallDisk) => Promise<void>): Promise<void> {
  const disk = smallDisk(megabytes);
  if (disk === null) return;
  try {
    await work(disk);
  } finally {
    disk.remove();
  }
}

async function refusalOf(file: string): Promise<string> {
  const refusal = await start('api', { RAILYARD_DATABASE: file }).then(
    () => 'it started',
    (error: Error) => error.message,
  );
  expect(refusal).toMatch(/^api ended with 1: /);
  expect(refusal.trim().split('\n')).toHaveLength(1);
  return refusal;
}

/** By hand, with nothing left alongside the file. */
function changed(file: string, statement: string): void {
  const handle = new Sqlite(file);
  handle.exec(statement);
  handle.close();
}

async function newDatabase(file: string): Promise<Buffer> {
  await (await openStorage({ database: { file } })).close();
  return readFileSync(file);
}

it('R9: a full disk refuses work, damages nothing, and work goes on when there is room', () =>
  onSmallDisk(8, async (disk) => {
    const figures = await fillDisk(disk, 20);
    say('R9', figures);
    expect(figures).toMatchObject({ ...CLEAN, integrity: 'ok', readiness: [200, 503] });
    expect(Object.keys(figures.statuses).filter((status) => !['202', '503', '507'].includes(status))).toEqual(
      [],
    );
    expect(figures.statuses['507']).toBeGreaterThan(0);
    expect(figures.runs).toBeGreaterThan(20);
    expect(figures.readsWhileFull).toBe(
      Object.values(figures.statuses).reduce((sum, count) => sum + count, 0),
    );
    expect(figures.resumedS).toBeLessThan(10);
  }));

it('R10: the service does not start on a read-only disk', () =>
  onSmallDisk(3, async (disk) => {
    const file = join(disk.path, 'yard.db');
    const before = await newDatabase(file);
    disk.remount('ro');
    expect(await refusalOf(file)).toMatch(/must be readable and writable|read-only/);
    expect(readFileSync(file).equals(before)).toBe(true);
    say('R10, read-only disk', { refused: 1, untouched: 1 });
  }));

it(
  'R10: the service does not start on a damaged, foreign or newer database, and leaves it as it ' + 'is',
  async () => {
    const folder = temporaryFolder();
    const damages: readonly (readonly [string, (file: string, bytes: Buffer) => void, RegExp])[] = [
      [
        'truncated',
        (file, bytes) => truncateSync(file, Math.floor(bytes.length / 2)),
        /damaged|cannot be read/,
      ],
      [
        'bits flipped',
        (file, bytes) =>
          writeFileSync(
            file,
            bytes.map((byte, at) => (at >= 4100 && at < 4140 ? byte ^ 0x55 : byte)),
          ),
        /damaged|cannot be read/,
      ],
      [
        'a newer schema',
        (file) =>
          changed(
            file,
            `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
          ),
        /newer Railyard/,
      ],
      ['another program', (file) => changed(file, 'PRAGMA application_id = 7'), /belongs to another program/],
      [
        'another file',
        (file) => writeFileSync(file, 'dear reader '.repeat(500)),
        /must be an SQLite database/,
      ],
    ];
    for (const [name, damage, reason] of damages) {
      const file = join(folder.path, `${name}.db`);
      damage(file, await newDatabase(file));
      const before = readFileSync(file);
      expect(await refusalOf(file)).toMatch(reason);
      expect(readFileSync(file).equals(before)).toBe(true);
    }
    expect(await refusalOf(join(folder.path, 'nowhere/yard.db'))).toMatch(/does not exist/);
    say('R10', { refused: damages.length + 1, untouched: damages.length });
    folder.remove();
  },
);

(powerCutAvailable() ? describe : describe.skip)('R12: after a power cut at each sync', () => {
  it('the database opens and has all that was acknowledged', async () => {
    const { findings, ...figures } = await cutPower({ runs: 40, share: 0.02, torn: 1, seed: 20261123 });
    say('R12', { ...figures, findings: findings.length });
    expect(findings).toEqual([]);
    expect(figures).toMatchObject({ acknowledged: 80 });
    expect(figures.cuts).toBeGreaterThan(figures.syncs);
  });

  it('and without syncs it would not: the replay finds what is lost', async () => {
    const { findings } = await cutPower({
      runs: 10,
      share: 0.1,
      torn: 1,
      seed: 20261123,
      synchronous: 'OFF',
    });
    expect(findings.filter((finding) => finding.includes('acknowledged')).length).toBeGreaterThan(0);
  });
});
