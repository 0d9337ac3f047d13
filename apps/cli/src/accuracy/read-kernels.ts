/**
 * Measured kernels and collectives: a JSON file or a CSV table of the user's, or the sets that ship with the
 * project.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CollectiveRow, type KernelRow, type TableRow } from '@railyard/experiments';
import { parse } from 'csv-parse/sync';
import { CliError, ExitCode } from '../exit-code.js';

/** From dist/apps/cli/src/input, where this file runs. */
const SHIPPED = new URL('../../../../../test/data/', import.meta.url);
const SETS = [
  'hopper-kernels.json',
  'hopper-kernels-2.json',
  'h200-measured.json',
  'transformer-engine-b300.json',
  'torchao-b200.json',
  'public-kernels/gemm.csv',
  'public-kernels/attention.csv',
  'public-kernels/moe.csv',
  'public-kernels/stream.csv',
];

/** @throws CliError when the file is not there or holds no kernels. */
export async function readKernels(path: string | undefined): Promise<KernelRow[]> {
  const paths = path === undefined ? SETS.map((name) => fileURLToPath(new URL(name, SHIPPED))) : [path];
  const read: KernelRow[] = [];
  for (const one of paths) read.push(...(await rowsOf(one)));
  return read;
}

const COLLECTIVE_SETS = ['public-kernels/comm.csv', 'nccl/nccl-tests.csv'];

/** @throws CliError when the file is not there or holds no collectives. */
export async function readCollectives(path: string | undefined): Promise<CollectiveRow[]> {
  const { collectivesOfTable } = await import('@railyard/experiments');
  const paths =
    path === undefined ? COLLECTIVE_SETS.map((name) => fileURLToPath(new URL(name, SHIPPED))) : [path];
  return paths.flatMap((one) => {
    const rows = collectivesOfTable(tableOf(one, textOf(one)));
    if (rows !== undefined) return rows;
    throw new CliError(
      ExitCode.usage,
      'unknown-form',
      `${one} holds no measured collectives: its columns are those of no table of collectives.`,
      'Give the columns of test/data/public-kernels/comm.csv or test/data/nccl/nccl-tests.csv.',
    );
  });
}

/** A table whose header has the columns of collectives. */
export const isCollectiveTable = (path: string): boolean =>
  path.endsWith('.csv') && /(^|,)(backend|gpus_per_node)(,|$)/.test(textOf(path).split(/\r?\n/, 1)[0] ?? '');

async function rowsOf(path: string): Promise<KernelRow[]> {
  const { isKernelFile, rowsOfFile, rowsOfTable } = await import('@railyard/experiments');
  const text = textOf(path);
  if (!path.endsWith('.json')) {
    const rows = rowsOfTable(tableOf(path, text));
    if (rows !== undefined) return rows;
    throw unknownForm(path, 'its columns are those of no table of kernels');
  }
  const file = contentOf(path, () => JSON.parse(text) as unknown);
  if (isKernelFile(file)) return rowsOfFile(file, basename(path, '.json'));
  throw unknownForm(path, 'it must be an object with `device` and `rows`');
}

function textOf(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new CliError(ExitCode.notFound, 'not-found', `There is no file ${path}.`, 'Check the path.');
}

const tableOf = (path: string, text: string): TableRow[] =>
  contentOf(path, () => parse(text, { columns: true, comment: '#', comment_no_infix: true }) as TableRow[]);

function contentOf<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unknownForm(path, error instanceof Error ? error.message : String(error));
  }
}

function unknownForm(path: string, why: string): CliError {
  return new CliError(
    ExitCode.usage,
    'unknown-form',
    `${path} holds no measured kernels: ${why}.`,
    'Give the columns of test/data/hopper-kernels.json or of a table in test/data/public-kernels.',
  );
}
