/**
 * Tables of events with any column names: CSV, TSV, lines or a list of JSON objects, job lists. A
 * column is known by its name, or by what `map` says; a fault by its Xid, a class of ours, or its words.
 */
import { csvCells, RecordedLogError } from '../faults/index.js';
import { type LogContext, type LogEvent, type LogReading, US } from './log-event.js';
import { cellTimeUs, durationSeconds } from './table-times.js';
import { classOf } from './table-classes.js';
import { readUntimed } from './untimed-log.js';

/** What a column may hold, and the names that it goes by; without case, blanks and underscores. */
const COLUMNS = {
  time: /^(?:times?|timestamp|ts|date|datetime|when|start(?:time|ed)?|occurred|(?:event|fail)time|quarter)$/,
  end: /^(?:end|endtime|ended|stop|stoptime|recovered|resolved|restored|restarttime)$/,
  duration: /^(?:duration|downtime|outage|repair|ttr)(?:us|ms|s|sec|seconds|min|minutes|h|hours)?$/,
  node: /^(?:node|nodes|nodename|host|hostname|machine|server|instance|ip)$/,
  component: /^(?:component|gpu|gpuid|device|unit|link|port)$/,
  class:
    /^(?:class|(?:event|failure)?type|event|fault|failure|category|reason|error|xid|code|cause|message)$/,
  count: /^(?:count|n|number|events)$/,
  group: /^(?:group|rack|cage|pdu|batch|row|firmware|cluster)$/,
} as const;
type TableColumn = keyof typeof COLUMNS;
const TABLE_COLUMNS = Object.keys(COLUMNS) as readonly TableColumn[];

type Row = Readonly<Record<string, string>>;
interface TableRows {
  readonly format: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: Row }[];
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const separatorOf = (line: string): string => ['\t', ';', '|'].find((mark) => line.includes(mark)) ?? ',';

