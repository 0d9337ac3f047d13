/**
 * A faster link, or kind of link, never makes a collective slower, on any fabric, routing or layout drawn.
 */
import { IssueList, RandomStream } from '@railyard/base';
import * as fc from 'fast-check';
import { type ClusterSpec, type RoutingPolicy, type TopologySpec } from '../definition/index.js';
import { checkCluster } from '../validation/index.js';
import { capacityUnder, parseFault } from '../faults/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric } from '../topology/index.js';
import { Fabric } from '../traffic/index.js';
import { NoRouteError } from '../routing/index.js';
import {
  allGather,
  allReduce,
  allToAll,
  expertAllToAll,
  reduceScatter,
  sendReceive,
  treeAllReduce,
} from './index.js';

const KINDS = {
  nic: (spec: ClusterSpec, factor: number) => ({
    ...spec,
    nic: { ...spec.nic, bandwidthGBps: spec.nic.bandwidthGBps * factor },
  }),
  nvlink: (spec: ClusterSpec, factor: number) =>
    device(spec, {
      nvlinkGBps: spec.device.nvlinkGBps * factor,
      nvlinkAchievedGBps: spec.device.nvlinkAchievedGBps * factor,
    }),
  pcie: (spec: ClusterSpec, factor: number) => device(spec, { pcieGBps: spec.device.pcieGBps * factor }),
};
const device = (spec: ClusterSpec, part: Partial<ClusterSpec['device']>): ClusterSpec => ({
  ...spec,
  device: { ...spec.device, ...part },
});

function draw(seed: number) {
  const random = new RandomStream(seed, 'collectives/faster');
  const pick = <T>(of: readonly T[]): T => of[random.integer(of.length)];
  const gpusPerNode = pick([2, 4, 8]);
  const nodes = pick([2, 4, 6, 8]);
  const switchPorts = pick([8, 16, 32]);
  const topology = pick<TopologySpec>([
    { kind: 'mpft', planes: gpusPerNode, switchPorts },
    { kind: 'mrft', switchPorts },
    { kind: 'fat-tree', layers: 2, switchPorts },
    { kind: 'rail-only', switchPorts },
    { kind: 'fat-tree', layers: 2, switchPorts, leafDownlinks: (switchPorts * 3) / 4 },
  ]);
  const base = CLUSTERS['h800-2048-mpft'];
  const spec: ClusterSpec = {
    ...base,
    name: 'drawn',
    nodes,
    gpusPerNode,
    topology,
    routing: pick<RoutingPolicy>(['adaptive', 'ecmp', 'static']),
    entropies: pick([1, 8]),
    pxn: random.uniform() < 0.7,
    nic: { ...base.nic, perNode: gpusPerNode, bandwidthGBps: 10 + 90 * random.uniform() },
    device: {
      ...base.device,
      nvlinkGBps: 450,
      nvlinkAchievedGBps: 20 + 380 * random.uniform(),
      pcieGBps: 20 + 100 * random.uniform(),
    },
  };
  const fail = random.uniform() < 0.3 ? [`leaf:0`] : [];
  const collective = pick([
    'all-to-all',
    'all-gather',
    'reduce-scatter',
    'all-reduce',
    'tree',
    'dispatch',
    'low-latency',
    'send-receive',
  ] as const);
  return {
    spec,
    collective,
    fail,
    hash: random.integer(5),
    factor: 1 + 3 * random.uniform(),
    kind: pick(['nic', 'nvlink', 'pcie'] as const),
  };
}

type Drawn = ReturnType<typeof draw>;

/**
 * undefined where the cluster cannot be built, or a fault leaves somebody without a path. `change` alters
 * capacities.
 */
function seconds(
  { collective, fail, hash }: Drawn,
  spec: ClusterSpec,
  change: (capacity: Float64Array) => Float64Array = (capacity) => capacity,
): number | undefined {
  const issues = new IssueList();
  checkCluster(spec, issues);
  if (issues.issues.length > 0) return undefined;
  const graph = buildFabric(spec);
  const group = Array.from({ length: spec.nodes * spec.gpusPerNode }, (_, gpu) => gpu);
  const request = { groups: [group], bytes: 2 ** 28 };
  const expert = {
    direction: 'dispatch',
    groups: [group],
    tokensPerGpu: 1024,
    bytesPerToken: 7392,
    remoteNodesPerToken: Math.min(3, spec.nodes - 1),
    gpusPerToken: 4,
  } as const;
  try {
    const fabric = new Fabric(spec, {
      graph,
      seed: hash,
      capacity: change(capacityUnder(graph, fail.map(parseFault))),
    });
    switch (collective) {
      case 'all-to-all':
        return allToAll(fabric, request).seconds;
      case 'all-gather':
        return allGather(fabric, request).seconds;
      case 'reduce-scatter':
        return reduceScatter(fabric, request).seconds;
      case 'all-reduce':
        return allReduce(fabric, request).seconds;
      case 'tree':
        return treeAllReduce(fabric, request).seconds;
      case 'dispatch':
        return expertAllToAll(fabric, expert).seconds;
      case 'low-latency':
        return expertAllToAll(fabric, { ...expert, lowLatency: { copiesPerToken: 4 } }).seconds;
      case 'send-receive':
        return sendReceive(fabric, {
          pairs: group.map((gpu, i) => [gpu, group[(i + 3) % group.length]] as const),
          bytes: 2 ** 28,
        }).seconds;
    }
  } catch (error) {
    if (error instanceof NoRouteError) return undefined;
    throw error;
  }
}

it('a faster kind of link never makes a collective slower', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const drawn = draw(seed);
      const before = seconds(drawn, drawn.spec);
      const after = seconds(drawn, KINDS[drawn.kind](drawn.spec, drawn.factor));
      if (before === undefined || after === undefined) return;
      compared += 1;
      expect({ drawn, slower: after > before * (1 + 1e-9) }).toEqual({ drawn, slower: false });
    }),
    { numRuns: 500 },
  );
  expect(compared).toBeGreaterThan(300);
});

/**
 * Every cable at a rate of its own, the `one` slow enough to decide where it is used at all, then `faster`.
 */
function withOneCable(seed: number, faster: number) {
  return (capacity: Float64Array): Float64Array => {
    const random = new RandomStream(seed, 'collectives/one-cable');
    const one = random.integer(capacity.length / 2);
    return capacity.map((rate, link) => {
      const at = new RandomStream(seed, `collectives/cable/${link >> 1}`).uniform();
      return link >> 1 === one ? rate * (0.02 + 0.1 * at) * faster : rate * (0.2 + 0.8 * at);
    });
  };
}

it('one faster cable never makes a collective slower, whatever the rates of all others', () => {
  let mattered = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const drawn = draw(seed);
      const before = seconds(drawn, drawn.spec, withOneCable(seed, 1));
      const after = seconds(drawn, drawn.spec, withOneCable(seed, drawn.factor));
      if (before === undefined || after === undefined) return;
      mattered += Number(after < before * (1 - 1e-9));
      expect({ drawn, slower: after > before * (1 + 1e-9) }).toEqual({ drawn, slower: false });
    }),
    { numRuns: 300 },
  );
  expect(mattered).toBeGreaterThan(25);
});
