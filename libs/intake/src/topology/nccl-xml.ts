/**
 * NCCL's topology XML (NCCL_TOPO_FILE, NCCL_TOPO_DUMP_FILE): CPUs hold PCI devices, switches hold others;
 * GPUs and NICs are known by PCI class, and in a dump by `gpu` and `net`. Speeds of `net` are in Mb/s.
 */
import { InvalidDocumentError } from '@railyard/base';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { asCard, deviceOfCapability, deviceOfPci, NVLINK_GBPS } from './devices.js';
import { distinct, type NodeDraft, shortList, type TopologyDraft } from './draft.js';
import { type NvlinkGroups, nvlinkGroups } from './nvlink-groups.js';

type Element = Readonly<Record<string, unknown>>;

const TAGS = ['system', 'cpu', 'pci', 'gpu', 'nvlink', 'nic', 'net', 'c2c', 'xgmi'];
/** What nodes with PCIe 4 usually are. */
const PCIE_4 = { device: 'a100', nicGBps: 25 };
const ATTRIBUTE = '@';
const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  parseAttributeValue: false,
  processEntities: false,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
});

/** An element with its tag, and the PCI devices above it. */
interface Found {
  readonly tag: string;
  readonly element: Element;
  readonly above: readonly Element[];
}

const attribute = (element: Element | undefined, name: string): string | undefined => {
  const value = element?.[`${ATTRIBUTE}${name}`];
  return typeof value === 'string' ? value : undefined;
};

function* walk(element: Element, above: readonly Element[] = []): Generator<Found> {
  for (const [tag, children] of Object.entries(element)) {
    if (!Array.isArray(children)) continue;
    for (const child of children as readonly unknown[]) {
      if (typeof child !== 'object' || child === null) continue;
      yield { tag, element: child as Element, above };
      yield* walk(child as Element, tag === 'pci' ? [...above, child as Element] : above);
    }
  }
}

export const isNcclXml = (text: string): boolean => /<system\b[^>]*>/.test(text) && /<(cpu|pci)\b/.test(text);

/** @throws InvalidDocumentError where the text is no XML, or NVLink a mesh that no Cluster can state. */
export function readNcclXml(source: string, text: string): TopologyDraft {
  const valid = XMLValidator.validate(text.trim());
  if (valid !== true)
    throw new InvalidDocumentError([
      {
        path: '',
        code: 'unreadable',
        message:
          `The file must be well-formed XML (line ${valid.err.line}: ` +
          `${valid.err.msg.replace(/\.$/, '')}).`,
        hint: 'Write it again with NCCL_TOPO_DUMP_FILE.',
      },
    ]);
  const found = [...walk(PARSER.parse(text) as Element)];
  const gpus = found.filter(({ tag, element }) => tag === 'pci' && isClass(element, '0x0302'));
  const { node, assumed } = nodeOf(source, found, gpus);
  return {
    source,
    format: 'nccl-xml',
    node,
    assumed,
    unknown: distinct([...unknownTags(found), ...sharedSwitches(found, gpus), ...numaRemarks(found)]),
  };
}

const isClass = (element: Element, prefix: string): boolean =>
  attribute(element, 'class')?.startsWith(prefix) === true;

