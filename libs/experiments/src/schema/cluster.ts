/** Schema of a cluster: the body of a `Cluster` document, and `cluster` of an experiment. */
import {
  type AttachedNodes,
  type CabledTopology,
  type CableSpec,
  type CircuitTopology,
  type ClusterSpec,
  type DragonflyPlusTopology,
  type LatticeTopology,
  type NicSpec,
  type StorageSpec,
  type TopologySpec,
  type TreeSwitches,
} from '@railyard/cluster';
import { deviceSchema } from './device.js';
import {
  choice,
  count,
  flag,
  type JsonSchema,
  list,
  object,
  quantity,
  ratio,
  tag,
  text,
  type Typed,
  union,
} from './json-schema.js';

type Topology<K extends TopologySpec['kind']> = Extract<TopologySpec, { kind: K }>;

const switchPorts: JsonSchema = count('Ports of every switch.', 2, 1024, {
  default: 64,
  'x-also': ['radix', 'ports'],
});
/** Keys of the leaves of every tree, all but the first optional. */
const leaves = {
  switchPorts,
  leafDownlinks: count(
    'Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking).',
    1,
    1023,
  ),
  leafUplinks: count('Ports of a leaf towards spines. Absent: all that leafDownlinks leaves.', 1, 1023, {
    'x-also': ['uplinks', 'uplinksPerLeaf'],
  }),
  oversubscription: ratio(
    "Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill " +
      'the fewest ' +
      'leaves evenly, each with the fewest uplinks that keep the ratio.',
    1,
    64,
    { 'x-also': ['oversubscriptionRatio', 'taper'] },
  ),
  nicsPerPort: count(
    'NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1.',
    1,
    8,
    { 'x-also': ['breakout'] },
  ),
  uplinkGBps: quantity(
    'Line rate of a link between switches, per direction. Absent: that of a NIC port.',
    'GB/s',
    0.01,
    1e5,
  ),
};
const LEAF_KEYS = [
  'leafDownlinks',
  'leafUplinks',
  'oversubscription',
  'nicsPerPort',
  'uplinkGBps',
] as const satisfies readonly (keyof TreeSwitches)[];
const pods = {
  podLeaves: count(
    'With three layers: leaves of a pod. Absent: half of the ports, so that few leaves are one pod ' +
      'without cores.',
    1,
    1023,
    { 'x-also': ['leavesPerPod'] },
  ),
  spineUplinks: count('With three layers: ports of a spine towards cores. Absent: as many as down.', 1, 1023),
};
const layers: JsonSchema = {
  type: 'integer',
  description: 'Switch layers: 2 (leaf and spine) or 3.',
  enum: [2, 3],
  default: 2,
};
const planesOf = (description: string): JsonSchema => count(description, 1, 64, { default: 8 });

const lattice = (kind: LatticeTopology['kind'], description: string): JsonSchema =>
  object<LatticeTopology>(
    description,
    {
      kind: tag(kind),
      dimensions: list('Switches along each dimension.', count('Switches.', 1, 4096), 1, 8, {
        'x-also': ['dims', 'shape'],
      }),
      endpointsPerSwitch: count('NICs of a switch.', 1, 512),
      width: count('Parallel links between two switches that are joined. Absent: 1.', 1, 512),
      switchPorts,
    },
    ['width'],
  );

/** Rows of a table of cables, or of hosts. */
const MOST_ROWS = 20_000;
const switchName = text('Name of a switch.', 100, { minLength: 1 });
const cable: Typed<CableSpec> = object<CableSpec>(
  'Cables between two switches.',
  {
    from: switchName,
    to: switchName,
    count: count('Cables side by side. Absent: 1.', 1, 1024),
    bandwidthGBps: quantity('Line rate of one, per direction. Absent: that of a NIC.', 'GB/s', 0.01, 1e7),
  },
  ['count', 'bandwidthGBps'],
);
const attached: Typed<AttachedNodes> = object<AttachedNodes>(
  'The next nodes, and where their NICs are plugged in.',
  {
    nodes: count('How many nodes are attached alike.', 1, 32768, { default: 1 }),
    switches: list('Switch of each NIC in order, repeated where they are fewer.', switchName, 1, 128),
  },
);

