/**
 * RELIABILITY R12: the power fails at each sync of a process that acknowledges work, and between them. Its
 * writes are logged as they reach the kernel; every cut is rebuilt from the log in several versions, opened
 * by our own code, and asked for all that was acknowledged.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Storage, openStorage } from '@railyard/jobs';
import { randomSource } from '../reliability.js';
import { integrityOf } from '../row-hashes.js';
import { Disk, type Luck, type Operation, operationsOf } from './disk.js';

const HERE = import.meta.dirname;
const DATABASE = 'yard.db';
const ACKS = 'acks';

export interface PowerCutFigures {
  readonly syncs: number;
  readonly cuts: number;
  readonly images: number;
  readonly acknowledged: number;
  /** Images that could not be opened, were damaged, or lacked something acknowledged: must be empty. */
  readonly findings: readonly string[];
}

/** Linux with a C compiler and `/proc`; says so in one loud line when it is not. */
export function powerCutAvailable(): boolean {
  const available =
    process.platform === 'linux' && spawnSync('cc', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!available)
    process.stderr.write(
      '!!! SKIPPED: no Linux or no C compiler here; power cuts (R12) are not replayed. !!!\n',
    );
  return available;
}

export interface PowerCutOptions {
  /** Runs that the process takes in and computes. */
  readonly runs: number;
  /** Of the cuts that are not alongside a sync, the share that is tried, 0..1. */
  readonly share: number;
  /** Versions of each cut beyond the two in which nothing and everything that was not synced is there. */
  readonly torn: number;
  readonly seed: number;
  /** OFF breaks the promise on purpose: to see that this would be found. */
  readonly synchronous?: 'FULL' | 'OFF';
}

export async function cutPower({
  runs,
  share,
  torn,
  seed,
  synchronous = 'FULL',
}: PowerCutOptions): Promise<PowerCutFigures> {
  // Memory, not a disk: what is tried here is the order of writes, and there are thousands of images.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'railyard-power-'));
  try {
    return await replay(operationsOf(logOfWriter(folder, runs, synchronous)), join(folder, 'image'), {
      share,
      torn,
      seed,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function logOfWriter(folder: string, runs: number, synchronous: string): Buffer {
  const library = join(folder, 'write-log.so');
  const log = join(folder, 'log');
  const written = join(folder, 'written');
  mkdirSync(written);
  const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): void => {
    const { status, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  };
  run('cc', [
    '-O2',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-shared',
    '-fPIC',
    '-o',
    library,
    join(HERE, 'write-log.c'),
    '-ldl',
    '-lpthread',
  ]);
  run(process.execPath, [join(HERE, 'writer.mjs')], {
    PATH: process.env.PATH,
    LD_PRELOAD: library,
    POWER_FOLDER: written,
    POWER_LOG: log,
    POWER_RUNS: String(runs),
    POWER_SYNCHRONOUS: synchronous,
  });
  return readFileSync(log);
}

async function replay(
  operations: readonly Operation[],
  folder: string,
  { share, torn, seed }: Pick<PowerCutOptions, 'share' | 'torn' | 'seed'>,
): Promise<PowerCutFigures> {
  const random = randomSource(seed);
  const disk = new Disk();
  const findings: string[] = [];
  let acknowledged = '';
  let [cuts, images] = [0, 0];
  for (const [index, operation] of operations.entries()) {
    if (operation.file === ACKS) {
      acknowledged += operation.letter === 'W' ? operation.bytes.toString('utf8') : '';
      continue;
    }
    disk.apply(operation);
    const atSync = operation.letter === 'S' || operations[index + 1]?.letter === 'S';
    if (!atSync && random() >= share) continue;
    cuts += 1;
    const versions: readonly (readonly [string, Luck])[] = [
      ['nothing', () => false],
      ['everything', () => true],
      ...Array.from({ length: torn }, (): [string, Luck] => ['a part', () => random() < 0.5]),
    ];
    for (const [kept, luck] of versions) {
      images += 1;
      const finding = await findingIn(folder, disk.afterCut(luck), acknowledged);
      if (finding !== null)
        findings.push(
          `seed ${seed}, cut after operation ${index} (${operation.letter} ${operation.file}), ` +
            `${kept} unsynced kept: ${finding}`,
        );
    }
  }
  return {
    syncs: operations.filter(({ letter }) => letter === 'S').length,
    cuts,
    images,
    acknowledged: acknowledged.split('\n').length - 1,
    findings,
  };
}

/** What is wrong with what a cut left; null when nothing is. */
async function findingIn(
  folder: string,
  files: ReadonlyMap<string, Buffer>,
  acknowledged: string,
): Promise<string | null> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [file, bytes] of files) writeFileSync(join(folder, file), bytes);
  let storage: Storage | null = null;
  try {
    storage = await openStorage({ database: { file: join(folder, DATABASE) } });
    return await missingIn(storage, acknowledged);
  } catch (error) {
    return (error as Error).message;
  } finally {
    await storage?.close();
  }
}

async function missingIn({ database, records }: Storage, acknowledged: string): Promise<string | null> {
  const verdict = await integrityOf(database);
  if (verdict !== 'ok') return verdict;
  if ((await database.read.rows('PRAGMA foreign_key_check')).length > 0)
    return 'a row refers to one that is missing';
  const runs = new Map(
    (
      await database.read.rows<{
        id: string;
        state: string;
        resultSha256: string | null;
        experimentId: string;
      }>('SELECT "id", "state", "resultSha256", "experimentId" FROM "run"')
    ).map((run) => [run.id, run]),
  );
  for (const line of acknowledged.split('\n').slice(0, -1)) {
    const [kind, id = '', sha256] = line.split(' ');
    const run = runs.get(id);
    if (run === undefined) return `${id} was acknowledged and is missing`;
    if (kind !== 'result') continue;
    if (run.state !== 'succeeded' || run.resultSha256 !== sha256)
      return `the result of ${id} was acknowledged and the run is ${run.state}`;
    // Reading compares the bytes with their hash.
    if ((await records.artifacts.read(run.experimentId, 'result')) === null)
      return `the bytes of ${id} were acknowledged and are missing`;
  }
  return null;
}
