/**
 * A Cluster document from what files say of a node and of the network, with what had to be taken and what
 * was left.
 */
import { InvalidDocumentError, type Issue } from '@railyard/base';
import { API_VERSION, getPreset, presetNames, validateDocument } from '@railyard/experiments';
import { Document } from 'yaml';
import { type NetworkDraft, type NodeDraft, type TopologyDraft } from './draft.js';

export interface TopologyRequest {
  readonly drafts: readonly TopologyDraft[];
  /** Name of the cluster. */
  readonly name?: string;
  /** Preset of the GPU, whatever the files say. */
  readonly device?: string;
  readonly gpusPerNode?: number;
  /** Of a machine of which no file says how many nodes there are: 1 unless given. */
  readonly nodes?: number;
}

export interface TopologyAnswer {
  readonly document: Readonly<Record<string, unknown>>;
  /** The document as YAML, remarks as comments. */
  readonly text: string;
  /** Of the document; none where it can be simulated. */
  readonly issues: readonly Issue[];
  readonly files: readonly Pick<TopologyDraft, 'source' | 'format' | 'assumed' | 'unknown'>[];
  /** What no file says. */
  readonly assumed: readonly string[];
}

const DEFAULT_DEVICE = 'h100';
const DEFAULT_NIC_GBPS = 50;
/** What NCCL reaches of a 400G port, as in the presets. */
const EFFICIENCY = 0.97;

/** @throws InvalidDocumentError where files contradict each other, or a preset is not known. */
export function clusterOfDrafts(request: TopologyRequest): TopologyAnswer {
  const assumed: string[] = [];
  const node = mergedNode(request.drafts);
  const network = onlyNetwork(request.drafts);
  const taken = <T>(value: T | undefined, otherwise: T, what: string): T => {
    if (value !== undefined) return value;
    assumed.push(`${what}: ${String(otherwise)}`);
    return otherwise;
  };
  const device = taken(request.device ?? node.device, DEFAULT_DEVICE, 'device');
  if (!presetNames('device').includes(device)) throw unknownDevice(device);
  const gpusPerNode = taken(request.gpusPerNode ?? node.gpus, 8, 'GPUs of a node');
  const nics = taken(node.nics === 0 ? undefined : node.nics, gpusPerNode, 'NICs of a node');
  const nicGBps = taken(node.nicGBps, DEFAULT_NIC_GBPS, 'line rate of a NIC in GB/s');
  assumed.push(`nic.efficiency: ${EFFICIENCY}, what NCCL reaches of a 400G port`);
  const nodes =
    network === undefined ? (request.nodes ?? 1) : network.hosts.reduce((sum, row) => sum + row.nodes, 0);
  const written = {
    apiVersion: API_VERSION,
    kind: 'Cluster',
    name: request.name ?? 'from-files',
    nodes,
    gpusPerNode,
    device: deviceOf(device, node, assumed),
    nic: {
      perNode: nics,
      bandwidthGBps: nicGBps,
      efficiency: EFFICIENCY,
      linkLayer: node.linkLayer ?? 'infiniband',
    },
    topology: network === undefined ? railsOf(assumed) : cabledOf(network, nics, nicGBps, assumed),
    pxn: pxnOf(device, node),
  };
  const { issues } = validateDocument(written, 'Cluster');
  const files = request.drafts.map(({ source, format, assumed: took, unknown }) => ({
    source,
    format,
    assumed: took,
    unknown,
  }));
  return { document: written, text: yamlOf(written, files, assumed), issues, files, assumed };
}

/** The first file that says something of a node is right, where the others do not contradict it. */
function mergedNode(drafts: readonly TopologyDraft[]): NodeDraft {
  const merged: Record<string, unknown> = {};
  const from: Record<string, string> = {};
  const issues: Issue[] = [];
  for (const { source, node = {} } of drafts)
    for (const [key, value] of Object.entries(node)) {
      if (merged[key] === undefined) [merged[key], from[key]] = [value, source];
      else if (merged[key] !== value)
        issues.push({
          path: `/${key}`,
          code: 'conflict',
          message:
            `${key} must be the same in all files (${from[key]} has ${String(merged[key])}, ` +
            `${source} ${String(value)}).`,
          hint: 'Use files of the same machine.',
        });
    }
  if (issues.length > 0) throw new InvalidDocumentError(issues);
  return merged as NodeDraft;
}

