/**
 * The clusters on which published collectives were measured, as their sources describe them. What a source
 * does not state is that of the cluster preset of the device.
 */
import { type ClusterSpec, type DeviceSpec, CLUSTERS } from '@railyard/cluster';
import { entryOf } from '@railyard/base';

export interface MeasuredCluster {
  readonly device: string;
  readonly gpusPerNode: number;
  readonly nics: number;
  readonly nicGBps: number;
  readonly topology: ClusterSpec['topology'];
}

const RAILS: ClusterSpec['topology'] = { kind: 'mrft', switchPorts: 64 };

const eight = (device: string, nicGBps: number): MeasuredCluster => ({
  device,
  gpusPerNode: 8,
  nics: 8,
  nicGBps,
  topology: RAILS,
});

/** Modelled ones, by the start of the name in the table. */
const KNOWN: readonly (readonly [string, MeasuredCluster])[] = [
  ['xxrjun', eight('h100', 50)],
  ['Azure ND_H100', eight('h100', 50)],
  ['Azure ND_A100', eight('a100', 25)],
  ['ALCF sophia', eight('a100', 25)],
];

/** The nodes and the network of a cluster's definition. */
export const measuredClusterOf = ({ device, gpusPerNode, nic, topology }: ClusterSpec): MeasuredCluster => ({
  device: device.name,
  gpusPerNode,
  nics: nic.perNode,
  nicGBps: nic.bandwidthGBps,
  topology,
});

export const clusterNamed = (name: string): MeasuredCluster | undefined =>
  KNOWN.find(([start]) => name.startsWith(start))?.[1];

/** Two Slingshot 11 NICs of 200 Gb/s for four GPUs (README of argonne-lcf/alcf-nccl-tests). */
const SLINGSHOT_GBPS = (2 * 25) / 4;

/** Line rate of the NICs of one GPU, GB/s; undefined where nobody says it. */
export function lineRateOf(name: string, own?: MeasuredCluster): number | undefined {
  const cluster = own ?? clusterNamed(name);
  if (cluster !== undefined) return (cluster.nics * cluster.nicGBps) / cluster.gpusPerNode;
  return isSlingshot(name) ? SLINGSHOT_GBPS : undefined;
}

/** Under libfabric or sockets, which nothing here models. */
export const isSlingshot = (name: string): boolean => /polaris|sirius/.test(name);

/** `nodes` of it, with GPUs of `device`. */
export function clusterSpecOf(cluster: MeasuredCluster, device: DeviceSpec, nodes: number): ClusterSpec {
  const base = entryOf(CLUSTERS, cluster.device === 'h100' ? 'h100-64' : 'a100-64');
  return {
    ...base,
    name: 'measured',
    nodes,
    gpusPerNode: cluster.gpusPerNode,
    device,
    topology: cluster.topology,
    nic: {
      ...base.nic,
      perNode: cluster.nics,
      bandwidthGBps: cluster.nicGBps,
    },
  };
}
