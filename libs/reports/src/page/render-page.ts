/** The forms of a report's page. */
import { stringify } from 'csv-stringify/browser/esm/sync';
import { chartElement, chartsFile } from '../charts/index.js';
import { htmlPage } from '../render/index.js';
import { escapeFormula, escapeHtml, markdownCell } from '../escape/index.js';
import { type PageCell, type PageFormat, type PageSection, type PageTable, type ReportPage } from './page.js';

export function renderPage(page: ReportPage, format: PageFormat): string {
  switch (format) {
    case 'html':
      return pageHtml(page);
    case 'md':
      return pageMarkdown(page);
    case 'csv':
      return tablesOf(page).map(tableCsv).join('\n');
    case 'svg':
      return chartsFile(page.sections.flatMap(({ charts = [] }) => charts));
  }
}

const tablesOf = ({ sections }: ReportPage): readonly PageTable[] =>
  sections.flatMap(({ tables = [] }) => tables);

/** Five digits that count. */
export function shownCell(cell: PageCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string' || Number.isInteger(cell)) return String(cell);
  const size = Math.abs(cell);
  return size >= 1e6 || size < 1e-3 ? cell.toExponential(3) : String(Number(cell.toPrecision(5)));
}

function pageHtml({ title, lead, sections }: ReportPage): string {
  return htmlPage(title, [
    ...lead.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    ...sections.map(sectionHtml),
  ]);
}

const sectionHtml = ({ heading, sentences = [], charts = [], tables = [] }: PageSection): string =>
  [
    '<section>',
    `<h2>${escapeHtml(heading)}</h2>`,
    ...sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    ...charts.map(
      (chart) => `<figure><figcaption>${escapeHtml(chart.title)}</figcaption>${chartElement(chart)}</figure>`,
    ),
    ...tables.map(tableHtml),
    '</section>',
  ].join('\n');

function tableHtml({ title, columns, rows }: PageTable): string {
  const isNumber = columns.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const kind = (column: number): string => (isNumber[column] === true ? '' : ' class="text"');
  const head = columns
    .map((name, column) => `<th scope="col"${kind(column)}>${escapeHtml(name)}</th>`)
    .join('');
  const td = (value: PageCell, column: number): string =>
    `<td${kind(column)}>${escapeHtml(shownCell(value))}</td>`;
  const body = rows.map((row) => `<tr>${row.map(td).join('')}</tr>`);
  return [
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table>`,
    `<caption>${escapeHtml(title)}</caption><thead><tr>${head}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody></table></div>`,
  ].join('\n');
}

function pageMarkdown({ title, lead, sections }: ReportPage): string {
  return [
    `# ${title}`,
    '',
    ...lead.flatMap((sentence) => [sentence, '']),
    ...sections.flatMap(({ heading, sentences = [], tables = [] }) => [
      `## ${heading}`,
      '',
      ...sentences.flatMap((sentence) => [sentence, '']),
      ...tables.flatMap(tableMarkdown),
    ]),
  ].join('\n');
}

function tableMarkdown({ title, columns, rows }: PageTable): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |`;
  return [
    `### ${title}`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(row.map(shownCell))),
    '',
  ];
}

function tableCsv({ columns, rows }: PageTable): string {
  const cell = (value: PageCell): PageCell => (typeof value === 'string' ? escapeFormula(value) : value);
  return stringify([[...columns], ...rows.map((row) => row.map(cell))]);
}
