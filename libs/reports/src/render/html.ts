/**
 * Reports as one HTML file that needs nothing else: no scripts, no fonts, no network; light and dark;
 * readable by a screen reader.
 */
import { type Report, inputsLine, notesOf, referenceOf, unjudged, verdictLine } from '../report.js';
import { axesChart, chartElement } from '../charts/index.js';
import { renderBars } from './bars.js';
import { escapeHtml } from '../escape/index.js';
import { layOut } from './layout.js';

const STYLE = `
:root { color-scheme: light dark; --ink: #1a1d21; --ground: #ffffff; --line: #c9ced6; --soft: #5a6472;
  --paper: #8a94a3; --twin: #1f6feb; --bad: #b3261e; --good: #1a6b34; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --ground: #14171c; --line: #3a414c;
  --soft: #a0a9b6; --paper: #7d8796; --twin: #6ea8ff; --bad: #ff9a91; --good: #7fd99a; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); max-width: 78rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%;
  font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
thead th, td.text { white-space: normal; } th.text, td.text { text-align: left; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
.bars { width: 100%; height: auto; margin-top: 1rem; } .bars text { font: 11px system-ui, sans-serif;
  fill: var(--ink); } .bars .value { fill: var(--soft); }
.bars .paper { fill: var(--paper); } .bars .twin { fill: var(--twin); } .key { color: var(--soft); }
.swatch { display: inline-block; width: .8em; height: .8em; border-radius: 2px; } .swatch.paper {
  background: var(--paper); } .swatch.twin { background: var(--twin); }
.verdict { font-weight: 600; } .verdict.within { color: var(--good); } .verdict.outside { color: var(--bad);
  } details { margin-top: .8rem; }
figure { margin: 1.2rem 0; overflow-x: auto; } figcaption { color: var(--soft); }
.chart { width: 100%; max-width: 62rem; height: auto; }
@media print { details { display: block; }
  section { break-inside: avoid-page; } .scroll { overflow: visible; }
  body { max-width: none; margin: 0; font-size: 11px; } }
`;

export function renderHtml(reports: readonly Report[], title = 'Railyard: paper and twin'): string {
  return htmlPage(title, [contents(reports), ...reports.map(section)]);
}

/** A whole page below its title. */
export function htmlPage(title: string, parts: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeHtml(title)}</h1>`,
    ...parts,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function contents(reports: readonly Report[]): string {
  const items = reports.map(
    (report) =>
      `<li><a href="#${escapeHtml(report.artifact)}">${escapeHtml(report.title)}</a>: ` +
      `${report.withinTolerance ? 'within tolerance' : 'out of tolerance'}</li>`,
  );
  return `<nav aria-label="Tables"><ul>${items.join('')}</ul></nav>`;
}

function section(report: Report): string {
  const { head, body, textColumns } = layOut(report);
  const kind = (column: number): string =>
    column < textColumns || column === head.length - 1 ? ' class="text"' : '';
  const headings = head
    .map(
      (text, column) =>
        `<th scope="col"${kind(column)}>` +
        `${escapeHtml(text === '' ? columnName(column, textColumns) : text)}</th>`,
    )
    .join('');
  const lines = body.map(
    (cells) =>
      `<tr>${cells
        .map((text, column) =>
          column < textColumns
            ? `<th scope="row" class="text">${escapeHtml(text)}</th>`
            : `<td${kind(column)}>${escapeHtml(text)}</td>`,
        )
        .join('')}</tr>`,
  );
  const notes = notesOf(report);
  // Green stands for a report of which every published number was judged.
  const side = !report.withinTolerance ? 'outside' : unjudged(report).length > 0 ? 'partly' : 'within';
  const verdict = `<span class="verdict ${side}">${verdictLine(report)}</span>`;
  return [
    `<section id="${escapeHtml(report.artifact)}">`,
    `<h2>${escapeHtml(report.title)}</h2>`,
    `<p>${verdict} ${escapeHtml(report.conclusion)}</p>`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(report.title)}"><table>`,
    `<caption>Twin and ${referenceOf(report)}; difference is (twin - ${referenceOf(report)}) / ` +
      `${referenceOf(report)}.</caption>`,
    `<thead><tr>${headings}</tr></thead>`,
    `<tbody>${lines.join('\n')}</tbody>`,
    '</table></div>',
    ...notes.map((note) => `<p class="key">${escapeHtml(note)}</p>`),
    curves(report),
    bars(report),
    inputs(report),
    '</section>',
  ].join('\n');
}

function columnName(column: number, textColumns: number): string {
  if (column >= textColumns) return 'remark';
  return textColumns === 2 && column === 0 ? 'case' : 'metric';
}

function bars(report: Report): string {
  const drawn = renderBars(report);
  return drawn === ''
    ? ''
    : `${drawn}\n<p class="key"><span class="swatch paper"></span> ${referenceOf(report)} (upper ` +
        `bar) <span class="swatch twin"></span> twin (lower bar)</p>`;
}

function curves({ artifact, curves: drawn }: Report): string {
  if (drawn === undefined) return '';
  const chart = axesChart(`curves-${artifact}`, drawn.title, drawn, drawn.series);
  return `<figure><figcaption>${escapeHtml(drawn.title)}</figcaption>${chartElement(chart)}</figure>`;
}

function inputs(report: Report): string {
  const lines = report.inputs.map(
    (input) =>
      `<tr><th scope="row" ` +
      (`class="text">${escapeHtml(input.name)}</th><td>${escapeHtml(String(input.value))}</td><td ` +
        `class="text">${escapeHtml(input.unit)}</td>`) +
      `<td class="text">${input.provenance}</td><td class="text">${escapeHtml(input.source)}</td></tr>`,
  );
  return (
    `<details><summary>${escapeHtml(inputsLine(report.inputs))} Engine ` +
    (`${escapeHtml(report.engineVersion)}.</summary><div class="scroll" tabindex="0" role="region" ` +
      `aria-label="Inputs"><table>`) +
    '<caption>Inputs that mattered, and where each comes from</caption>' +
    ('<thead><tr><th scope="col" class="text">input</th><th scope="col">value</th><th scope="col" ' +
      ('class="text">unit</th><th scope="col" class="text">provenance</th><th scope="col" ' +
        'class="text">source</th></tr></thead>')) +
    `<tbody>${lines.join('\n')}</tbody></table></div></details>`
  );
}
