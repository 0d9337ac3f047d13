/** A report for a terminal. */
import { folded, textTable } from '@railyard/base';
import { type Report, inputsLine, notesOf, verdictLine } from '../report.js';
import { layOut } from './layout.js';

/**
 * No colours: the caller may add them where its terminal has any.
 * @param width of the terminal, which the table fits
 */
export function renderText(report: Report, width?: number): string {
  const { head, body, textColumns } = layOut(report);
  const blocks = textTable(
    { head, body, rightAligned: (column) => column >= textColumns && column < head.length - 1 },
    width,
  );
  const notes = notesOf(report);
  return [
    ...folded(report.title, width),
    '',
    ...blocks.flatMap((block) => {
      const rule = '-'.repeat(Math.max(...[...block.head, ...block.body].map(({ length }) => length)));
      return [...block.head, rule, ...block.body, ''];
    }),
    ...[
      ...notes.map((note) => `Note: ${note}`),
      `${inputsLine(report.inputs)} Engine ${report.engineVersion}.`,
      `Conclusion: ${report.conclusion}`,
      verdictLine(report),
    ].flatMap((sentence) => folded(sentence, width)),
  ].join('\n');
}
