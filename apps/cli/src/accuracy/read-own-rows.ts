/** What the owner of a device measured: logs of nccl-tests, tables of collectives, files of kernels. */
import { readFileSync } from 'node:fs';
import { type DeviceSpec } from '@railyard/cluster';
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
    const logged = await readLog(path, cluster, asked);
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
  const { CLUSTERS } = await import('@railyard/cluster');
  if (/\.(csv|json)$/.test(path)) return undefined;
  const log = readNcclLog(textOf(path));
  if (log === undefined)
    throw new CliError(
      ExitCode.usage,
      'unknown-form',
      `${path} must be a log of nccl-tests with the lines that name its ranks.`,
      'Give the whole output of all_reduce_perf and the like, or a JSON or CSV file.',
    );
  const name = cluster ?? `${asked ?? log.device}-64`;
  const spec = CLUSTERS[name];
  if (spec === undefined)
    throw new CliError(
      ExitCode.notFound,
      'unknown-preset',
      `There is no cluster preset ${name}.`,
      'Name the nodes and their network with --cluster; `railyard presets` lists them.',
    );
  return collectivesOfLog(log, measuredClusterOf(spec));
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
