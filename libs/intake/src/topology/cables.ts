/**
 * A table of cables as CSV: from, to, how many, how fast in Gb/s. A host is called so; where none is,
 * whatever has one neighbour.
 */
import { InvalidDocumentError } from '@railyard/base';
import { type DraftCable, shortList, type TopologyDraft } from './draft.js';
import { type CsvTable } from './tables.js';

const NAMES = {
  from: ['from', 'source', 'a', 'switch_a', 'device_a', 'node_a', 'local', 'local_device', 'src'],
  to: [
    'to',
    'target',
    'destination',
    'b',
    'switch_b',
    'device_b',
    'node_b',
    'remote',
    'remote_device',
    'dst',
  ],
  count: ['count', 'cables', 'links', 'number'],
  gbps: ['gbps', 'speed', 'rate', 'speed_gbps', 'rate_gbps', 'bandwidth_gbps'],
} as const;

const columnOf = ({ columns }: CsvTable, name: keyof typeof NAMES): number =>
  columns.findIndex((column) => (NAMES[name] as readonly string[]).includes(column));

export const isCableTable = (table: CsvTable): boolean =>
  columnOf(table, 'from') >= 0 && columnOf(table, 'to') >= 0;

const HOST_NAME = /^(node|host|gpu|server|compute|dgx|hgx|worker|cn|gn|n)[-_]?\d/i;
/** Cables side by side. */
const MOST_CABLES = 1024;

interface Row {
  readonly a: string;
  readonly b: string;
  readonly count: number;
  readonly gbps: number | undefined;
}

export function readCables(source: string, table: CsvTable): TopologyDraft {
  const rows = rowsOf(table);
  const { hosts, how } = hostsAmong(rows);
  const attached = new Map<string, string[]>();
  const cables: DraftCable[] = [];
  const rates = new Set<number>();
  for (const { a, b, count, gbps } of rows) {
    const host = hosts.has(a) ? a : hosts.has(b) ? b : undefined;
    if (host === undefined)
      cables.push({ from: a, to: b, count, ...(gbps === undefined ? {} : { bandwidthGBps: gbps / 8 }) });
    else {
      const other = host === a ? b : a;
      attached.set(host, [...(attached.get(host) ?? []), ...Array.from({ length: count }, () => other)]);
      if (gbps !== undefined) rates.add(gbps);
    }
  }
  const most = Math.max(0, ...[...attached.values()].map(({ length }) => length));
  const used = (['from', 'to', 'count', 'gbps'] as const).map((name) => columnOf(table, name));
  return {
    source,
    format: 'cables-csv',
    node: {
      ...(most === 0 ? {} : { nics: most }),
      ...(rates.size === 0 ? {} : { nicGBps: Math.max(...rates) / 8 }),
    },
    network: { hosts: [...attached.values()].map((switches) => ({ nodes: 1, switches })), cables },
    assumed: [
      how,
      ...(rates.size > 1
        ? [`NICs have several rates (${[...rates].join(', ')} Gb/s): all are taken at the highest`]
        : []),
    ],
    unknown: table.columns.filter((_, i) => !used.includes(i)).map((name) => `column ${name}`),
  };
}

function rowsOf(table: CsvTable): readonly Row[] {
  const [from, to, count, gbps] = (['from', 'to', 'count', 'gbps'] as const).map((name) =>
    columnOf(table, name),
  );
  return table.rows.map((row, index) => {
    const line = index + 2;
    const [a = '', b = ''] = [row[from ?? -1], row[to ?? -1]];
    const many = row[count ?? -1] ?? '';
    const rate = (row[gbps ?? -1] ?? '').replace(/g(b(it)?(\/s|ps)?)?$/i, '');
    if (a === '' || b === '')
      throw issue(line, `Row ${line} must name two ends (got ${JSON.stringify(row.join(','))}).`);
    if (many !== '' && !(/^\d+$/.test(many) && Number(many) >= 1 && Number(many) <= MOST_CABLES))
      throw issue(
        line,
        `The count of row ${line} must be a whole number from 1 to ${MOST_CABLES} (got ` +
          `${JSON.stringify(many)}).`,
      );
    if (rate !== '' && !(Number(rate) > 0))
      throw issue(line, `The rate of row ${line} must be Gb/s above 0 (got ${JSON.stringify(rate)}).`);
    return { a, b, count: many === '' ? 1 : Number(many), gbps: rate === '' ? undefined : Number(rate) };
  });
}

const issue = (line: number, message: string): InvalidDocumentError =>
  new InvalidDocumentError([{ path: `/${line}`, code: 'wrong-type', message, hint: 'Correct the row.' }]);

function hostsAmong(rows: readonly Row[]): { readonly hosts: ReadonlySet<string>; readonly how: string } {
  const neighbours = new Map<string, Set<string>>();
  const meet = (x: string, y: string): void =>
    void neighbours.set(x, (neighbours.get(x) ?? new Set()).add(y));
  for (const { a, b } of rows) {
    meet(a, b);
    meet(b, a);
  }
  const names = [...neighbours.keys()];
  const named = names.filter((name) => HOST_NAME.test(name));
  if (named.length > 0)
    return { hosts: new Set(named), how: `hosts are what is called so: ${shortList(named)}` };
  const single = names.filter((name) => neighbours.get(name)?.size === 1);
  return { hosts: new Set(single), how: 'hosts are what has one neighbour' };
}
