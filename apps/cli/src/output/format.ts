/** A command's answer, and the forms in which it is printed. */
import { type Command } from 'commander';

export const OUTPUT_FORMATS = ['table', 'json', 'yaml', 'csv', 'md', 'name'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export type Cell = string | number | boolean | null | undefined;

export interface Table {
  readonly title?: string;
  /** Column heads, with units. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The same for a program, where a reader wants several values in one cell: columns and rows of the CSV. */
  readonly plain?: Pick<Table, 'columns' | 'rows'>;
}

export interface Answer {
  /** The JSON contract of the command. */
  readonly data: unknown;
  /** The same for a reader. */
  readonly tables: readonly Table[];
  /** Sentences below the tables. */
  readonly notes?: readonly string[];
  /** Ids of what was made, changed or listed at a service, for `-o name`. */
  readonly names?: readonly string[];
  /** Forms that the answer renders by itself. */
  readonly ready?: Readonly<Partial<Record<OutputFormat, string>>>;
}

/** The format that the user asked for, on the command or before it. */
export function formatOf(command: Command): OutputFormat {
  const options: { readonly json?: boolean; readonly output?: OutputFormat } = command.optsWithGlobals();
  return options.json === true ? 'json' : (options.output ?? 'table');
}

/** Numbers as a reader wants them: five significant digits, no more. */
export function show(cell: Cell): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell !== 'number') return String(cell);
  if (Number.isInteger(cell)) return String(cell);
  return Math.abs(cell) >= 1e6 || Math.abs(cell) < 1e-3
    ? cell.toExponential(3)
    : String(Number(cell.toPrecision(5)));
}
