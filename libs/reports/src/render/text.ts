/** A report for a terminal. */
import Table from 'cli-table3';
import { type Report, inputsLine, notesOf, verdictLine } from '../report.js';
import { layOut } from './layout.js';

/** Light lines: a rule under the head, spaces between columns. */
const LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** No colours: the caller may add them where its terminal has any. */
export function renderText(report: Report): string {
  const { head, body, textColumns } = layOut(report);
  const table = new Table({
    chars: LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, column) =>
      column < textColumns || column === head.length - 1 ? 'left' : 'right',
    ),
  });
  table.push([...head], ...body.map((line) => [...line]));
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  lines.splice(1, 0, '-'.repeat(Math.max(...lines.map((line) => line.length))));
  const notes = notesOf(report);
  return [
    report.title,
    '',
    ...lines,
    '',
    ...notes.map((note) => `Note: ${note}`),
    `${inputsLine(report.inputs)} Engine ${report.engineVersion}.`,
    `Conclusion: ${report.conclusion}`,
    verdictLine(report),
  ].join('\n');
}
