/** Reports of the paper's tables and figures in the forms of a page. */
import { type Chart, axesChart, barChart, chartsFile } from '../charts/index.js';
import { formatPaper, formatTwin, renderCsv, renderHtml, renderMarkdown, rowLabel } from '../render/index.js';
import { type Report, type ReportRow } from '../report.js';
import { type PageFormat } from './page.js';

export function renderReports(reports: readonly Report[], format: PageFormat): string {
  switch (format) {
    case 'html':
      return renderHtml(reports);
    case 'md':
      return reports.map(renderMarkdown).join('\n');
    case 'csv':
      return reports.map(renderCsv).join('\n');
    case 'svg':
      return chartsFile(reports.flatMap(chartsOf));
  }
}

/** The curves of a figure; paper and twin as bars, what has one unit on one scale. */
function chartsOf({ artifact, title, rows, curves }: Report): readonly Chart[] {
  const drawn =
    curves === undefined ? [] : [axesChart(`curves-${artifact}`, curves.title, curves, curves.series)];
  const paired = rows.filter(({ paper, twin }) => paper !== null && Number.isFinite(twin));
  const scales = [...new Set(paired.map(scaleOf))];
  return [
    ...drawn,
    ...scales.map((scale, i) =>
      barChart(
        `bars-${artifact}-${i}`,
        `${title}: ${scale}`,
        paired
          .filter((row) => scaleOf(row) === scale)
          .flatMap((row) => [
            bar(`${row.case}: ${rowLabel(row)}, published ${formatPaper(row)}`, row.paper ?? 0),
            bar(`twin ${formatTwin(row)}`, row.twin),
          ]),
        scale,
      ),
    ),
  ];
}

const bar = (label: string, value: number) => ({ label, parts: [{ name: label, value }] });

/** Counts of different things are not compared. */
const scaleOf = (row: ReportRow): string =>
  row.unit === 'count' || row.unit === '' ? rowLabel(row) : row.unit;
