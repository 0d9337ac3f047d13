/** Published training runs: a CSV file of the user's, or the set that ships with the project. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type PublishedRun, type RunColumns } from '@railyard/experiments';
import { parse } from 'csv-parse/sync';
import { CliError, ExitCode } from '../exit-code.js';

/** From dist/apps/cli/src/accuracy, where this file runs. */
const SHIPPED = new URL('../../../../../test/data/training-runs.csv', import.meta.url);

/** @throws CliError when the file is not there or holds no runs. */
export async function readRuns(path = fileURLToPath(SHIPPED)): Promise<readonly PublishedRun[]> {
  const { missingRunColumn, publishedRuns } = await import('@railyard/experiments');
  if (!existsSync(path))
    throw new CliError(ExitCode.notFound, 'not-found', `There is no file ${path}.`, 'Check the path.');
  const table = tableOf(path);
  const [first] = table;
  if (first === undefined) throw unknownForm(path, 'it has no rows');
  const missing = missingRunColumn(first);
  if (missing !== undefined) throw unknownForm(path, `it has no column ${missing}`);
  return publishedRuns(table);
}

function tableOf(path: string): readonly RunColumns[] {
  try {
    return parse(readFileSync(path, 'utf8'), {
      columns: true,
      comment: '#',
      comment_no_infix: true,
      // Found by itself only where the first line is no comment.
      record_delimiter: ['\r\n', '\n'],
    });
  } catch (error) {
    throw unknownForm(path, error instanceof Error ? error.message : String(error));
  }
}

function unknownForm(path: string, why: string): CliError {
  return new CliError(
    ExitCode.usage,
    'unknown-form',
    `${path} holds no training runs: ${why}.`,
    'Give the columns of test/data/training-runs.csv.',
  );
}
