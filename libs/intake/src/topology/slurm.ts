/**
 * Slurm's topology.conf (topology/tree): switches with nodes, and switches with switches. It says which
 * switch is below which, not by how many cables.
 */
import { type DraftCable, distinct, shortList, type TopologyDraft } from './draft.js';

export const isSlurmTopology = (text: string): boolean => /^\s*(SwitchName|BlockName)\s*=/im.test(text);

export function readSlurmTopology(source: string, text: string): TopologyDraft {
  const nodes = new Map<string, readonly string[]>();
  const below = new Map<string, readonly string[]>();
  const unknown: string[] = [];
  for (const [index, raw] of text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.replace(/#.*/, '').trim();
    if (line === '') continue;
    const values = new Map(
      [...line.matchAll(/(\w+)=(\S+)/g)].map((match) => [(match[1] ?? '').toLowerCase(), match[2] ?? '']),
    );
    const name = values.get('switchname');
    if (name === undefined) unknown.push(`line ${index + 1}: ${line.slice(0, 60)}`);
    else {
      if (values.has('nodes')) nodes.set(name, hostList(values.get('nodes') ?? ''));
      if (values.has('switches')) below.set(name, hostList(values.get('switches') ?? ''));
      if (values.has('linkspeed')) unknown.push('LinkSpeed, which Slurm does not use either');
    }
  }
  const attached = (name: string, seen: ReadonlySet<string> = new Set()): number =>
    (nodes.get(name)?.length ?? 0) +
    (seen.has(name) ? [] : (below.get(name) ?? [])).reduce(
      (sum, child) => sum + attached(child, new Set([...seen, name])),
      0,
    );
  const cables: DraftCable[] = [...below].flatMap(([to, children]) =>
    children.map((from) => ({ from, to, hostsBelow: attached(from) })),
  );
  const twice = repeated([...nodes.values()].flat());
  return {
    source,
    format: 'slurm-topology',
    network: {
      hosts: [...nodes].map(([name, hosts]) => ({ nodes: hosts.length, switches: [name] })),
      cables,
    },
    assumed: [
      'a line between two switches carries all that the hosts below it can send: the file gives no cables',
    ],
    unknown: distinct([
      ...unknown,
      ...(twice.length === 0
        ? []
        : [`nodes under several switches are taken once for each: ${shortList(twice)}`]),
    ]),
  };
}

function repeated(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return distinct(names.filter((name) => seen.has(name) || (seen.add(name), false)));
}

const MOST_NAMES = 100_000;

/** `a[0-2,7],b` is a0, a1, a2, a7 and b; leading zeros are kept. */
export function hostList(text: string): readonly string[] {
  const names: string[] = [];
  for (const part of text.match(/[^,[\]]*\[[^\]]*\][^,[\]]*|[^,[\]]+/g) ?? []) {
    const match = /^([^[]*)\[([^\]]*)\](.*)$/.exec(part);
    if (match === null) names.push(part);
    else
      for (const range of (match[2] ?? '').split(',')) {
        const [first = '', last = first] = range.split('-');
        for (let n = Number(first); n <= Number(last) && names.length < MOST_NAMES; n += 1)
          names.push(`${match[1]}${String(n).padStart(first.length, '0')}${match[3]}`);
      }
  }
  return names;
}
