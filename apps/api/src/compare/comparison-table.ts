/** A comparison as a table of text: inputs, metrics, differences; a column for each run. */
import { type Comparison } from '@railyard/experiments';
import { stringify } from 'csv-stringify/sync';

type Cell = string | number;

function tableOf({ inputs, metrics }: Comparison, ids: readonly string[]): readonly (readonly Cell[])[] {
  return [
    ['', ...ids],
    ...inputs.map(({ path, values }) => [path, ...values.map(cellOf)]),
    ...metrics.map(({ name, values }) => [name, ...values.map(cellOf)]),
    ...metrics.map(({ name, differencePct }) => [`${name} (difference, %)`, ...differencePct.map(cellOf)]),
  ];
}

function cellOf(value: unknown): Cell {
  if (value === undefined) return '';
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

/** A cell that a spreadsheet would run as a formula is escaped; a negative number is not one. */
export const comparisonCsv = (comparison: Comparison, ids: readonly string[]): string =>
  stringify([...tableOf(comparison, ids)], { escape_formulas: true });

export function comparisonMarkdown(comparison: Comparison, ids: readonly string[]): string {
  const [head = [], ...rows] = tableOf(comparison, ids);
  const lines = [lineOf(head), lineOf(head.map(() => '---')), ...rows.map(lineOf)];
  return `${lines.join('\n')}\n`;
}

const lineOf = (cells: readonly Cell[]): string =>
  `| ${cells.map((text) => String(text).replace(/[|\\]/g, '\\$&').replace(/\s+/g, ' ')).join(' | ')} |`;