function onlyNetwork(drafts: readonly TopologyDraft[]): NetworkDraft | undefined {
  const [first, second] = drafts.filter(({ network }) => network !== undefined);
  if (second === undefined) return first?.network;
  throw new InvalidDocumentError([
    {
      path: '',
      code: 'conflict',
      message: `One file must describe the network (got ${first?.source} and ${second.source}).`,
      hint: 'Remove one of them.',
    },
  ]);
}

const unknownDevice = (device: string): InvalidDocumentError =>
  new InvalidDocumentError([
    {
      path: '/device',
      code: 'unknown-preset',
      message: `device must be a preset (got ${JSON.stringify(device)}).`,
      hint: `Use one of ${presetNames('device').join(', ')}.`,
    },
  ]);

type Plain = Readonly<Record<string, unknown>>;

/** The preset, with the NVLink rate of the files where that differs; what transfers reach keeps its share. */
function deviceOf(name: string, { nvlinkGBps, nvlinkGpus }: NodeDraft, assumed: string[]): unknown {
  const preset = getPreset('device', name) as Plain & {
    readonly nvlinkGBps: number;
    readonly nvlinkAchievedGBps: number;
  };
  const groups = nvlinkGpus === undefined ? {} : { nvlinkGpus };
  if (nvlinkGBps === undefined || nvlinkGBps === preset.nvlinkGBps) return { preset: name, ...groups };
  const share = preset.nvlinkGBps === 0 ? 0.8 : preset.nvlinkAchievedGBps / preset.nvlinkGBps;
  assumed.push(
    `device.nvlinkAchievedGBps: ${share.toFixed(2)} of ${nvlinkGBps} GB/s, the share of the preset ${name}`,
  );
  return { preset: name, nvlinkGBps, nvlinkAchievedGBps: nvlinkGBps * share, ...groups };
}

function pxnOf(device: string, { nvlinkGBps }: NodeDraft): boolean {
  const preset = getPreset('device', device) as { readonly nvlinkGBps: number };
  return (nvlinkGBps ?? preset.nvlinkGBps) > 0;
}

function railsOf(assumed: string[]): Plain {
  assumed.push('topology: rail-optimized with switches of 64 ports, of which no file says anything');
  return { kind: 'rail-optimized', layers: 2, switchPorts: 64 };
}

/** Lines that stand for any number of cables carry what the hosts below can send. */
function cabledOf(
  { hosts, cables, switchPorts }: NetworkDraft,
  nics: number,
  nicGBps: number,
  assumed: string[],
): Plain {
  const rows = cables.map(({ hostsBelow, ...cable }) =>
    hostsBelow === undefined ? cable : { ...cable, bandwidthGBps: hostsBelow * nics * nicGBps },
  );
  const used = new Map<string, number>();
  const take = (name: string, ports: number): void => void used.set(name, (used.get(name) ?? 0) + ports);
  for (const { from, to, count = 1 } of cables) for (const end of [from, to]) take(end, count);
  for (const { nodes, switches } of hosts)
    for (let nic = 0; nic < nics; nic += 1) take(switches[nic % switches.length] ?? '', nodes);
  const most = Math.max(2, ...used.values());
  if (switchPorts === undefined) assumed.push(`ports of a switch: ${most}, as many as the fullest uses`);
  return { kind: 'cabled', switchPorts: switchPorts ?? most, cables: rows, hosts };
}

function yamlOf(document: Plain, files: TopologyAnswer['files'], assumed: readonly string[]): string {
  const yaml = new Document(document);
  const block = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
  const sources = files.map(({ source, format }) => `${source} (${format})`);
  yaml.commentBefore = ` A cluster from ${sources.join(' and ')}.`;
  yaml.comment = [
    ...block('No file says; taken:', assumed),
    ...files.flatMap((file) => [
      ...block(`${file.source}: taken`, file.assumed),
      ...block(`${file.source}: not used`, file.unknown),
    ]),
  ]
    .map((line) => ` ${line}`)
    .join('\n');
  return yaml.toString({ lineWidth: 106, flowCollectionPadding: false });
}
