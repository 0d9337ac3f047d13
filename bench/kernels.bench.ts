/**
 * Accuracy of the kernel model on measured kernels that it was not fitted to (docs/model/kernels.md), and its
 * own speed.
 */
import { parse } from 'csv-parse/sync';
import { DEVICES } from '@railyard/cluster';
import { entryOf } from '@railyard/base';
import {
  type AccuracySource,
  type ErrorSummary,
  type KernelAccuracy,
  type KernelFile,
  type KernelRow,
  type TableRow,
  kernelAccuracy,
  rowsOfFile,
  rowsOfTable,
} from '@railyard/experiments';
import { gemmSeconds } from '@railyard/parallelism';
import { readFileSync } from 'node:fs';
import { type BenchLine, rateOf } from './bench-line.js';

/** From dist/bench, where this file runs. */
const DATA = new URL('../../test/data/', import.meta.url);
const FILES = ['hopper-kernels', 'hopper-kernels-2'];
const TABLES = ['gemm', 'attention', 'moe', 'stream'];

/** Largest median and 90th percentile that a family may show; what is not listed has none. */
const GATES: readonly (readonly [RegExp, number, number?])[] = [
  [/^gemm .* large$/, 6],
  [/^gemm fp8-block/, 6],
  [/^gemm/, 10],
  [/^grouped/, 8],
  [/^memory-bound/, 8],
  [/^attention/, 10],
  [/^MLA/, 12],
  [/^experts/, 12],
];

/** Families of one kind together, whatever their operation and file, and the largest median of each. */
const KINDS: readonly (readonly [string, number])[] = [
  ['gemm fp8-block forward', 6],
  ['gemm fp8-block input gradient', 6],
  ['gemm fp8-block weight gradient', 6],
  ['memory-bound', 8],
  ['grouped', 8],
];

const isOf =
  (kind: string) =>
  (row: KernelRow): boolean =>
    'family' in row && row.family.startsWith(kind);

export async function kernelsBench(): Promise<BenchLine[]> {
  const device = entryOf(DEVICES, 'h200');
  const shape = { m: 4096, n: 7168, k: 16_384 };
  const speed: BenchLine = {
    name: 'kernel model, GEMM times',
    value: rateOf(() => void gemmSeconds(device, shape, { precision: 'bf16', pass: 'forward', sms: 112 })),
    unit: 'calls/s',
  };
  const rows = hopperRows();
  const ours = kernelAccuracy(rows);
  const others = kernelAccuracy(publicRows());
  return [
    ...linesOf('training kernels, all', ours.summary, 6, 15),
    ...KINDS.flatMap(([kind, median]) =>
      linesOf(`training kernels, ${kind}`, kernelAccuracy(rows.filter(isOf(kind))).summary, median),
    ),
    ...familyLines(ours),
    ...linesOf('engine kernels, all', others.summary),
    ...familyLines(others),
    speed,
  ];
}

function hopperRows(): KernelRow[] {
  return FILES.flatMap((name) =>
    rowsOfFile(JSON.parse(readFileSync(new URL(`${name}.json`, DATA), 'utf8')) as KernelFile, name),
  );
}

function publicRows(): KernelRow[] {
  return TABLES.flatMap((name) => {
    const text = readFileSync(new URL(`public-kernels/${name}.csv`, DATA), 'utf8');
    return rowsOfTable(parse(text, { columns: true }) as TableRow[]) ?? [];
  });
}

function familyLines({ sources }: KernelAccuracy): BenchLine[] {
  return sources
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .flatMap((source) => {
      const gate = GATES.find(([pattern]) => pattern.test(source.family));
      return linesOf(nameOf(source), source, gate?.[1], gate?.[2]);
    });
}

const nameOf = ({ device, family, source }: AccuracySource): string => `${device} ${family} (${source})`;

function linesOf(name: string, errors: ErrorSummary, median?: number, p90?: number): BenchLine[] {
  if (errors.medianPct === null || errors.p90Pct === null) return [];
  const note = `${errors.rows} rows with the fitted half; bias ${(errors.biasPct ?? 0).toFixed(1)} %`;
  const line = { unit: '%', lessIsBetter: true, note } as const;
  const floor = (value: number | undefined) => (value === undefined ? {} : { floor: value });
  return [
    { name: `kernel error, ${name}, median`, value: errors.medianPct, ...line, ...floor(median) },
    { name: `kernel error, ${name}, 90th percentile`, value: errors.p90Pct, ...line, ...floor(p90) },
  ];
}