/** Whether a first line is the head of such a table, or a JSON object. */
export function isTable(first: string, context: LogContext): boolean {
  // A list begins so; a line that begins with a time in brackets is no JSON.
  if (/^(?:\{|\[\s*(?:[{\]]|$))/.test(first)) return true;
  return cellsOf(first, separatorOf(first), 1).length > 1 || Object.keys(context.map ?? {}).length > 0;
}

/** @throws RecordedLogError naming the line */
export function readTable(text: string, context: LogContext): LogReading {
  const table = rowsOf(text);
  const found = columnsOf(table.columns, context);
  const untimed = found.has('time')
    ? undefined
    : readUntimed(
        table.rows.map(({ cells }) => cells),
        table.format,
      );
  if (untimed !== undefined) return untimed;
  for (const needed of ['time', 'class'] as const)
    if (!found.has(needed))
      throw new RecordedLogError(
        1,
        `A table must have a column for ${needed} (got ${table.columns.join(', ')}).`,
        `Name it, for example with --map ${table.columns[0] ?? 'column'}=${needed}.`,
      );
  const events: LogEvent[] = [];
  const unknown = new Map<string, number>();
  let ignored = 0;
  for (const { line, cells } of table.rows) {
    const cell = (column: TableColumn): string => cells[found.get(column) ?? ''] ?? '';
    const said = classOf(cell('class'), context.classes);
    if (said === undefined) {
      ignored += 1;
      continue;
    }
    if (said.class === 'unknown') unknown.set(cell('class'), (unknown.get(cell('class')) ?? 0) + 1);
    events.push(eventOf(said, cell, found, line, context));
  }
  events.sort((a, b) => a.timeUs - b.timeUs);
  const named = [...unknown].map(([words, rows]) => `"${words}" (${rows})`);
  return {
    format: table.format,
    events,
    read: table.rows.length,
    ignored,
    notes: [
      `Columns: ${[...found].map(([column, name]) => `${column} is ${name}`).join(', ')}.`,
      ...(named.length === 0
        ? []
        : [`No class is known for ${named.slice(0, 5).join(', ')}: name one with --class.`]),
    ],
  };
}

function eventOf(
  said: NonNullable<ReturnType<typeof classOf>>,
  cell: (column: TableColumn) => string,
  found: ReadonlyMap<TableColumn, string>,
  line: number,
  context: LogContext,
): LogEvent {
  const { timeUs, errorS } = cellTimeUs(cell('time'), line, context);
  const durationS = found.has('duration')
    ? durationSeconds(cell('duration'), found.get('duration') ?? '', line)
    : until(cell('end'), timeUs, line, context);
  const count = found.has('count') ? wholeCount(cell('count'), line) : 1;
  const node = cell('node') || nodeOfComponent(cell('component'));
  return {
    timeUs,
    node,
    component: cell('component') || node,
    ...said,
    ...(durationS === undefined ? {} : { durationS }),
    ...(errorS === 0 ? {} : { timeErrorS: errorS }),
    ...(count === 1 ? {} : { count }),
    ...(cell('group') === '' ? {} : { group: cell('group') }),
  };
}

/** `gpu/17/3` is of node 17. */
const nodeOfComponent = (component: string): string =>
  /^\w[\w-]*\/(\d+)(?:\/\d+)?$/.exec(component)?.[1] ?? '';

function until(cell: string, timeUs: number, line: number, context: LogContext): number | undefined {
  if (cell === '') return undefined;
  const endUs = cellTimeUs(cell, line, context).timeUs;
  if (endUs < timeUs)
    throw new RecordedLogError(
      line,
      `An event must not end before it begins (got ${cell}).`,
      'Correct the row.',
    );
  return (endUs - timeUs) / US;
}

function wholeCount(cell: string, line: number): number {
  const count = Number(cell);
  if (!Number.isInteger(count) || count < 0)
    throw new RecordedLogError(line, `A count must be a whole number (got "${cell}").`, 'Correct the row.');
  return count;
}

/** Columns by what they hold: as the caller says, else by their names. */
function columnsOf(names: readonly string[], { map = {} }: LogContext): ReadonlyMap<TableColumn, string> {
  const found = new Map<TableColumn, string>();
  const stranger = Object.keys(map).find((column) => !TABLE_COLUMNS.includes(column as TableColumn));
  if (stranger !== undefined)
    throw new RecordedLogError(
      1,
      `A column must be named as one of ours (got ${stranger}).`,
      `Use one of ${TABLE_COLUMNS.join(', ')}.`,
    );
  for (const column of TABLE_COLUMNS) {
    const stated = map[column];
    const missing = stated !== undefined && !names.includes(stated);
    if (missing)
      throw new RecordedLogError(
        1,
        `The column of ${column} must be one of the table (got ${stated}).`,
        `Use one of ${names.join(', ')}.`,
      );
    const taken = [...found.values(), ...Object.values(map)];
    const name = stated ?? names.find((one) => COLUMNS[column].test(plain(one)) && !taken.includes(one));
    if (name !== undefined) found.set(column, name);
  }
  return found;
}

function rowsOf(text: string): TableRows {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter(({ text: line }) => line.trim() !== '' && !line.startsWith('#'));
  const [head] = lines;
  if (head === undefined)
    throw new RecordedLogError(1, 'The log must not be empty.', 'Give a file with lines.');
  if (head.text.startsWith('[')) return ofObjects(objectsOf(text), 'json-list');
  if (head.text.startsWith('{'))
    return ofObjects(
      lines.map(({ line, text: row }) => ({ line, value: parsed(row, line) })),
      'json-lines',
    );
  const separator = separatorOf(head.text);
  const columns = cellsOf(head.text, separator, head.line);
  const rows = lines.slice(1).map(({ line, text: row }) => {
    const cells = cellsOf(row, separator, line);
    if (cells.length !== columns.length)
      throw new RecordedLogError(
        line,
        `A row must have the ${columns.length} cells of the header (got ${cells.length}).`,
        'Quote cells that hold the separator.',
      );
    return { line, cells: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])) };
  });
  return { format: separator === '\t' ? 'tsv' : 'csv', columns, rows };
}

const cellsOf = (text: string, separator: string, line: number): readonly string[] =>
  separator === ',' ? csvCells(text, line) : text.split(separator).map((cell) => cell.trim());

function objectsOf(text: string): readonly { readonly line: number; readonly value: unknown }[] {
  const list = parsed(text, 1);
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).map((value, index) => ({
    line: index + 1,
    value,
  }));
}

function ofObjects(
  objects: readonly { readonly line: number; readonly value: unknown }[],
  format: string,
): TableRows {
  const rows = objects.map(({ line, value }) => {
    if (typeof value !== 'object' || value === null)
      throw new RecordedLogError(line, 'A row must be a JSON object.', 'Use one object for each event.');
    const cells = Object.entries(value).map(
      ([key, cell]) => [key, cell === null ? '' : String(cell)] as const,
    );
    return { line, cells: Object.fromEntries(cells) };
  });
  return { format, columns: [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))], rows };
}

function parsed(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RecordedLogError(line, 'A row must be one complete JSON value.', 'Check that it is not cut.');
  }
}
