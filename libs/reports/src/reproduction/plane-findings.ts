/** Runs what the report on planes shows: a step of DeepSeek-V3 for each class of fault on each network. */
import { type ProvenancedInput, asInput, entryOf } from '@railyard/base';
import {
  CLUSTERS,
  COLLECTIVE_LAUNCH,
  type ClusterSpec,
  Fabric,
  Traffic,
  addSends,
  capacityUnder,
  parseFault,
  simulateFlows,
} from '@railyard/cluster';
import { metricsOf, prepareExperiment } from '@railyard/experiments';
import { type PlaneFinding } from '../planes/index.js';

const base = entryOf(CLUSTERS, 'h800-2048-mpft');

/** 64-port switches of 400G are 512 ports of 50G: every NIC has one on each of eight planes. */
const NETWORKS: Readonly<Record<string, Pick<ClusterSpec, 'topology'>>> = {
  MPFT: { topology: base.topology },
  MRFT: { topology: entryOf(CLUSTERS, 'h800-2048-mrft').topology },
  'multi-port': { topology: { kind: 'multi-port-mpft', planes: 8, switchPorts: 512 } },
};

/** By class: the parts on each network. A plane of one fabric is the leaves of a rail. */
const FAULTS: readonly {
  readonly fault: string;
  readonly parts: Readonly<Record<string, readonly string[]>>;
}[] = [
  { fault: 'nothing', parts: {} },
  {
    fault: 'cable of a NIC',
    parts: { MPFT: ['node:5/nic:3'], MRFT: ['node:5/nic:3'], 'multi-port': ['node:5/nic:3>plane:2/leaf:0'] },
  },
  { fault: 'NIC', parts: same(['node:5/nic:3']) },
  { fault: 'NIC at half its rate', parts: same(['node:5/nic:3=0.5']) },
  {
    fault: 'leaf',
    parts: { MPFT: ['plane:2/leaf:0'], MRFT: ['leaf:2'], 'multi-port': ['plane:2/leaf:0'] },
  },
  {
    fault: 'spine',
    parts: { MPFT: ['plane:2/spine:1'], MRFT: ['spine:7'], 'multi-port': ['plane:2/spine:1'] },
  },
  {
    fault: 'plane, or the leaves of a rail',
    parts: {
      MPFT: ['plane:2'],
      MRFT: Array.from({ length: 8 }, (_, block) => `leaf:${8 * block + 2}`),
      'multi-port': ['plane:2'],
    },
  },
];

function same(parts: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.keys(NETWORKS).map((network) => [network, parts]));
}

export function planeFindings(onProgress: (phase: string, share: number) => void): readonly PlaneFinding[] {
  return FAULTS.flatMap(({ fault, parts }, i) => {
    onProgress(fault, i / FAULTS.length);
    return Object.keys(NETWORKS).map((network) => findingOf(fault, network, parts[network] ?? []));
  });
}

function findingOf(fault: string, network: string, parts: readonly string[]): PlaneFinding {
  const { topology } = entryOf(NETWORKS, network);
  const prepared = prepareExperiment({
    apiVersion: 'railyard/v1',
    kind: 'Experiment',
    preset: 'deepseek-v3-mpft',
    cluster: { preset: 'h800-2048-mpft', name: network, topology },
    ...(parts.length === 0 ? {} : { fail: parts }),
  });
  const ends = messageEnds(prepared.document.cluster, parts);
  const whole = messageEnds(prepared.document.cluster, []);
  const last = (times: Float64Array): number => times.reduce((most, end) => Math.max(most, end), 0);
  return {
    fault,
    network,
    parts,
    stepSeconds: metricsOf(prepared).stepTimeS,
    slowest: last(ends) / last(whole),
    slowed: ends.filter((end, i) => end > (whole[i] ?? 0) * (1 + 1e-9)).length / ends.length,
  };
}

export const planeInputs = (): readonly ProvenancedInput[] => [
  asInput('network.collectiveLaunch', COLLECTIVE_LAUNCH),
  {
    name: 'nic.bandwidthGBps',
    value: base.nic.bandwidthGBps,
    unit: 'GB/s',
    provenance: 'published',
    source: 'ConnectX-7, 400 Gb/s (paper, section 4.3)',
  },
];

/** [GPUs] seconds at which the message of each to the one half a cluster away is all there. */
function messageEnds(cluster: ClusterSpec, parts: readonly string[]): Float64Array {
  const fabric = new Fabric(cluster);
  const failed =
    parts.length === 0 ? fabric : fabric.withCapacity(capacityUnder(fabric.graph, parts.map(parseFault)));
  const { gpuCount } = fabric.graph;
  const pairs = Array.from({ length: gpuCount }, (_, gpu) => [gpu, (gpu + gpuCount / 2) % gpuCount] as const);
  return simulateFlows(addSends(new Traffic(failed), { pairs, bytes: 1e9 }).build().flows).finish;
}
