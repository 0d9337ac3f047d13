/** What nvidia-smi prints of a node: `topo -m`, how GPUs and NICs reach each other, and `nvlink --status`. */
import { asCard, deviceOfLinks, deviceOfName, NVLINK_GBPS } from './devices.js';
import { distinct, shortList, type TopologyDraft } from './draft.js';
import { nvlinkGroups } from './nvlink-groups.js';

export const isTopoMatrix = (text: string): boolean => /^\s*GPU0\s+(X|GPU1|.*\bGPU1\b)/m.test(text);
export const isNvlinkStatus = (text: string): boolean => /^GPU \d+: .*\n\s*Link \d+:/m.test(text);

/** Ways that stay under PCIe switches. */
const NEAR = ['PIX', 'PXB'];

/** @throws InvalidDocumentError where NVLink is a mesh that no Cluster can state. */
export function readTopoMatrix(source: string, text: string): TopologyDraft {
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('#'));
  const header = (lines.find((line) => /^\s*GPU0\s+GPU1/.test(line)) ?? '').trim().split(/\t|\s{2,}|\s+/);
  const rows = lines.flatMap((line) => {
    const [name = '', ...cells] = line.trim().split(/\s+/);
    return /^GPU\d+$/.test(name) && !/^GPU\d+$/.test(cells[0] ?? '') ? [{ name, cells }] : [];
  });
  const at = (pattern: RegExp): number[] => header.flatMap((word, i) => (pattern.test(word) ? [i] : []));
  const nicColumns = at(/^(NIC\d+|mlx\S+)$/);
  const near = nicColumns.filter((i) => rows.some(({ cells }) => NEAR.includes(cells[i] ?? '')));
  const far = nicColumns.filter((i) => !near.includes(i)).map((i) => header[i] ?? '');
  const counts = rows.flatMap(({ cells }) => at(/^GPU\d+$/).flatMap((i) => nvlinks(cells[i] ?? '')));
  const links = counts.length === 0 ? 0 : Math.min(...counts);
  const { nvlinkGpus, assumed } = nvlinkGroups(
    source,
    rows.map(({ name }) => name),
    (from, to) => nvlinks(rows[from]?.cells[header.indexOf(rows[to]?.name ?? '')] ?? '')[0] ?? 0,
  );
  const device = nvlinkGpus === undefined ? deviceOfLinks(links) : asCard(deviceOfLinks(links));
  const known = /^(GPU\d+|NIC\d+|mlx\S+|CPU|NUMA|Affinity|GPU)$/;
  return {
    source,
    format: 'nvidia-smi-topo',
    node: {
      gpus: rows.length,
      ...(near.length === 0 ? {} : { nics: near.length }),
      nvlinkGBps: links * NVLINK_GBPS,
      ...(nvlinkGpus === undefined ? {} : { nvlinkGpus }),
      ...(device === undefined ? {} : { device }),
    },
    assumed: [
      ...(device === undefined
        ? []
        : [`${links} NVLinks a GPU at ${NVLINK_GBPS} GB/s: taken as an ${device}`]),
      ...assumed,
    ],
    unknown: distinct([
      ...(far.length === 0
        ? []
        : [`NICs under no PCIe switch with a GPU are left out of the network: ${shortList(far)}`]),
      ...header.filter((word) => word !== '' && !known.test(word)).map((word) => `column ${word}`),
      'affinities of CPUs and NUMA nodes',
    ]),
  };
}

const nvlinks = (cell: string): readonly number[] => (/^NV\d+$/.test(cell) ? [Number(cell.slice(2))] : []);

export function readNvlinkStatus(source: string, text: string): TopologyDraft {
  const gpus: { name: string; rates: number[] }[] = [];
  const unknown: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const gpu = /^GPU \d+: (.*?)(?: \(UUID.*)?$/.exec(line);
    const link = /^\s*Link \d+: ([\d.]+) GB\/s/.exec(line);
    if (gpu !== null) gpus.push({ name: gpu[1] ?? '', rates: [] });
    else if (link !== null) gpus.at(-1)?.rates.push(Number(link[1]));
    else if (line.trim() !== '') unknown.push(line.trim().slice(0, 60));
  }
  const sums = gpus.map(({ rates }) => rates.reduce((sum, rate) => sum + rate, 0));
  const device = deviceOfName(gpus[0]?.name ?? '');
  return {
    source,
    format: 'nvidia-smi-nvlink',
    node: {
      gpus: gpus.length,
      nvlinkGBps: Math.min(...sums),
      ...(device === undefined ? {} : { device }),
    },
    assumed: new Set(sums).size > 1 ? ['GPUs have different NVLink rates: all are taken at the lowest'] : [],
    unknown: distinct(unknown),
  };
}
