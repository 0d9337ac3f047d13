/** Prints an answer on stdout in the format that was asked for. */
import { folded, textTable } from '@railyard/base';
import { type Command } from 'commander';
import { sentences } from './errors.js';
import { type Answer, formatOf, show, type Table } from './format.js';
import { harmless } from './harmless.js';
import { nameless } from './names.js';
import { terminalWidth } from './terminal-width.js';

export async function print(command: Command, answer: Answer): Promise<void> {
  const format = formatOf(command);
  process.stdout.write(harmless(answer.ready?.[format] ?? (await rendered(format, answer))));
}

/**
 * Warnings stand below tables; forms that have no room for sentences leave them to stderr (JSON and YAML hold
 * them as data, too).
 */
export async function printWarned(
  command: Command,
  answer: Answer,
  warnings: readonly string[],
): Promise<void> {
  if (formatOf(command) === 'table')
    return print(command, {
      ...answer,
      notes: [...(answer.notes ?? []), ...warnings.map((warning) => `Warning: ${sentences(warning)}`)],
    });
  for (const warning of warnings)
    process.stderr.write(harmless(`railyard: warning: ${sentences(warning)}\n`));
  return print(command, answer);
}

async function rendered(format: ReturnType<typeof formatOf>, answer: Answer): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(answer.data, null, 2)}\n`;
    case 'yaml':
      return (await import('yaml')).stringify(answer.data, { aliasDuplicateObjects: false });
    case 'csv':
      return csv(answer.tables);
    case 'md':
      return answer.tables.map(markdown).join('\n');
    case 'name':
      return namesOf(answer);
    case 'table':
      return [...answer.tables.map(plainTable), ...(answer.notes ?? []).flatMap(foldedLines), ''].join('\n');
  }
}

/** One id on a line, for the next command. */
function namesOf({ names }: Answer): string {
  if (names === undefined) throw nameless();
  return names.map((name) => `${name}\n`).join('');
}

/** One block of rows for each table; a cell that a spreadsheet would run as a formula is escaped. */
async function csv(tables: readonly Table[]): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  return tables
    .map(({ plain, ...table }) => plain ?? table)
    .map(({ columns, rows }) =>
      stringify([columns, ...rows.map((row) => [...row])] as unknown[][], { escape_formulas: true }),
    )
    .join('\n');
}

/** A Markdown table below its title. */
export function markdown(table: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/\n/g, ' ')).join(' | ')} |`;
  const title = table.title === undefined ? [] : [`### ${table.title}`, ''];
  const rule = table.columns.map(() => '---');
  const rows = table.rows.map((row) => line(row.map(show)));
  return `${[...title, line(table.columns), line(rule), ...rows].join('\n')}\n`;
}

function plainTable({ title, columns, rows }: Table): string {
  const isNumeric = columns.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const blocks = textTable(
    {
      head: columns,
      body: rows.map((row) => row.map(show)),
      rightAligned: (column) => isNumeric[column] ?? false,
    },
    terminalWidth(),
  );
  const body = blocks.map((block) => [...block.head, ...block.body].join('\n')).join('\n\n');
  return `${title === undefined ? '' : `${foldedLines(title).join('\n')}\n`}${body}\n`;
}

const foldedLines = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => (line === '' ? [''] : folded(line, terminalWidth())));
