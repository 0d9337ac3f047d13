/** Schema of a cluster: the body of a `Cluster` document, and `cluster` of an experiment. */
import { type ClusterSpec, type NicSpec, type StorageSpec, type TopologySpec } from '@railyard/cluster';
import { deviceSchema } from './device.js';
import {
  choice,
  count,
  flag,
  type JsonSchema,
  object,
  quantity,
  ratio,
  tag,
  text,
  union,
} from './json-schema.js';

type Topology<K extends TopologySpec['kind']> = Extract<TopologySpec, { kind: K }>;

const switchPorts: JsonSchema = count('Ports of every switch.', 2, 1024, {
  default: 64,
  'x-also': ['radix', 'ports'],
});
const leafDownlinks: JsonSchema = count(
  'Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking).',
  1,
  1023,
);
const planesOf = (description: string): JsonSchema => count(description, 1, 64, { default: 8 });

const topologySchema = union('The scale-out network, built as a real graph.', [
  object<Topology<'mpft'>>(
    'Multi-plane two-layer fat tree: planes share no switch (paper, figure 3).',
    {
      kind: tag('mpft'),
      planes: planesOf('Independent planes; NIC i of a node is on plane i mod planes.'),
      switchPorts,
      leafDownlinks,
    },
    ['leafDownlinks'],
  ),
  object<Topology<'mrft'>>(
    'Multi-rail fat tree: the NICs of one rail share leaves, spines join all rails.',
    { kind: tag('mrft'), switchPorts, leafDownlinks },
    ['leafDownlinks'],
  ),
  object<Topology<'fat-tree'>>(
    'Single-rail fat tree.',
    {
      kind: tag('fat-tree'),
      layers: {
        type: 'integer',
        description: 'Switch layers: 2 (leaf and spine) or 3.',
        enum: [2, 3],
        default: 2,
      },
      switchPorts,
      leafDownlinks,
    },
    ['leafDownlinks'],
  ),
  object<Topology<'multi-port-mpft'>>(
    'Ideal multi-port NIC: each NIC has a port on each plane, one queue pair is sprayed over them ' +
      '(paper, figure 4).',
    {
      kind: tag('multi-port-mpft'),
      planes: planesOf(
        'Independent planes, and ports of a NIC: every NIC has one on each plane, at 1/planes of its rate.',
      ),
      switchPorts,
      leafDownlinks,
    },
    ['leafDownlinks'],
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
]);

const nicSchema = object<NicSpec>('The NICs of a node.', {
  perNode: count('NICs of a node.', 1, 128, { 'x-also': ['nicsPerNode', 'count'] }),
  bandwidthGBps: quantity('Line rate per direction.', 'GB/s', 0.01, 1e5, {
    'x-also': ['bandwidthGbps', 'bandwidth'],
  }),
  efficiency: ratio('What large RDMA transfers reach of the line rate.', 0.01, 1, { default: 0.8 }),
  linkLayer: choice('Link layer: sets the latency of a hop (paper, Table 5).', ['infiniband', 'roce'], {
    default: 'infiniband',
  }),
});

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
