/**
 * A file system of its own, so small that it can be filled, and what a service does on it. Needs root on
 * Linux.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStorage } from '@railyard/jobs';
import { temporaryFolder, waitUntil } from './harness.js';
import { call } from './http.js';
import { start } from './processes.js';
import { type Verdict, allEnded, experimentOf, judge, seedsOf, undisturbed } from './reliability.js';
import { integrityOf } from './row-hashes.js';

export interface SmallDisk {
  readonly path: string;
  /** Leaves the mode as it was named: `rw` or `ro`. */
  remount(mode: 'rw' | 'ro'): void;
  remove(): void;
}

const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Null, after one loud line, where no file system may be mounted. */
export function smallDisk(megabytes: number): SmallDisk | null {
  const folder = temporaryFolder();
  if (
    process.platform !== 'linux' ||
    !run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'railyard-test', folder.path])
  ) {
    process.stderr.write(
      '!!! SKIPPED: no file system may be mounted here (Linux and root); what a full or read-only ' +
        'disk does (R9, R10) is not tried. !!!\n',
    );
    folder.remove();
    return null;
  }
  return {
    path: folder.path,
    remount: (mode) => void run('mount', ['-o', `remount,${mode}`, folder.path]),
    remove: () => {
      run('umount', [folder.path]);
      folder.remove();
    },
  };
}

export interface FullDiskFigures extends Verdict {
  /** Answers to submissions while the disk was full, by status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly readsWhileFull: number;
  /** Status of `/health/ready` before and while the disk was full. */
  readonly readiness: readonly number[];
  readonly integrity: string;
  /** From the moment that there is room until a submission is accepted again. */
  readonly resumedS: number;
}

/**
 * RELIABILITY R9: clients submit until the disk is full and go on; the service is killed and starts on the
 * full disk; then there is room again.
 */
export async function fillDisk(disk: SmallDisk, runs: number): Promise<FullDiskFigures> {
  const settings = { RAILYARD_DATABASE: join(disk.path, 'yard.db'), RAILYARD_THREADS: 1 };
  let api = await start('api', settings);
  const accepted: string[] = [];
  const statuses: Record<string, number> = {};
  let [seed, readsWhileFull] = [0, 0];
  const submit = async (): Promise<number> => {
    const reply = await call(api.url, '/v1/experiments', { body: experimentOf((seed += 1)) });
    if (reply.status === 202) accepted.push(String(reply.json.id));
    return reply.status;
  };
  // Some still find room in the pages that are there.
  const untilRefused = async (times: number): Promise<void> => {
    for (let refused = 0; refused < times;) {
      const status = await submit();
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status !== 202) refused += 1;
      if ((await call(api.url, '/v1/runs')).status === 200) readsWhileFull += 1;
    }
  };
  for (let count = 0; count < runs; count += 1) await submit();
  await waitUntil(
    async () =>
      ((await call(api.url, '/v1/runs/summary')).json.states as { succeeded: number }).succeeded > 0,
    'a first result',
  );
  const ready = async (): Promise<number> => (await call(api.url, '/health/ready')).status;
  const readiness = [await ready()];
  const empty = fill(join(disk.path, 'ballast'));
  await untilRefused(20);
  await api.end('SIGKILL');
  api = await start('api', settings);
  await untilRefused(5);
  readiness.push(await ready());
  empty();
  const roomMs = performance.now();
  await waitUntil(async () => (await submit()) === 202, 'a submission is accepted', 30_000);
  const resumedS = (performance.now() - roomMs) / 1000;
  await waitUntil(async () => (await ready()) === 200, 'ready again', 5000);
  const storage = await openStorage({ database: { file: settings.RAILYARD_DATABASE } });
  await allEnded(storage, accepted, 120_000);
  const verdict = await judge(storage, accepted, await undisturbed(seedsOf(seed)));
  const integrity = await integrityOf(storage.database);
  await storage.close();
  if ((await api.end('SIGTERM')).code !== 0)
    throw new Error(`the service did not live through it: ${api.log()}`);
  return { ...verdict, statuses, readsWhileFull, readiness, integrity, resumedS };
}

/** Takes all the room that there is. @returns what gives it back. */
export function fill(file: string): () => void {
  const block = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeFileSync(file, block, { flag: 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return () => rmSync(file);
}
