/**
 * The whole machine as one graph: the inside of every node, the scale-out network, and the storage plane.
 *
 * Inside a node each GPU hangs on NVSwitch (one vertex: the parallel NVSwitch chips of a node are a full
 * crossbar; with bridges of pairs one for each pair) and on the PCIe switch it shares with its NIC; PCIe
 * switches meet in the host, which also holds the storage NIC. So RDMA between a GPU and its NIC stays under
 * the PCIe switch, and traffic to host memory or storage competes with it for the GPU's PCIe link (paper,
 * section 4.5.1). Every node reaches storage over its own NIC and a separate switch (section 5.1).
 */
import { gigabytesPerSecond } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { hopSecondsOf, switchSeconds } from '../hardware/index.js';
import { FabricBuilder } from './fabric-builder.js';
import { type FabricGraph, type FabricTables } from './graph.js';
import { planScaleOut } from './plan.js';
import { type ScaleOut, switchCount } from './scale-out.js';

/**
 * Rate of a NIC port that large transfers reach, bytes/s per direction; links between switches run at the
 * same rate, or at the same share of their own.
 */
export const nicPortRate = (spec: ClusterSpec, portsPerNic: number): number =>
  (gigabytesPerSecond(spec.nic.bandwidthGBps) * spec.nic.efficiency) / portsPerNic;

/**
 * Builds the graph of a checked definition (`checkCluster`).
 * @throws InvariantError for a definition that does not pass the check.
 */
export function buildFabric(spec: ClusterSpec): FabricGraph {
  const plan = planScaleOut(spec);
  const gpus = spec.nodes * spec.gpusPerNode;
  const nics = spec.nodes * spec.nic.perNode;
  const pcieSwitches = spec.nodes * Math.min(spec.gpusPerNode, spec.nic.perNode);
  const scaleUp = spec.gpusPerNode > 1 && spec.device.nvlinkAchievedGBps > 0;
  const nvlinkGpus = spec.device.nvlinkGpus ?? spec.gpusPerNode;
  const hopSeconds = hopSecondsOf(spec.nic);
  const { perSwitch } = hopSeconds;
  const builder = new FabricBuilder(
    {
      gpu: gpus,
      nvswitch: scaleUp ? gpus / nvlinkGpus : 0,
      'pcie-switch': pcieSwitches,
      host: spec.nodes,
      nic: nics,
      leaf: plan.leaves,
      spine: plan.spines,
      core: plan.cores,
      router: plan.routers,
      'storage-nic': spec.nodes,
      'storage-switch': 1,
      storage: 1,
    },
    {
      nvswitch: switchSeconds('nvlink'),
      leaf: perSwitch,
      spine: perSwitch,
      core: perSwitch,
      router: perSwitch,
      'storage-switch': switchSeconds('roce'),
    },
    2 * gpus +
      pcieSwitches +
      nics * (1 + plan.portsPerNic) +
      2 * spec.nodes +
      1 +
      (switchCount(plan) * plan.switchPorts) / 2,
  );
  const tables = emptyTables(spec, gpus, nics, plan.portsPerNic);
  const pcie = gigabytesPerSecond(spec.device.pcieGBps);
  wireNodes(spec, builder, tables, scaleUp ? nvlinkGpus : 0, pcie);
  wireNics(spec, builder, tables, plan);
  const storageTrunk = wireStorage(spec, builder, tables, pcie);
  return builder.finish(
    {
      nodes: spec.nodes,
      gpusPerNode: spec.gpusPerNode,
      nicsPerNode: spec.nic.perNode,
      nvlinkGpus: scaleUp ? nvlinkGpus : spec.gpusPerNode,
      portsPerNic: plan.portsPerNic,
      planes: plan.planes,
      routersPerGroup: plan.routersPerGroup,
      railAligned: plan.railAligned,
      evenTree: plan.evenTree ?? false,
      hopSeconds,
    },
    { ...tables, storageTrunk },
  );
}

type Tables = Omit<FabricTables, 'storageTrunk'>;

function emptyTables(spec: ClusterSpec, gpus: number, nics: number, portsPerNic: number): Tables {
  const table = (length: number) => new Int32Array(length).fill(-1);
  return {
    gpuNvlink: table(gpus),
    gpuPcie: table(gpus),
    gpuNic: table(gpus),
    gpuHost: table(gpus),
    nicPcie: table(nics),
    nicGpu: table(nics),
    nicUplink: table(nics * portsPerNic),
    nicSwitch: table(nics * portsPerNic),
    nodeStorageNic: table(spec.nodes),
    nodeStorageUplink: table(spec.nodes),
  };
}

