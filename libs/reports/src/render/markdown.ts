/** A report as Markdown. */
import { markdownCell } from '../escape/index.js';
import { type Report, inputsLine, notesOf, verdictLine } from '../report.js';
import { layOut } from './layout.js';

export function renderMarkdown(report: Report): string {
  const { head, body, textColumns } = layOut(report);
  const isText = (column: number): boolean => column < textColumns || column === head.length - 1;
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |`;
  const notes = notesOf(report);
  return [
    `## ${report.title}`,
    '',
    line(head),
    `|${head.map((_, column) => (isText(column) ? ' --- ' : ' ---: ')).join('|')}|`,
    ...body.map(line),
    '',
    ...notes.map((note) => `- ${note}`),
    `- ${inputsLine(report.inputs)} Engine ${report.engineVersion}.`,
    `- **${verdictLine(report)}** ${report.conclusion}`,
    '',
  ].join('\n');
}
