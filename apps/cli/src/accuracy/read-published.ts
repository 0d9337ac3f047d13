/** Tables of published figures: CSV files of the user's, or the sets that ship with the project. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type PublishedRun, type RunColumns, type ServingRow } from '@railyard/experiments';
import { parse } from 'csv-parse/sync';
import { CliError, ExitCode } from '../exit-code.js';

/** From dist/apps/cli/src/accuracy, where this file runs. */
const SHIPPED = new URL('../../../../../test/data/', import.meta.url);

/** A kind of table: where the shipped one is, and what its rows are called. */
interface TableKind {
  readonly file: string;
  readonly rows: string;
  /** A column that a row lacks. */
  readonly missing: (row: object) => string | undefined;
}

/** Those that ship; the first names the columns. */
const RUN_SETS = ['training-runs.csv', 'mlperf-llama31-405b.csv'];

/** @throws CliError when the file is not there or holds no runs. */
export async function readRuns(path?: string): Promise<readonly PublishedRun[]> {
  const { missingRunColumn, publishedRuns } = await import('@railyard/experiments');
  const missing = (row: object) => missingRunColumn(row as RunColumns);
  const sets = path === undefined ? RUN_SETS : RUN_SETS.slice(0, 1);
  return publishedRuns(
    sets.flatMap((file) => tableOf<RunColumns>(path, { file, rows: 'training runs', missing })),
  );
}

/** @throws CliError when the file is not there or holds no measurements. */
export async function readServices(path?: string): Promise<readonly ServingRow[]> {
  const { SERVING_COLUMNS } = await import('@railyard/experiments');
  const missing = (row: object) => SERVING_COLUMNS.find((name) => !(name in row));
  return tableOf<ServingRow>(path, { file: 'serving.csv', rows: 'serving measurements', missing });
}

function tableOf<T extends object>(given: string | undefined, kind: TableKind): readonly T[] {
  const path = given ?? fileURLToPath(new URL(kind.file, SHIPPED));
  const unknownForm = (why: string): CliError =>
    new CliError(
      ExitCode.usage,
      'unknown-form',
      `${path} holds no ${kind.rows}: ${why}.`,
      `Give the columns of test/data/${kind.file}.`,
    );
  if (!existsSync(path))
    throw new CliError(ExitCode.notFound, 'not-found', `There is no file ${path}.`, 'Check the path.');
  const table = parsed<T>(path, unknownForm);
  const [first] = table;
  if (first === undefined) throw unknownForm('it has no rows');
  const missing = kind.missing(first);
  if (missing !== undefined) throw unknownForm(`it has no column ${missing}`);
  return table;
}

function parsed<T>(path: string, unknownForm: (why: string) => CliError): readonly T[] {
  try {
    return parse(readFileSync(path, 'utf8'), {
      columns: true,
      comment: '#',
      comment_no_infix: true,
      // Found by itself only where the first line is no comment.
      record_delimiter: ['\r\n', '\n'],
    });
  } catch (error) {
    throw unknownForm(error instanceof Error ? error.message : String(error));
  }
}
