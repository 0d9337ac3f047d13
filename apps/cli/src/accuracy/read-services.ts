/** Published serving measurements: a CSV file of the user's, or the set that ships with the project. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ServingRow } from '@railyard/experiments';
import { parse } from 'csv-parse/sync';
import { CliError, ExitCode } from '../exit-code.js';

/** From dist/apps/cli/src/accuracy, where this file runs. */
const SHIPPED = new URL('../../../../../test/data/serving.csv', import.meta.url);

/** @throws CliError when the file is not there or holds no measurements. */
export async function readServices(path = fileURLToPath(SHIPPED)): Promise<readonly ServingRow[]> {
  const { SERVING_COLUMNS } = await import('@railyard/experiments');
  if (!existsSync(path))
    throw new CliError(ExitCode.notFound, 'not-found', `There is no file ${path}.`, 'Check the path.');
  const table = tableOf(path);
  const [first] = table;
  if (first === undefined) throw unknownForm(path, 'it has no rows');
  const missing = SERVING_COLUMNS.find((name) => !(name in first));
  if (missing !== undefined) throw unknownForm(path, `it has no column ${missing}`);
  return table;
}

function tableOf(path: string): readonly ServingRow[] {
  try {
    return parse(readFileSync(path, 'utf8'), { columns: true, comment: '#', comment_no_infix: true });
  } catch (error) {
    throw unknownForm(path, error instanceof Error ? error.message : String(error));
  }
}

function unknownForm(path: string, why: string): CliError {
  return new CliError(
    ExitCode.usage,
    'unknown-form',
    `${path} holds no serving measurements: ${why}.`,
    'Give the columns of test/data/serving.csv.',
  );
}
