/**
 * Paper and twin as horizontal bars, in SVG. What has one unit has one scale; the figures are next to the
 * bars, so nothing is reported by colour alone.
 */
import { scaleLinear } from 'd3-scale';
import { type Report, type ReportRow, referenceOf } from '../report.js';
import { formatPaper, formatTwin, rowLabel } from './format.js';
import { escapeHtml } from '../escape/index.js';

/** Widest common letters of the page's font at its size, so that no label is cut. */
const LETTER_WIDTH = 7.2;
const BAR_WIDTH = 330;
const VALUE_WIDTH = 120;
const BAR_HEIGHT = 9;
const ROW_HEIGHT = 30;

/** A row that has a bar of each kind. */
type PairedRow = ReportRow & { readonly paper: number };

const isPaired = (row: ReportRow): row is PairedRow => row.paper !== null && Number.isFinite(row.twin);

/** Empty when no row has a published number. */
export function renderBars(report: Report): string {
  const rows = report.rows.filter(isPaired);
  if (rows.length === 0) return '';
  const largest = new Map<string, number>();
  for (const row of rows)
    largest.set(scaleOf(row), Math.max(largest.get(scaleOf(row)) ?? 0, row.paper, row.twin));
  const labels = 16 + LETTER_WIDTH * Math.max(...rows.map((row) => labelOf(row).length));
  const bars = rows.map((row, index) =>
    pairOfBars(row, labels, index * ROW_HEIGHT, largest.get(scaleOf(row)) ?? 0),
  );
  const height = rows.length * ROW_HEIGHT;
  const id = `bars-${report.artifact}`;
  const caption = `${report.title}: ${referenceOf(report)} and twin as bars; the table has the same numbers`;
  return [
    `<svg class="bars" viewBox="0 0 ${(labels + BAR_WIDTH + VALUE_WIDTH).toFixed(0)} ${height}" ` +
      `role="img" aria-labelledby="${escapeHtml(id)}">`,
    `<title id="${escapeHtml(id)}">${escapeHtml(caption)}</title>`,
    ...bars,
    '</svg>',
  ].join('\n');
}

/** Counts of different things are not compared. */
const scaleOf = (row: ReportRow): string =>
  row.unit === 'count' || row.unit === '' ? rowLabel(row) : row.unit;

const labelOf = (row: ReportRow): string => `${row.case}: ${rowLabel(row)}`;

function pairOfBars(row: PairedRow, labels: number, top: number, largest: number): string {
  const scale = scaleLinear([0, largest > 0 ? largest : 1], [0, BAR_WIDTH]);
  const bar = (kind: 'paper' | 'twin', value: number, text: string, y: number): string => {
    const width = Math.max(0, scale(value)).toFixed(1);
    return (
      `<rect class="${kind}" x="${labels.toFixed(1)}" y="${y}" width="${width}" ` +
      `height="${BAR_HEIGHT}" rx="1.5"/>` +
      (`<text class="value" x="${(labels + Number(width) + 6).toFixed(1)}" ` +
        `y="${y + BAR_HEIGHT - 1}">${escapeHtml(text)}</text>`)
    );
  };
  return (
    `<g><text x="${(labels - 8).toFixed(1)}" y="${top + 16}" ` +
    `text-anchor="end">${escapeHtml(labelOf(row))}</text>` +
    bar('paper', row.paper, formatPaper(row), top + 3) +
    bar('twin', row.twin, formatTwin(row), top + 3 + BAR_HEIGHT + 2) +
    '</g>'
  );
}