/** `nvlinkGpus`: GPUs that NVLink joins, 0 for no NVLink. */
function wireNodes(
  spec: ClusterSpec,
  builder: FabricBuilder,
  tables: Tables,
  nvlinkGpus: number,
  pcie: number,
): void {
  const {
    gpusPerNode,
    nodes,
    nic: { perNode: nicsPerNode },
  } = spec;
  const complexes = Math.min(gpusPerNode, nicsPerNode);
  const nvlink = gigabytesPerSecond(spec.device.nvlinkAchievedGBps);
  const hosts = builder.first('host');
  const pcieSwitches = builder.first('pcie-switch');
  const nics = builder.first('nic');
  for (let node = 0; node < nodes; node += 1) {
    for (let complex = 0; complex < complexes; complex += 1) {
      const pcieSwitch = pcieSwitches + node * complexes + complex;
      const toHost = builder.cable(pcieSwitch, hosts + node, 'pcie', pcie);
      const firstGpu = node * gpusPerNode + complex * (gpusPerNode / complexes);
      const firstNic = node * nicsPerNode + complex * (nicsPerNode / complexes);
      for (let gpu = firstGpu; gpu < firstGpu + gpusPerNode / complexes; gpu += 1) {
        if (nvlinkGpus > 0)
          tables.gpuNvlink[gpu] = builder.cable(
            gpu,
            builder.first('nvswitch') + Math.floor(gpu / nvlinkGpus),
            'nvlink',
            nvlink,
          );
        tables.gpuPcie[gpu] = builder.cable(gpu, pcieSwitch, 'pcie', pcie);
        tables.gpuNic[gpu] = firstNic;
        tables.gpuHost[gpu] = toHost;
      }
      for (let nic = firstNic; nic < firstNic + nicsPerNode / complexes; nic += 1) {
        tables.nicPcie[nic] = builder.cable(pcieSwitch, nics + nic, 'pcie', pcie);
        tables.nicGpu[nic] = firstGpu;
      }
    }
  }
}

function wireNics(spec: ClusterSpec, builder: FabricBuilder, tables: Tables, plan: ScaleOut): void {
  const rate = nicPortRate(spec, plan.portsPerNic);
  const nics = builder.first('nic');
  // Leaves, spines, cores and routers follow each other, as in the plan's numbering.
  const switches = builder.first('leaf');
  for (let s = 0; s < switchCount(plan); s += 1) builder.setPlane(switches + s, plan.planeOf(s));
  for (let nic = 0; nic < spec.nodes * spec.nic.perNode; nic += 1) {
    for (let port = 0; port < plan.portsPerNic; port += 1) {
      const at = plan.attach(nic, port);
      const plane = plan.planeOf(at);
      const slot = nic * plan.portsPerNic + port;
      tables.nicSwitch[slot] = switches + at;
      tables.nicUplink[slot] = builder.cable(nics + nic, switches + at, 'host', rate, plane);
      if (plan.portsPerNic === 1) builder.setPlane(nics + nic, plane);
    }
  }
  plan.wire((a, b, linkClass, plane, speed = 1) =>
    builder.cable(switches + a, switches + b, linkClass, rate * speed, plane),
  );
}

function wireStorage(spec: ClusterSpec, builder: FabricBuilder, tables: Tables, pcie: number): number {
  const rate = gigabytesPerSecond(spec.storage.nodeBandwidthGBps);
  const storageSwitch = builder.first('storage-switch');
  for (let node = 0; node < spec.nodes; node += 1) {
    const nic = builder.first('storage-nic') + node;
    tables.nodeStorageNic[node] = builder.cable(builder.first('host') + node, nic, 'pcie', pcie);
    tables.nodeStorageUplink[node] = builder.cable(nic, storageSwitch, 'storage', rate);
  }
  return builder.cable(
    storageSwitch,
    builder.first('storage'),
    'storage',
    gigabytesPerSecond(spec.storage.aggregateWriteGBps),
    -1,
    gigabytesPerSecond(spec.storage.aggregateReadGBps),
  );
}
