/**
 * What the owner of a device measured: logs of nccl-tests, tables of collectives, files of kernels, recorded
 * profiles.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { type ClusterSpec, type DeviceSpec } from '@railyard/cluster';
import { type OwnRows } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { isCollectiveTable, readCollectives, readKernels } from './read-kernels.js';

interface Named {
  readonly device?: string;
  readonly cluster?: string;
}

/** @throws CliError when a file is not there or holds nothing known, or the device has no preset. */
export async function readOwnRows(
  paths: readonly string[],
  { device: asked, cluster }: Named,
): Promise<{ readonly device: DeviceSpec; readonly rows: OwnRows }> {
  const kernels: OwnRows['kernels'][number][] = [];
  const collectives: OwnRows['collectives'][number][] = [];
  for (const path of paths) {
    const logged = isProfile(path)
      ? await readProfile(path, cluster, asked)
      : await readLog(path, cluster, asked);
    if (logged !== undefined) collectives.push(...logged);
    else if (isCollectiveTable(path)) collectives.push(...(await readCollectives(path)));
    else kernels.push(...(await readKernels(path)));
  }
  const names = new Set([...kernels, ...collectives].map(({ device }) => device));
  const device = await presetOf(asked ?? [...names][0] ?? '');
  return { device, rows: { kernels, collectives } };
}

async function readLog(
  path: string,
  cluster: string | undefined,
  asked: string | undefined,
): Promise<OwnRows['collectives'] | undefined> {
  const { collectivesOfLog, measuredClusterOf, readNcclLog } = await import('@railyard/experiments');
  if (/\.(csv|json)$/.test(path)) return undefined;
  const log = readNcclLog(textOf(path));
  if (log === undefined)
    throw new CliError(
      ExitCode.usage,
      'unknown-form',
      `${path} must be a log of nccl-tests with the lines that name its ranks.`,
      'Give the whole output of all_reduce_perf and the like, or a JSON or CSV file.',
    );
  return collectivesOfLog(log, measuredClusterOf(await clusterOf(cluster ?? `${asked ?? log.device}-64`)));
}

/** The start of a file, in which a Chrome trace has its list of events or what comes before it. */
const START_BYTES = 65_536;

function isProfile(path: string): boolean {
  if (path.endsWith('.json.gz')) return true;
  if (!path.endsWith('.json')) return false;
  try {
    const file = openSync(path, 'r');
    const start = Buffer.alloc(START_BYTES);
    const length = readSync(file, start);
    closeSync(file);
    return /"(?:traceEvents|deviceProperties|schemaVersion)"/.test(start.toString('utf8', 0, length));
  } catch {
    return false;
  }
}

/** Collectives of a recorded profile; its kernels have no shapes to fit. */
async function readProfile(
  path: string,
  cluster: string | undefined,
  asked: string | undefined,
): Promise<OwnRows['collectives']> {
  const { collectivesOfProfile, measuredClusterOf } = await import('@railyard/experiments');
  const { DEVICES } = await import('@railyard/cluster');
  const { analyzedHere } = await import('../profile/analyzed-here.js');
  const profile = await analyzedHere(path, {});
  const words = profile.device.toLowerCase().split(/[^a-z0-9]+/);
  const device = asked ?? Object.keys(DEVICES).find((name) => words.includes(name)) ?? words.join('-');
  const rows = collectivesOfProfile(profile, measuredClusterOf(await clusterOf(cluster ?? `${device}-64`)));
  if (rows.some((row) => 'predict' in row)) return rows;
  throw new CliError(
    ExitCode.usage,
    'unknown-form',
    `${path} must hold collectives above 1 MiB of all ranks, or of a job of one node ` +
      `(got ${profile.collectives.length} kinds of calls, ${profile.worldSize} ranks).`,
    'Give a recording whose NCCL kernels have `Group size` and `In msg nelems`, or logs of nccl-tests.',
  );
}

async function clusterOf(name: string): Promise<ClusterSpec> {
  const { CLUSTERS } = await import('@railyard/cluster');
  const spec = CLUSTERS[name];
  if (spec !== undefined) return spec;
  throw new CliError(
    ExitCode.notFound,
    'unknown-preset',
    `There is no cluster preset ${name}.`,
    'Name the nodes and their network with --cluster; `railyard presets` lists them.',
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CliError(ExitCode.notFound, 'not-found', `There is no file ${path}.`, 'Check the path.');
  }
}

async function presetOf(name: string): Promise<DeviceSpec> {
  const { DEVICES } = await import('@railyard/cluster');
  const device = DEVICES[name];
  if (device !== undefined) return device;
  throw new CliError(
    ExitCode.notFound,
    'unknown-preset',
    `There is no device preset ${name}.`,
    'Name the nearest preset with --device; `railyard presets device` lists them.',
  );
}
