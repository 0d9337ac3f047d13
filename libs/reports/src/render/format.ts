/** The one place that turns a report's numbers into text. */
import { type ReportRow } from '../report.js';

/** Least decimals of a computed number that is no count. */
const TWIN_DECIMALS = 2;

/** Digits after the point of the most precise published number among rows that stand on one line. */
export function publishedDecimals(rows: readonly ReportRow[]): number {
  return Math.max(0, ...rows.map((row) => (row.paper === null ? 0 : decimals(row.paper))));
}

export function formatPaper(row: ReportRow, digits: number = publishedDecimals([row])): string {
  return row.paper === null ? '-' : groupThousands(row.paper.toFixed(digits));
}

/** With the digits of the published number, and two at least; a count has none. */
export function formatTwin(row: ReportRow, digits: number = publishedDecimals([row])): string {
  if (!Number.isFinite(row.twin)) return String(row.twin);
  const count = row.unit === 'count' && Number.isInteger(row.twin);
  return groupThousands(row.twin.toFixed(count ? 0 : Math.max(digits, TWIN_DECIMALS)));
}

export function formatError(row: ReportRow): string {
  if (row.errorPct === null) return '-';
  return `${row.errorPct > 0 ? '+' : ''}${row.errorPct.toFixed(2)} %`;
}

/** What a row is judged by: its band, with the digits of its value, or its tolerance. */
export function formatTolerance(row: ReportRow, digits: number = publishedDecimals([row])): string {
  const { band, tolerancePct } = row;
  if (band !== undefined) return band.map((end) => formatTwin({ ...row, twin: end }, digits)).join(' to ');
  return tolerancePct === null ? '-' : tolerancePct === 0 ? 'exact' : `${tolerancePct} %`;
}

/** Name and unit, where the name does not already start with it. */
export const rowLabel = (row: ReportRow): string =>
  row.unit === 'count' || row.name.startsWith(row.unit) ? row.name : `${row.name} (${row.unit})`;

function decimals(value: number): number {
  const text = String(value);
  const point = text.indexOf('.');
  return point < 0 || text.includes('e') ? 0 : text.length - point - 1;
}

export function groupThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
