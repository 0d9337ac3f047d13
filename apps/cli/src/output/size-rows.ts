/** Collectives over sizes, of one number of GPUs or of several, in the columns of nccl-tests. */
import { type NetworkRequest, type NetworkResult } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { type Answer, type Table } from './format.js';

export interface SizeRow {
  readonly gpus: number;
  readonly bytes: number;
  /** Of four-byte floats. */
  readonly count: number;
  readonly timeUs: number;
  readonly algbwGBps: number;
  readonly busbwGBps: number;
  readonly algorithm?: string;
}

const FLOAT_BYTES = 4;

export const sizeRows = (gpus: number, { sizes = [] }: NetworkResult): readonly SizeRow[] =>
  sizes.map((row) => ({ gpus, ...row, count: Math.floor(row.bytes / FLOAT_BYTES) }));

/** The columns of nccl-tests, behind the number of GPUs where rows differ in it. */
export function sizeTable(title: string, rows: readonly SizeRow[]): Table {
  const several = rows.some(({ gpus }) => gpus !== rows[0]?.gpus);
  const algorithms = rows.some(({ algorithm }) => algorithm !== undefined);
  return {
    title,
    columns: [
      ...(several ? ['GPUs'] : []),
      'size (B)',
      'count',
      'time (us)',
      'algbw (GB/s)',
      'busbw (GB/s)',
      ...(algorithms ? ['algorithm'] : []),
    ],
    rows: rows.map(({ gpus, bytes, count, timeUs, algbwGBps, busbwGBps, algorithm }) => [
      ...(several ? [gpus] : []),
      bytes,
      count,
      timeUs,
      algbwGBps,
      busbwGBps,
      ...(algorithms ? [algorithm ?? ''] : []),
    ]),
  };
}

/** @param cluster as it was named */
export const answerOverGpus = (
  { collective }: NetworkRequest,
  cluster: string,
  results: readonly NetworkResult[],
  rows: readonly SizeRow[],
): Answer => ({
  data: { rows, engineVersion: results[0]?.engineVersion, results },
  tables: [sizeTable(`${collective} on ${cluster}`, rows)],
});

/** A curve of bus bandwidth over sizes for each number of GPUs. */
export const busbwCurves = (title: string, rows: readonly SizeRow[]) => ({
  title,
  xLabel: 'size (bytes)',
  yLabel: 'busbw (GB/s)',
  curves: [...new Set(rows.map(({ gpus }) => gpus))].map((gpus) => ({
    name: `${gpus} GPUs`,
    points: rows
      .filter((row) => row.gpus === gpus)
      .map(({ bytes, busbwGBps }) => ({ x: bytes, y: busbwGBps })),
    dashed: false,
  })),
});

/** @throws CliError where there is nothing to put in rows or curves */
export function needSizes(key: string, { maxBytes }: NetworkRequest): void {
  if (maxBytes !== undefined) return;
  throw new CliError(
    ExitCode.usage,
    'not-applicable',
    `${key} must go with sizes.`,
    'Add `-b 8 -e 8G -f 2`, for example.',
  );
}
