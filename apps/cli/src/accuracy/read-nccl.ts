/** Rows of nccl-tests: a log as its programs print it, a table, or the set that ships with the project. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ClusterSpec } from '@railyard/cluster';
import { type MeasuredBeside } from '@railyard/experiments';
import { parse } from 'csv-parse/sync';
import { CliError, ExitCode } from '../exit-code.js';

/** From dist/apps/cli/src/accuracy, where this file runs. */
const SHIPPED = fileURLToPath(new URL('../../../../../test/data/nccl/nccl-tests.csv', import.meta.url));

/** @throws CliError when a file is not there or is neither a log nor such a table. */
export async function readNccl(
  paths: readonly string[],
  cluster: ClusterSpec | undefined,
): Promise<readonly MeasuredBeside[]> {
  const { CLUSTERS } = await import('@railyard/cluster');
  const { measuredBeside, readNcclLog } = await import('@railyard/experiments');
  return (paths.length === 0 ? [SHIPPED] : paths).flatMap((path) => {
    const text = textOf(path);
    const log = readNcclLog(text);
    const own = cluster ?? (log === undefined ? undefined : CLUSTERS[`${log.device}-64`]);
    if (log !== undefined && own === undefined)
      throw new CliError(
        ExitCode.notFound,
        'unknown-preset',
        `There is no cluster preset ${log.device}-64.`,
        'Name the nodes and their network with --cluster; `railyard presets` lists them.',
      );
    const rows =
      log === undefined ? measuredBeside(tableOf(path, text), cluster) : measuredBeside(log.rows, own);
    if (rows !== undefined) return rows;
    throw unknownForm(path);
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CliError(ExitCode.notFound, 'not-found', `There is no file ${path}.`, 'Check the path.');
  }
}

function tableOf(path: string, text: string): Record<string, string>[] {
  try {
    return parse(text, { columns: true, comment: '#', comment_no_infix: true }) as Record<string, string>[];
  } catch {
    throw unknownForm(path);
  }
}

const unknownForm = (path: string): CliError =>
  new CliError(
    ExitCode.usage,
    'unknown-form',
    `${path} must be a log of nccl-tests with the lines that name its ranks, or a table of such rows.`,
    'Give the whole output of all_reduce_perf and the like, or the columns of test/data/nccl/nccl-tests.csv.',
  );
