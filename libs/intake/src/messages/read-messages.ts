/**
 * Messages as CSV: a list (`from,to,bytes` and, where there are several jobs, `job` and `start_us`), or a
 * traffic matrix, bytes from the GPU of the row to the GPU of the column.
 */
import { InvalidDocumentError } from '@railyard/base';
import { type Message } from '@railyard/cluster';
import { parse } from 'csv-parse/browser/esm/sync';
import { type SourceFile } from '../recognise/index.js';

/** A second's work of the solver. */
const MOST_MESSAGES = 70_000;
/** Each is simulated alone. */
const MOST_JOBS = 256;

const refusal = (path: string, message: string, hint: string): InvalidDocumentError =>
  new InvalidDocumentError([{ path, code: 'wrong-type', message, hint }]);

/** @throws InvalidDocumentError where the file is no table of messages, or names GPUs that there are not. */
export function readMessages({ name, text }: SourceFile, gpus: number): readonly Message[] {
  const rows = rowsOf(text);
  const isMatrix = rows.length > 1 && rows.every((row) => row.length === rows.length && row.every(isNumber));
  const messages = isMatrix ? fromMatrix(rows) : fromList(rows, gpus);
  if (messages.length === 0)
    throw refusal(
      '',
      `${name} must hold messages (got none).`,
      'Use the columns from, to, bytes, or a matrix of bytes.',
    );
  if (messages.length > MOST_MESSAGES)
    throw refusal(
      '',
      `${name} must hold at most ${MOST_MESSAGES} messages (got ${messages.length}).`,
      'Use fewer.',
    );
  const jobs = new Set(messages.map(({ job }) => job)).size;
  if (jobs > MOST_JOBS)
    throw refusal('', `${name} must hold at most ${MOST_JOBS} jobs (got ${jobs}).`, 'Use fewer.');
  if (isMatrix && rows.length > gpus)
    throw refusal(
      '',
      `A matrix must have at most the ${gpus} GPUs of the cluster (got ${rows.length}).`,
      'Use a larger cluster.',
    );
  return messages;
}

function rowsOf(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, { trim: true, skip_empty_lines: true, comment: '#', relax_column_count: true });
  } catch (error) {
    throw refusal(
      '',
      `The file must be CSV (${(error as Error).message.replace(/\.$/, '')}).`,
      'Correct the file.',
    );
  }
}

const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell)) && Number(cell) >= 0;

const fromMatrix = (rows: readonly (readonly string[])[]): readonly Message[] =>
  rows.flatMap((row, from) =>
    row.flatMap((cell, to) =>
      from === to || Number(cell) === 0 ? [] : [{ from, to, bytes: Number(cell), start: 0, job: 'all' }],
    ),
  );

function fromList([header = [], ...rows]: readonly (readonly string[])[], gpus: number): readonly Message[] {
  const columns = header.map((column) => column.toLowerCase());
  const [from, to, bytes] = ['from', 'to', 'bytes'].map((column) => columns.indexOf(column));
  const [job, start] = ['job', 'start_us'].map((column) => columns.indexOf(column));
  if (from === undefined || to === undefined || Math.min(from, to, bytes ?? -1) < 0)
    throw refusal(
      '',
      `The file must have the columns from, to and bytes (got ${header.join(', ')}).`,
      'Add them.',
    );
  return rows.map((row, index) => {
    const line = index + 2;
    const cell = (column: number | undefined, otherwise: string): string => row[column ?? -1] ?? otherwise;
    const gpu = (column: number, what: string): number => {
      const value = Number(cell(column, ''));
      if (Number.isInteger(value) && cell(column, '') !== '' && value >= 0 && value < gpus) return value;
      throw refusal(
        `/${line}/${what}`,
        `${what} of row ${line} must be a GPU from 0 to ${gpus - 1} (got ` +
          `${JSON.stringify(cell(column, ''))}).`,
        'Use the rank of a GPU.',
      );
    };
    const message = { from: gpu(from, 'from'), to: gpu(to, 'to'), bytes: Number(cell(bytes, '')) };
    const startUs = Number(cell(start, '0'));
    if (message.from === message.to)
      throw refusal(
        `/${line}/to`,
        `to of row ${line} must be another GPU than from (got ${message.to}).`,
        'Correct one of them.',
      );
    if (!(message.bytes > 0))
      throw refusal(
        `/${line}/bytes`,
        `bytes of row ${line} must be above 0 (got ${JSON.stringify(cell(bytes, ''))}).`,
        'Use a number of bytes.',
      );
    if (!(startUs >= 0))
      throw refusal(
        `/${line}/start_us`,
        `start_us of row ${line} must be at least 0 (got ${JSON.stringify(cell(start, ''))}).`,
        'Use microseconds.',
      );
    return { ...message, start: startUs / 1e6, job: cell(job, 'all') };
  });
}
