/**
 * Clusters to start from, by name. All are non-blocking; the founding case is `h800-2048-mpft` (paper,
 * section 5.1).
 */
import { GIBI, GIGA } from '@railyard/base';
import {
  type ClusterSpec,
  type LinkLayer,
  type NicSpec,
  type StorageSpec,
  type TopologySpec,
} from '../definition/index.js';
import { DEVICES, type DeviceSpec } from '../hardware/index.js';
import { rentedClusters } from './rented.js';

/**
 * Share of a 400G port's line rate that large RDMA transfers reach: 48-49 of 50 GB/s in NCCL on ConnectX-7
 * (NVIDIA maintainer, NVIDIA/nccl-tests issue 267), 48.5 taken; published. What EP kernels reach of a NIC
 * with small messages (the paper plans with 40 GB/s) belongs to those kernels, not here.
 */
export const NIC_EFFICIENCY = 48.5 / 50;

const nic = (linkLayer: LinkLayer, bandwidthGBps = 50): NicSpec => ({
  perNode: 8,
  bandwidthGBps,
  efficiency: NIC_EFFICIENCY,
  linkLayer,
});

/**
 * One 400G storage NIC a node (paper, section 5.1). 3FS reads 6.6 TiB/s from 180 storage nodes (3FS README,
 * published); writes: more than 10 GiB/s from each of the job's nodes (Fire-Flyer 2, arXiv 2408.14158), so 10
 * GiB/s each is a lower bound (derived).
 */
const storage = (nodes: number): StorageSpec => ({
  nodeBandwidthGBps: 50,
  aggregateWriteGBps: (nodes * 10 * GIBI) / GIGA,
  aggregateReadGBps: (6.6 * 1024 * GIBI) / GIGA,
});

interface Choice {
  readonly device: DeviceSpec;
  readonly gpus: number;
  readonly topology: TopologySpec;
  readonly nic?: NicSpec;
  readonly routing?: ClusterSpec['routing'];
}

function eightGpuNodes(name: string, choice: Choice): ClusterSpec {
  const nodes = choice.gpus / 8;
  return {
    name,
    nodes,
    gpusPerNode: 8,
    device: choice.device,
    nic: choice.nic ?? nic('infiniband'),
    topology: choice.topology,
    routing: choice.routing ?? 'adaptive',
    pxn: true,
    storage: storage(nodes),
  };
}

const { h800, h100, h200, a100 } = DEVICES as Readonly<Record<'h800' | 'h100' | 'h200' | 'a100', DeviceSpec>>;
const mpft: TopologySpec = { kind: 'mpft', planes: 8, switchPorts: 64 };

const ALL: readonly ClusterSpec[] = [
  eightGpuNodes('h800-2048-mpft', { device: h800, gpus: 2048, topology: mpft }),
  eightGpuNodes('h800-2048-mrft', { device: h800, gpus: 2048, topology: { kind: 'mrft', switchPorts: 64 } }),
  // The ideal NIC of figure 4, with the four planes of ConnectX-8 on 100G ports; a 64-port 400G switch is 256
  // ports of 100G.
  eightGpuNodes('h800-2048-multi-port', {
    device: h800,
    gpus: 2048,
    topology: { kind: 'multi-port-mpft', planes: 4, switchPorts: 256 },
  }),
  eightGpuNodes('h800-2048-roce', {
    device: h800,
    gpus: 2048,
    topology: { kind: 'mrft', switchPorts: 128 },
    nic: nic('roce'),
    routing: 'ecmp',
  }),
  eightGpuNodes('h800-16384-mpft', { device: h800, gpus: 16384, topology: mpft }),
  eightGpuNodes('h800-16384-fat-tree', {
    device: h800,
    gpus: 16384,
    topology: { kind: 'fat-tree', layers: 3, switchPorts: 64 },
  }),
  eightGpuNodes('h100-1024-roce', {
    device: h100,
    gpus: 1024,
    topology: { kind: 'fat-tree', layers: 2, switchPorts: 128 },
    nic: nic('roce'),
    routing: 'ecmp',
  }),
  eightGpuNodes('h200-256-mpft', { device: h200, gpus: 256, topology: mpft }),
  eightGpuNodes('a100-512', {
    device: a100,
    gpus: 512,
    topology: { kind: 'fat-tree', layers: 2, switchPorts: 40 },
    nic: nic('infiniband', 25),
  }),
];

/** Those above come first, and keep their names. */
const RENTED = rentedClusters({ devices: DEVICES, nic, storage }).filter(
  ({ name }) => !ALL.some((spec) => spec.name === name),
);

export const CLUSTERS: Readonly<Record<string, ClusterSpec>> = Object.fromEntries(
  [...ALL, ...RENTED].map((spec) => [spec.name, spec]),
);