function nodeOf(
  source: string,
  found: readonly Found[],
  gpus: readonly Found[],
): { readonly node: NodeDraft; readonly assumed: readonly string[] } {
  const dumped = found.filter(({ tag }) => tag === 'gpu');
  const nets = found.filter(({ tag }) => tag === 'net');
  const onPci = found.filter(
    ({ tag, element }) => tag === 'pci' && (isClass(element, '0x0207') || isClass(element, '0x0200')),
  );
  const nics = nets.length > 0 ? nets.length : onPci.length;
  const speeds = distinct(nets.map(({ element }) => attribute(element, 'speed') ?? ''));
  const nicGBps = speeds.length > 0 ? Math.max(...speeds.map(Number)) / 8000 : undefined;
  const { nvlinkGpus, assumed } = direct(source, dumped);
  const capability = deviceOfCapability(attribute(dumped[0]?.element, 'sm'));
  const device =
    deviceOfPci(attribute(gpus[0]?.element, 'device')) ??
    (nvlinkGpus === undefined ? capability : asCard(capability));
  const links = dumped.map(({ element }) => nvlinksOf(element));
  const older =
    device === undefined && gpus.some(({ element }) => attribute(element, 'link_speed')?.startsWith('16'));
  const infiniband = onPci.some(({ element }) => isClass(element, '0x0207'));
  return {
    node: {
      gpus: Math.max(gpus.length, dumped.length),
      nics,
      ...(nicGBps === undefined || !(nicGBps > 0) ? (older ? { nicGBps: PCIE_4.nicGBps } : {}) : { nicGBps }),
      linkLayer: infiniband ? 'infiniband' : 'roce',
      ...(device === undefined ? (older ? { device: PCIE_4.device } : {}) : { device }),
      ...(dumped.length === 0 ? {} : { nvlinkGBps: Math.min(...links) * NVLINK_GBPS }),
      ...(nvlinkGpus === undefined ? {} : { nvlinkGpus }),
    },
    assumed: [
      ...(older
        ? [
            `PCIe 4 (16 GT/s): taken as an ${PCIE_4.device} with NICs of ${PCIE_4.nicGBps} GB/s, ` +
              `the usual node of that time`,
          ]
        : []),
      ...(speeds.length > 1
        ? [`NICs have several rates (${shortList(speeds)} Mb/s): all are taken at the highest`]
        : []),
      ...(infiniband ? [] : ['NICs of PCI class Ethernet (or on no PCI device) are taken as RoCE']),
      ...assumed,
    ],
  };
}

const nvlinksOf = (gpu: Element): number =>
  ((gpu['nvlink'] ?? []) as readonly Element[]).reduce(
    (sum, link) => sum + Number(attribute(link, 'count') ?? 0),
    0,
  );

/** NVLinks that lead to GPUs and not to switches. */
function direct(source: string, gpus: readonly Found[]): NvlinkGroups {
  const ids = gpus.map(({ above }) => attribute(above.at(-1), 'busid')?.toLowerCase() ?? '');
  const ends = gpus.map(({ element }) =>
    ((element['nvlink'] ?? []) as readonly Element[])
      .filter((link) => attribute(link, 'tclass')?.startsWith('0x0302'))
      .map((link) => ({
        to: ids.indexOf(attribute(link, 'target')?.toLowerCase() ?? ''),
        count: Number(attribute(link, 'count') ?? 0),
      })),
  );
  if (ends.every(({ length }) => length === 0)) return { assumed: [] };
  const isPairable = gpus.length % 2 === 0 && gpus.length > 2;
  if (isPairable && ends.every((of, gpu) => of.length > 0 && of.every(({ to }) => to === gpu)))
    return {
      nvlinkGpus: 2,
      assumed: ['NVLinks lead back to the GPU that they leave: they are taken as bridges of pairs'],
    };
  const { assumed, ...groups } = nvlinkGroups(source, ids, (from, to) =>
    (ends[from] ?? []).reduce((sum, link) => sum + (link.to === to ? link.count : 0), 0),
  );
  return {
    ...groups,
    assumed: [...assumed, 'NVLinks lead straight to other GPUs: they are taken as if they met in a switch'],
  };
}

/** Attributes and elements that are of other kinds than are known. */
function unknownTags(found: readonly Found[]): readonly string[] {
  const unknown = distinct(found.map(({ tag }) => tag).filter((tag) => !TAGS.includes(tag)));
  return unknown.length === 0 ? [] : [`elements ${shortList(unknown)} are not known`];
}

function sharedSwitches(found: readonly Found[], gpus: readonly Found[]): readonly string[] {
  const perSwitch = new Map<Element, number>();
  for (const { above } of gpus) {
    const parent = above.at(-1);
    if (parent !== undefined) perSwitch.set(parent, (perSwitch.get(parent) ?? 0) + 1);
  }
  const most = Math.max(0, ...perSwitch.values());
  const nets = found.filter(({ tag, above }) => tag === 'net' && above.length === 0).length;
  return [
    ...(most > 1
      ? [`${most} GPUs share a PCIe switch: each GPU and its NIC are taken to have one of their own`]
      : []),
    ...(nets > 0
      ? [`${nets} ${nets === 1 ? 'NIC hangs' : 'NICs hang'} on the CPU, not under a PCIe switch with a GPU`]
      : []),
  ];
}

function numaRemarks(found: readonly Found[]): readonly string[] {
  const cpus = found.filter(({ tag }) => tag === 'cpu').length;
  return cpus > 1 ? [`links between the ${cpus} NUMA nodes, and affinities of CPUs`] : [];
}
