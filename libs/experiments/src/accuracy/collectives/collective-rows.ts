/**
 * Rows of test/data/public-kernels/comm.csv and test/data/nccl/nccl-tests.csv: collectives of NCCL, timed by
 * nccl-tests (their READMEs say how).
 */
import { MEBI } from '@railyard/base';
import {
  type DeviceSpec,
  Fabric,
  type FabricGraph,
  type NodeOperation,
  allGather,
  allReduce,
  allToAll,
  buildFabric,
  linkCalibrationOf,
  nodeSeconds,
  reduceScatter,
} from '@railyard/cluster';
import { type TableRow } from '../kernels/index.js';
import { type NcclLog } from './nccl-log.js';
import { type MeasuredCluster, clusterNamed, clusterSpecOf, isSlingshot } from './measured-clusters.js';
import { type CollectiveRow } from './measured-collective.js';

const OPERATIONS: Readonly<Record<string, NodeOperation>> = {
  all_reduce: 'all-reduce',
  all_gather: 'all-gather',
  reduce_scatter: 'reduce-scatter',
  alltoall: 'all-to-all',
};

/** Of less, nothing was sent. */
const LEAST_BYTES = 8;

interface Measured {
  readonly operation: NodeOperation;
  readonly nodes: number;
  readonly perNode: number;
  readonly bytes: number;
}

/** Tables are distinguished by their columns; undefined for columns that no table has. */
export function collectivesOfTable(table: readonly TableRow[]): CollectiveRow[] | undefined {
  const [first] = table;
  if (first === undefined) return [];
  if ('backend' in first && 'op' in first) return table.map(publicCollective);
  return 'size_bytes' in first && 'gpus_per_node' in first ? table.map((row) => ncclTest(row)) : undefined;
}

/** comm.csv: one node. */
function publicCollective(row: TableRow): CollectiveRow {
  const device = row['device'] ?? '';
  const seconds = Number(row['seconds']);
  const sizes = `gpus=${row['gpus']} bytes=${row['bytes']}`;
  const id = `${device} ${row['op']} ${sizes} ${row['dtype']} ${row['backend']}`;
  const common = { id, source: 'public-kernels', device, seconds };
  const operation = OPERATIONS[row['op'] ?? ''];
  if (operation === undefined || row['backend'] !== 'nccl')
    return { ...common, why: "An inference engine's own collective is not modelled." };
  const shape = { operation, nodes: 1, perNode: Number(row['gpus']), bytes: Number(row['bytes']) };
  return { ...common, ...familyOf(shape), predict: (spec) => onNode(spec, shape) };
}

/** The rows of a log of nccl-tests, on nodes of `cluster`. */
export const collectivesOfLog = (log: Pick<NcclLog, 'rows'>, cluster: MeasuredCluster): CollectiveRow[] =>
  log.rows.map((row) => ncclTest(row, cluster));

/** nccl-tests.csv: bus bandwidth stands for the time where that was not printed. */
function ncclTest(row: TableRow, own?: MeasuredCluster): CollectiveRow {
  const name = row['cluster'] ?? '';
  const cluster = own ?? clusterNamed(name);
  const operation = OPERATIONS[row['op'] ?? ''];
  const shape = {
    nodes: Number(row['nodes']),
    perNode: Number(row['gpus_per_node']),
    bytes: Number(row['size_bytes']),
  };
  const seconds = secondsOf(row, shape.nodes * shape.perNode);
  const id = `${name} ${row['op']} nodes=${shape.nodes} gpus=${shape.perNode} bytes=${shape.bytes}`;
  const device = cluster?.device ?? (row['gpu'] ?? '').toLowerCase();
  const leftOut = (why: string): CollectiveRow => ({ id, source: 'nccl-tests', device, seconds, why });
  if (isSlingshot(name))
    return leftOut('Slingshot under libfabric or sockets is neither InfiniBand nor RoCE.');
  if (cluster === undefined) return leftOut('The cluster is not described.');
  if (operation === undefined) return leftOut('A shift around all ranks is not one of the collectives.');
  if (!(seconds > 0) || shape.bytes < LEAST_BYTES) return leftOut('Nothing was timed.');
  const measured = { operation, ...shape };
  return {
    id,
    source: 'nccl-tests',
    device,
    seconds,
    ...familyOf(measured),
    predict: (spec) => (shape.nodes === 1 ? onNode(spec, measured) : onCluster(cluster, spec, measured)),
  };
}

function secondsOf(row: TableRow, gpus: number): number {
  const timed = Number(row['time_us']) / 1e6;
  if (timed > 0) return timed;
  const busFactor = ((row['op'] === 'all_reduce' ? 2 : 1) * (gpus - 1)) / gpus;
  const rate = Number(row['busbw_GBps'] ?? '') || Number(row['busbw_inplace'] ?? '');
  return rate > 0 ? (Number(row['size_bytes']) * busFactor) / (rate * 1e9) : 0;
}

function familyOf({ operation, nodes, perNode, bytes }: Measured) {
  const size = bytes > MEBI ? 'above 1 MiB' : 'up to 1 MiB';
  return {
    family: `${operation}, ${nodes === 1 ? 'one node' : 'several nodes'}, ${size}`,
    shape: `${operation} nodes=${nodes} gpus=${perNode} bytes=${bytes}`,
  };
}

function onNode(device: DeviceSpec, { operation, perNode, bytes }: Measured): number {
  const { constants, linkGBps } = linkCalibrationOf(device);
  const request = { operation, members: perNode, bytes };
  const { latencySeconds, transferSeconds } = nodeSeconds(constants, request, { linkGBps, left: 1 });
  return latencySeconds + transferSeconds;
}

const graphs = new Map<string, FabricGraph>();
const fabrics = new WeakMap<DeviceSpec, Map<string, Fabric>>();

/** Made once for as long as the device exists. */
function fabricOf(cluster: MeasuredCluster, device: DeviceSpec, nodes: number): Fabric {
  const made = fabrics.get(device) ?? new Map<string, Fabric>();
  fabrics.set(device, made);
  const spec = clusterSpecOf(cluster, device, nodes);
  const key = JSON.stringify([cluster, nodes]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const sameGraph = `${key} ${device.nvlinkAchievedGBps} ${device.pcieGBps}`;
  const graph = graphs.get(sameGraph) ?? buildFabric(spec);
  graphs.set(sameGraph, graph);
  const fabric = new Fabric(spec, { graph });
  made.set(key, fabric);
  return fabric;
}

/** The first GPUs of every node. */
function onCluster(
  cluster: MeasuredCluster,
  device: DeviceSpec,
  { operation, nodes, perNode, bytes }: Measured,
): number {
  const fabric = fabricOf(cluster, device, nodes);
  const group = Array.from(
    { length: nodes * perNode },
    (_, i) => Math.floor(i / perNode) * cluster.gpusPerNode + (i % perNode),
  );
  const request = { groups: [group], bytes };
  if (operation === 'all-to-all') return allToAll(fabric, request).seconds;
  if (operation === 'all-reduce') return allReduce(fabric, request).seconds;
  return (operation === 'all-gather' ? allGather : reduceScatter)(fabric, request).seconds;
}
