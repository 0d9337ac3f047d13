/**
 * Clusters in the sizes that are rented: nodes of eight GPUs with a 400 Gb/s NIC each on non-blocking rails,
 * InfiniBand, RoCE, or sprayed over many paths as EFA does; and racks of 72 GPUs in one NVLink domain.
 */
import { entryOf } from '@railyard/base';
import { type ClusterSpec, type NicSpec } from '../definition/index.js';
import { type DeviceSpec } from '../hardware/index.js';

const SIZES = [8, 16, 32, 64, 128, 256, 512, 1024];
const EIGHT_GPU_NODES = [
  'v100',
  'a100',
  'a100-40',
  'a100-pcie',
  'a800',
  'h100',
  'h100-pcie',
  'h200',
  'h20',
  'h800',
  'b200',
  'b300',
  'l40s',
  'rtx-pro-6000',
  'mi300x',
  'mi355x',
];
/**
 * GPUs of an NVLink domain of GB200 and GB300 NVL72: 18 trays of 4. Jobs over several racks use 64 of the 72,
 * so that powers of two divide them.
 */
const RACK = 72;
const USED = 64;
const RACKS = [1, 2, 4, 8, 16];

export interface RentedParts {
  readonly devices: Readonly<Record<string, DeviceSpec>>;
  readonly nic: (linkLayer: NicSpec['linkLayer'], bandwidthGBps?: number) => NicSpec;
  readonly storage: (nodes: number) => ClusterSpec['storage'];
}

/** `h100-64`, `h100-64-roce`, `h100-64-efa`, `gb200-256`; rates per GPU are those of the published offers. */
export function rentedClusters(parts: RentedParts): readonly ClusterSpec[] {
  const eight = EIGHT_GPU_NODES.flatMap((device) =>
    SIZES.map((gpus) => rails(parts, device, gpus, 'infiniband')),
  );
  const others = [64, 256, 1024].flatMap((gpus) => [
    rails(parts, 'h100', gpus, 'roce'),
    rails(parts, 'h100', gpus, 'efa'),
  ]);
  const racks = ['gb200', 'gb300'].flatMap((device) => [
    nvlinkDomains(parts, device, 1, RACK),
    ...RACKS.map((count) => nvlinkDomains(parts, device, count, USED)),
  ]);
  return [...eight, ...others, ...racks];
}

/**
 * A NIC for each GPU. V100 nodes have 100 Gb/s NICs, A100 and A800 nodes 200 Gb/s ones, B300 and GB300 800
 * Gb/s ones (ConnectX-8), the others 400 Gb/s.
 */
const nicRates: Readonly<Record<string, number>> = {
  v100: 12.5,
  a100: 25,
  'a100-40': 25,
  'a100-pcie': 25,
  a800: 25,
  l40s: 25,
  b300: 100,
  gb300: 100,
};
const nicRate = (device: string): number => nicRates[device] ?? 50;

function rails(
  parts: RentedParts,
  device: string,
  gpus: number,
  network: 'infiniband' | 'roce' | 'efa',
): ClusterSpec {
  const perNode = 8;
  const linkLayer = network === 'infiniband' ? 'infiniband' : 'roce';
  const spec = entryOf(parts.devices, device);
  return {
    name: `${device}-${gpus}${network === 'infiniband' ? '' : `-${network}`}`,
    nodes: gpus / perNode,
    gpusPerNode: perNode,
    device: spec,
    nic: parts.nic(linkLayer, nicRate(device)),
    topology: { kind: 'mrft', switchPorts: 64 },
    // EFA's transport sprays packets over all paths (SRD); RoCE hashes flows.
    routing: network === 'roce' ? 'ecmp' : 'adaptive',
    // Messages are handed to another GPU's NIC over NVLink.
    pxn: spec.nvlinkGBps > 0,
    storage: parts.storage(gpus / perNode),
  };
}

function nvlinkDomains(parts: RentedParts, device: string, racks: number, gpusPerNode: number): ClusterSpec {
  return {
    name: `${device}-${racks * gpusPerNode}`,
    nodes: racks,
    gpusPerNode,
    device: entryOf(parts.devices, device),
    nic: { ...parts.nic('infiniband', nicRate(device)), perNode: gpusPerNode },
    topology: { kind: 'fat-tree', layers: 2, switchPorts: 144 },
    routing: 'adaptive',
    pxn: true,
    storage: parts.storage(racks),
  };
}
