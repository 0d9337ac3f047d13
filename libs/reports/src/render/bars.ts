/** Paper and twin as horizontal bars, in SVG. Each measure has its own scale; the figures stand beside the bars, so nothing is told by colour alone. */
import { scaleLinear } from 'd3-scale';
import { type Report, type ReportRow } from '../report.js';
import { formatPaper, formatTwin, rowLabel } from './format.js';
import { escapeHtml } from './html-escape.js';

const LABEL_WIDTH = 250;
const BAR_WIDTH = 330;
const VALUE_WIDTH = 120;
const BAR_HEIGHT = 9;
const ROW_HEIGHT = 30;
const WIDTH = LABEL_WIDTH + BAR_WIDTH + VALUE_WIDTH;

/** Empty when no row has a published number. */
export function renderBars(report: Report): string {
  const rows = report.rows.filter((row) => row.paper !== null && Number.isFinite(row.twin));
  if (rows.length === 0) return '';
  const largest = new Map<string, number>();
  for (const row of rows) largest.set(rowLabel(row), Math.max(largest.get(rowLabel(row)) ?? 0, row.paper!, row.twin));
  const bars = rows.map((row, index) => pairOfBars(row, index * ROW_HEIGHT, largest.get(rowLabel(row))!));
  const height = rows.length * ROW_HEIGHT;
  const id = `bars-${report.artifact}`;
  return [
    `<svg class="bars" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${escapeHtml(id)}">`,
    `<title id="${escapeHtml(id)}">${escapeHtml(`${report.title}: paper and twin as bars; the same numbers stand in the table`)}</title>`,
    ...bars, '</svg>',
  ].join('\n');
}

function pairOfBars(row: ReportRow, top: number, largest: number): string {
  const scale = scaleLinear([0, largest > 0 ? largest : 1], [0, BAR_WIDTH]);
  const bar = (kind: 'paper' | 'twin', value: number, text: string, y: number): string => {
    const width = Math.max(0, scale(value)).toFixed(1);
    return `<rect class="${kind}" x="${LABEL_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT}" rx="1.5"/>`
      + `<text class="value" x="${(LABEL_WIDTH + Number(width) + 6).toFixed(1)}" y="${y + BAR_HEIGHT - 1}">${escapeHtml(text)}</text>`;
  };
  return `<g><text x="${LABEL_WIDTH - 8}" y="${top + 16}" text-anchor="end">${escapeHtml(`${row.case}: ${rowLabel(row)}`)}</text>`
    + bar('paper', row.paper!, formatPaper(row), top + 3)
    + bar('twin', row.twin, formatTwin(row), top + 3 + BAR_HEIGHT + 2)
    + '</g>';
}
