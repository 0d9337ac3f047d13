/**
 * Rows of a report as a grid of text: cases side by side when they are few and complete (Table 4), else one
 * line for each row.
 */
import { elementAt, invariant } from '@railyard/base';
import { type Grid, type Report, type ReportRow, cases, referenceOf, rowVerdict } from '../report.js';
import {
  formatError,
  formatPaper,
  formatTolerance,
  formatTwin,
  publishedDecimals,
  rowLabel,
} from './format.js';

/** What a reader must not miss: rows out of tolerance, fitted rows, inputs. */
function mark(rows: readonly ReportRow[]): string {
  const marks = new Set<string>();
  for (const row of rows) {
    if (rowVerdict(row) === 'outside') marks.add(rows.length > 1 ? `${row.case} OUT` : 'OUT');
    if (rowVerdict(row) === 'open') marks.add(rows.length > 1 ? `${row.case} open` : 'open');
    if (row.kind === 'fitted') marks.add(rows.length > 1 ? `${row.case} fitted` : 'fitted');
    if (row.kind === 'published-input') marks.add('input');
    if (row.kind === 'own-prices') marks.add('own prices');
  }
  return [...marks].join(', ');
}

export function layOut(report: Report): Grid {
  if (report.grid !== undefined) return report.grid;
  const names = cases(report);
  const byName = new Map<string, ReportRow[]>();
  for (const row of report.rows) byName.set(rowLabel(row), [...(byName.get(rowLabel(row)) ?? []), row]);
  const sideBySide = names.length === 2 && [...byName.values()].every((rows) => rows.length === 2);
  const published = referenceOf(report);
  return sideBySide ? besideEachOther(names, byName, published) : oneByOne(report.rows, published);
}

function besideEachOther(
  names: readonly string[],
  byName: ReadonlyMap<string, readonly ReportRow[]>,
  published: string,
): Grid {
  const heads = (what: string): string[] => names.map((name) => `${what} ${name}`);
  const body = [...byName].map(([label, rows]) => {
    const ordered = names.map((name) => rowOf(rows, name));
    const digits = publishedDecimals(ordered);
    return [
      label,
      ...ordered.map((row) => formatPaper(row, digits)),
      ...ordered.map((row) => formatTwin(row, digits)),
      ...ordered.map(formatError),
      formatTolerance(elementAt(ordered, 0), digits),
      mark(ordered),
    ];
  });
  return {
    head: [
      '',
      ...heads(published),
      ...heads('twin'),
      ...heads('diff'),
      judgedBy([...byName.values()].flat()),
      '',
    ],
    body,
    textColumns: 1,
  };
}

const judgedBy = (rows: readonly ReportRow[]): string =>
  rows.some((row) => row.band !== undefined) ? '90 % band' : 'tolerance';

/** Side by side stand rows that every case has. */
function rowOf(rows: readonly ReportRow[], name: string): ReportRow {
  const row = rows.find((candidate) => candidate.case === name);
  invariant(row !== undefined, 'every case has the row', { name });
  return row;
}

function oneByOne(rows: readonly ReportRow[], published: string): Grid {
  const body = rows.map((row) => [
    row.case,
    rowLabel(row),
    formatPaper(row),
    formatTwin(row),
    formatError(row),
    formatTolerance(row),
    mark([row]),
  ]);
  return { head: ['', '', published, 'twin', 'difference', judgedBy(rows), ''], body, textColumns: 2 };
}
