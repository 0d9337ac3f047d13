/** Reports of the paper's tables and figures in the forms of a page. */
import { type Chart, axesChart, barChart, chartsFile } from '../charts/index.js';
import {
  formatPaper,
  formatTwin,
  layOut,
  renderCsv,
  renderHtml,
  renderMarkdown,
  rowLabel,
} from '../render/index.js';
import { type Report, type ReportRow, inputsLine, notesOf, referenceOf, verdictLine } from '../report.js';
import { type PageFormat, type PageSection, type ReportPage } from './page.js';
import { inputsTable } from './run-page.js';

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

/** Reports as one page: a section each. */
export const reportsPage = (reports: readonly Report[]): ReportPage => ({
  title: 'Railyard: paper and twin',
  lead: reports.map((report) => `${report.title}: ${verdictLine(report)}`),
  sections: reports.map(sectionOf),
});

function sectionOf(report: Report): PageSection {
  const { title, conclusion, inputs, engineVersion } = report;
  const { head, body } = layOut(report);
  return {
    heading: title,
    sentences: [
      `${verdictLine(report)} ${conclusion}`,
      ...notesOf(report),
      `${inputsLine(inputs)} Engine ${engineVersion}.`,
    ],
    charts: chartsOf(report),
    tables: [
      { title: `Twin and ${referenceOf(report)}`, columns: head, rows: body },
      ...(inputs.length === 0 ? [] : [inputsTable(inputs)]),
    ],
  };
}

/** The curves of a figure; paper and twin as bars, what has one unit on one scale. */
function chartsOf(report: Report): readonly Chart[] {
  const { artifact, title, rows, curves } = report;
  const published = referenceOf(report);
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
            bar(`${row.case}: ${rowLabel(row)}, ${published} ${formatPaper(row)}`, published, row.paper ?? 0),
            bar(`twin ${formatTwin(row)}`, 'twin', row.twin),
          ]),
        scale,
      ),
    ),
  ];
}

const bar = (label: string, name: string, value: number) => ({ label, parts: [{ name, value }] });

/** Counts of different things are not compared. */
const scaleOf = (row: ReportRow): string =>
  row.unit === 'count' || row.unit === '' ? rowLabel(row) : row.unit;