const topologySchema = union('The scale-out network, built as a real graph.', [
  object<Topology<'mpft'>>(
    'Multi-plane two-layer fat tree: planes share no switch (paper, figure 3).',
    {
      kind: tag('mpft'),
      planes: planesOf('Independent planes; NIC i of a node is on plane i mod planes.'),
      ...leaves,
    },
    LEAF_KEYS,
  ),
  object<Topology<'mrft'>>(
    'Multi-rail fat tree: the NICs of one rail share leaves, spines join all rails.',
    { kind: tag('mrft'), ...leaves },
    LEAF_KEYS,
  ),
  object<Topology<'rail-optimized'>>(
    'Rail-optimized fat tree, as mrft; with fewer rails than NICs of a node, or pods joined by cores.',
    {
      kind: tag('rail-optimized'),
      layers,
      rails: count('NIC i of a node is on rail i mod rails. Absent: the NICs of a node.', 1, 128),
      ...leaves,
      ...pods,
    },
    ['rails', ...LEAF_KEYS, 'podLeaves', 'spineUplinks'],
  ),
  object<Topology<'fat-tree'>>(
    'Single-rail fat tree.',
    {
      kind: tag('fat-tree'),
      layers,
      ...leaves,
      ...pods,
    },
    [...LEAF_KEYS, 'podLeaves', 'spineUplinks'],
  ),
  object<Topology<'multi-port-mpft'>>(
    'Ideal multi-port NIC: each NIC has a port on each plane, one queue pair is sprayed over them ' +
      '(paper, figure 4).',
    {
      kind: tag('multi-port-mpft'),
      planes: planesOf(
        'Independent planes, and ports of a NIC: every NIC has one on each plane, at 1/planes of its rate.',
      ),
      railAligned: flag('In every plane the NICs of one rail share leaves, as in mrft. Absent: no.'),
      ...leaves,
    },
    ['railAligned', ...LEAF_KEYS],
  ),
  object<Topology<'rail-only'>>('Rails without spines: traffic between rails must cross NVLink.', {
    kind: tag('rail-only'),
    switchPorts,
  }),
  object<Topology<'slim-fly'>>('Slim Fly (MMS graph).', {
    kind: tag('slim-fly'),
    q: count('Parameter of the MMS graph: a prime power, 2 q^2 switches.', 4, 64),
    endpointsPerSwitch: count('Endpoints attached to each switch.', 1, 512),
    switchPorts,
  }),
  object<Topology<'dragonfly'>>('Canonical dragonfly.', {
    kind: tag('dragonfly'),
    p: count('Endpoints of a switch.', 1, 512),
    a: count('Switches of a group.', 1, 512),
    h: count('Global links of a switch.', 1, 512),
    g: count('Groups.', 1, 4096),
    switchPorts,
  }),
  object<DragonflyPlusTopology>(
    'Dragonfly+: groups of a two-layer tree, their spines joined to each other.',
    {
      kind: tag('dragonfly-plus'),
      groups: count('Groups.', 1, 4096),
      leaves: count('Leaves of a group.', 1, 512),
      spines: count('Spines of a group.', 1, 512),
      endpointsPerLeaf: count('NICs of a leaf.', 1, 512),
      globalLinks: count('Links of a spine to spines of other groups.', 0, 512),
      switchPorts,
    },
  ),
  lattice('torus', 'Torus: switches joined to both neighbours along each dimension, around.'),
  lattice('hyperx', 'HyperX: switches joined to all others along each dimension.'),
  object<CircuitTopology>(
    'Leaves joined by optical circuit switches: uplink j of every leaf is on circuit switch j, ' +
      'which holds round ' +
      'j of a round robin over the leaves.',
    {
      kind: tag('optical-circuits'),
      switchPorts,
      leafDownlinks: count('Ports of a leaf towards NICs.', 1, 1023),
      circuitSwitches: count(
        'Circuit switches, and uplinks of a leaf. Absent: all ports that leafDownlinks leaves.',
        1,
        1023,
      ),
    },
    ['circuitSwitches'],
  ),
  object<CabledTopology>('Tables: cables between switches, and the switch of every NIC.', {
    kind: tag('cabled'),
    switchPorts,
    cables: list('Cables between switches.', cable, 0, MOST_ROWS),
    hosts: list('Nodes in order, each row the next of them.', attached, 1, MOST_ROWS),
  }),
]);

