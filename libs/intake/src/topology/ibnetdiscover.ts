/**
 * `ibnetdiscover`, and the fabrics of ibsim: a record for each switch and channel adapter, a line for each
 * connected port. Every cable is listed from both ends. The first word of an adapter's description is its
 * host.
 */
import { type DraftCable, distinct, shortList, type TopologyDraft } from './draft.js';

const HEADER = /^(Switch|Ca|Hca|Rt)\s+(\d+)\s+"([^"]+)"(?:\s*#\s*(.*))?$/;
const PORT = /^\[(\d+)\](?:\([^)]*\))?\s+"([^"]+)"\s*\[(\d+)\](?:\([^)]*\))?(.*)$/;
/** Gb/s of a lane, by generation. */
const LANES: Readonly<Record<string, number>> = {
  SDR: 2.5,
  DDR: 5,
  QDR: 10,
  FDR10: 10,
  FDR: 14,
  EDR: 25,
  HDR: 50,
  NDR: 100,
  XDR: 200,
};

interface Device {
  readonly id: string;
  readonly isSwitch: boolean;
  readonly ports: number;
  readonly description: string;
}

interface Cable {
  readonly ends: readonly [string, string];
  readonly gbps: number | undefined;
}

export const isIbNetDiscover = (text: string): boolean => /^(Switch|Ca|Hca)\s+\d+\s+"/m.test(text);

export function readIbNetDiscover(source: string, text: string): TopologyDraft {
  const { devices, cables, unknown } = parse(text);
  const nics = [...devices.values()].filter(({ isSwitch }) => !isSwitch);
  const aggregation = nics.filter(({ description }) => /aggregation node/i.test(description));
  const hosts = new Map<string, string[]>();
  const rates = new Set<number>();
  const between: Cable[] = [];
  for (const {
    ends: [a, b],
    gbps,
  } of cables.values()) {
    const [nic, at] = devices.get(a)?.isSwitch === true ? [b, a] : [a, b];
    const adapter = devices.get(nic);
    if (adapter === undefined || adapter.isSwitch) between.push({ ends: [a, b], gbps });
    else if (!aggregation.includes(adapter)) {
      const host = hostOf(adapter);
      hosts.set(host, [...(hosts.get(host) ?? []), at]);
      if (gbps !== undefined) rates.add(gbps);
    }
  }
  const most = Math.max(0, ...[...hosts.values()].map(({ length }) => length));
  const fewer = [...hosts].filter(([, switches]) => switches.length < most).map(([host]) => host);
  const nicGbps = rates.size === 0 ? undefined : Math.max(...rates);
  return {
    source,
    format: 'ibnetdiscover',
    node: {
      nics: most,
      ...(nicGbps === undefined ? {} : { nicGBps: nicGbps / 8 }),
      linkLayer: 'infiniband',
    },
    network: {
      hosts: [...hosts.values()].map((switches) => ({ nodes: 1, switches })),
      cables: counted(between, nicGbps),
      switchPorts: Math.max(
        1,
        ...[...devices.values()].filter(({ isSwitch }) => isSwitch).map(({ ports }) => ports),
      ),
    },
    assumed: [
      ...(nicGbps === undefined
        ? []
        : rates.size > 1
          ? [`NICs have several rates (${[...rates].join(', ')} Gb/s): all are taken at the highest`]
          : []),
      ...(fewer.length === 0
        ? []
        : [`hosts with fewer than ${most} NICs have them repeated: ${shortList(fewer)}`]),
    ],
    unknown: distinct([
      ...unknown,
      ...(aggregation.length === 0
        ? []
        : [`${aggregation.length} aggregation nodes of switches (SHARP) are left out`]),
    ]),
  };
}

const hostOf = ({ id, description }: Device): string => /^"?([^\s"]+)/.exec(description)?.[1] ?? id;

function parse(text: string) {
  const devices = new Map<string, Device>();
  const cables = new Map<string, Cable>();
  const unknown: string[] = [];
  let current: Device | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || /^\w+=/.test(line)) continue;
    const header = HEADER.exec(line);
    if (header !== null) {
      const [, type, ports, id = '', comment = ''] = header;
      current = {
        id,
        isSwitch: type === 'Switch',
        ports: Number(ports),
        description: /"([^"]*)"/.exec(comment)?.[1] ?? '',
      };
      devices.set(id, current);
      continue;
    }
    const port = PORT.exec(line);
    if (port === null || current === undefined) {
      unknown.push(`line ${index + 1}: ${line.slice(0, 60)}`);
      continue;
    }
    const [, local, remote = '', remotePort, rest = ''] = port;
    const own = `${current.id} ${local}`;
    const far = `${remote} ${remotePort}`;
    cables.set([own, far].sort().join(' | '), { ends: [current.id, remote], gbps: rateOf(rest) });
  }
  return { devices, cables, unknown };
}

/** `4xNDR` in what follows the port: lanes by the rate of one. */
function rateOf(rest: string): number | undefined {
  const match = /\b(\d+)x([A-Z]+\d*)\b/.exec(rest);
  const lane = LANES[match?.[2] ?? ''];
  return match === null || lane === undefined ? undefined : Number(match[1]) * lane;
}

/** Cables between the same two switches at the same rate, added up. */
function counted(cables: readonly Cable[], nicGbps: number | undefined): readonly DraftCable[] {
  const groups = new Map<string, DraftCable>();
  for (const { ends, gbps } of cables) {
    const [from = '', to = ''] = [...ends].sort();
    const key = JSON.stringify([from, to, gbps]);
    const count = (groups.get(key)?.count ?? 0) + 1;
    const rated = gbps === undefined || gbps === nicGbps ? {} : { bandwidthGBps: gbps / 8 };
    groups.set(key, { from, to, count, ...rated });
  }
  return [...groups.values()];
}
