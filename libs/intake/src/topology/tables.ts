/**
 * Tables of networks as CSV: cables (from, to, how many, how fast), hosts with the switches above them,
 * and what /sys/class/infiniband says of the ports of hosts (host, device, port, file, value).
 */
import { parse } from 'csv-parse/browser/esm/sync';
import { distinct, shortList, type TopologyDraft } from './draft.js';

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The rows below a header; undefined where the text is no table of at least two columns. */
export function csvTable(text: string): CsvTable | undefined {
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('#') && line.trim() !== '');
  if (!/[,;\t]/.test(lines[0] ?? '')) return undefined;
  const delimiter = [',', ';', '\t'].find((mark) => lines[0]?.includes(mark)) ?? ',';
  try {
    const [header = [], ...rows] = parse(lines.join('\n'), {
      delimiter,
      trim: true,
      relax_column_count: true,
    });
    const columns = header.map((name) => name.toLowerCase());
    return columns.length < 2 || new Set(columns).size < columns.length ? undefined : { columns, rows };
  } catch {
    return undefined;
  }
}

export const isHostTable = (table: CsvTable): boolean => table.columns[0] === 'host' && !isSysfsTable(table);
export const isSysfsTable = ({ columns }: CsvTable): boolean =>
  ['device', 'port', 'file', 'value'].every((name) => columns.includes(name));

/** Each column a tier of switches, the tier with fewest on top; a switch is known by those above it. */
export function readHosts(source: string, table: CsvTable): TopologyDraft {
  const tiers = table.columns
    .map((_, column) => ({ column, values: new Set(table.rows.map((row) => row[column] ?? '')).size }))
    .slice(1)
    .sort((a, b) => a.values - b.values || a.column - b.column);
  const attached = new Map<string, number>();
  const below = new Map<string, number>();
  const parent = new Map<string, string>();
  for (const row of table.rows) {
    const path = tiers.map(({ column }) => row[column] ?? '');
    const names = path.map((_, depth) => path.slice(0, depth + 1).join('/'));
    for (const [depth, name] of names.entries()) {
      below.set(name, (below.get(name) ?? 0) + 1);
      const above = names[depth - 1];
      if (above !== undefined) parent.set(name, above);
    }
    const leaf = names.at(-1) ?? '';
    attached.set(leaf, (attached.get(leaf) ?? 0) + 1);
  }
  const names = tiers.map(({ column }) => (table.columns[column] ?? '').toUpperCase());
  return {
    source,
    format: 'hosts-csv',
    network: {
      hosts: [...attached].map(([leaf, nodes]) => ({ nodes, switches: [leaf] })),
      cables: [...parent].map(([from, to]) => ({ from, to, hostsBelow: below.get(from) ?? 0 })),
    },
    assumed: [
      `tiers from the top: ${names.join(', ')}; each name is one switch`,
      'a line between two switches carries all that the hosts below it can send: the file gives no cables',
    ],
    unknown: [],
  };
}

export function readSysfs(source: string, table: CsvTable): TopologyDraft {
  const at = (name: string): number => table.columns.indexOf(name);
  const ports = new Map<string, Map<string, string>>();
  for (const row of table.rows) {
    const [host = 'host', device = '', port = '', file = '', value = ''] = [
      'host',
      'device',
      'port',
      'file',
      'value',
    ].map((name) => row[at(name)]);
    if (port === '') continue;
    const key = `${host} ${device}/${port}`;
    ports.set(key, (ports.get(key) ?? new Map<string, string>()).set(file, value));
  }
  const hosts = distinct([...ports.keys()].map((key) => key.split(' ')[0] ?? ''));
  const first = [...ports]
    .filter(([key]) => key.startsWith(`${hosts[0]} `))
    .map(([key, files]) => ({
      name: key.split(' ')[1] ?? '',
      files,
      rate: parseFloat(files.get('rate') ?? '0'),
    }));
  const up = first.filter(({ files }) => files.get('state')?.includes('ACTIVE') === true);
  const fastest = Math.max(0, ...up.map(({ rate }) => rate));
  const nics = up.filter(({ rate }) => rate === fastest);
  const left = first.filter((port) => !nics.includes(port)).map(({ name }) => name);
  return {
    source,
    format: 'infiniband-sysfs',
    node: {
      nics: nics.length,
      nicGBps: fastest / 8,
      linkLayer: nics.every(({ files }) => files.get('link_layer') === 'InfiniBand') ? 'infiniband' : 'roce',
    },
    assumed: hosts.length > 1 ? [`${hosts.length} hosts: all are taken to be as ${hosts[0]}`] : [],
    unknown: distinct([
      ...(left.length === 0
        ? []
        : [`ports that are down or slower are left out of the network: ${shortList(left)}`]),
      'counters, firmware and board ids',
    ]),
  };
}
