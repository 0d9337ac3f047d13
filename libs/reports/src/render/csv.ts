/** A report as CSV: one line for each row, numbers in full. */
import { stringify } from 'csv-stringify/browser/esm/sync';
import { escapeFormula } from '../escape/index.js';
import { type Report, rowVerdict } from '../report.js';

const COLUMNS = [
  'artifact',
  'case',
  'name',
  'unit',
  'paper',
  'twin',
  'errorPct',
  'tolerancePct',
  'bandLow',
  'bandHigh',
  'verdict',
  'kind',
  'note',
  'engineVersion',
] as const;

export function renderCsv(report: Report): string {
  const text = escapeFormula;
  const records = report.rows.map((row) => [
    text(report.artifact),
    text(row.case),
    text(row.name),
    text(row.unit),
    row.paper,
    row.twin,
    row.errorPct,
    row.tolerancePct,
    row.band?.[0],
    row.band?.[1],
    rowVerdict(row),
    row.kind,
    text(row.note),
    text(report.engineVersion),
  ]);
  return stringify(records, { header: true, columns: [...COLUMNS] });
}