const nicSchema = object<NicSpec>(
  'The NICs of a node.',
  {
    perNode: count('NICs of a node.', 1, 128, { 'x-also': ['nicsPerNode', 'count'] }),
    bandwidthGBps: quantity('Line rate per direction.', 'GB/s', 0.01, 1e5, {
      'x-also': ['bandwidthGbps', 'bandwidth'],
    }),
    efficiency: ratio('What large RDMA transfers reach of the line rate.', 0.01, 1, { default: 0.8 }),
    linkLayer: choice('Link layer: sets the latency of a hop (paper, Table 5).', ['infiniband', 'roce'], {
      default: 'infiniband',
    }),
    endpointLatencyUs: quantity(
      'Both endpoints together, cables to the first switch included. Absent: that of the link layer.',
      'us',
      0,
      1e6,
    ),
    switchLatencyUs: quantity(
      'Each switch on the way, with the cable after it. Absent: that of the link layer.',
      'us',
      0,
      1e6,
      { 'x-also': ['hopLatencyUs', 'linkLatencyUs'] },
    ),
  },
  ['endpointLatencyUs', 'switchLatencyUs'],
);

const storageSchema = object<StorageSpec>(
  'The storage plane.',
  {
    nodeBandwidthGBps: quantity('NIC on the storage plane, per node and direction.', 'GB/s', 0.01, 1e5, {
      default: 50,
    }),
    aggregateWriteGBps: quantity('What the whole storage cluster takes.', 'GB/s', 0.01, 1e7, {
      default: 2000,
    }),
    aggregateReadGBps: quantity('What the whole storage cluster gives.', 'GB/s', 0.01, 1e7, {
      default: 8000,
    }),
  },
  [],
  { default: {} },
);

const ENTROPIES =
  'ecmp: header values that the packets of a message rotate over; 1 keeps a message on one path, more ' +
  'spray it over the paths that they hash to.';

/** How messages find their way: a cluster's own routing, and what a request may ask for in its place. */
export const routingFields = {
  routing: choice('How flows are spread over equal paths.', ['ecmp', 'adaptive', 'static']),
  entropies: count(ENTROPIES, 1, 256),
  pxn: flag('A message for another rail first crosses NVLink to the GPU of that rail (NCCL PXN).'),
};

export const clusterSchema = object<ClusterSpec>(
  'The machine: nodes, devices, NICs, network, storage.',
  {
    name: text('Name of the cluster.', 100, { default: 'custom' }),
    nodes: count('Nodes.', 1, 32768, { 'x-also': ['nodeCount', 'hosts'] }),
    gpusPerNode: count('GPUs of a node.', 1, 128, { default: 8, 'x-also': ['gpus', 'devicesPerNode'] }),
    device: deviceSchema,
    nic: nicSchema,
    topology: topologySchema,
    routing: { ...routingFields.routing, default: 'adaptive' },
    entropies: { ...routingFields.entropies, description: `${ENTROPIES} Absent: 1.` },
    pxn: { ...routingFields.pxn, default: true },
    storage: storageSchema,
  },
  ['entropies'],
  { 'x-preset': 'cluster' },
);
