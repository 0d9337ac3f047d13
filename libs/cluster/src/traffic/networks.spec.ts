import { RandomStream } from '@railyard/base';
import { type ClusterSpec, type RoutingPolicy, type TopologySpec } from '../definition/index.js';
import { FlowSetBuilder, simulateFlows } from '../flows/index.js';
import { CLUSTERS } from '../presets/index.js';
import { Fabric } from './fabric.js';

/**
 * Rates of flows in progress: all rise together, and those on the first link that is full stop (Bertsekas
 * and Gallager, 6.5.2).
 */
function fairRates(
  capacity: ArrayLike<number>,
  flows: readonly (readonly (readonly [number, number])[])[],
): number[] {
  const left = new Map<number, number>();
  for (const [link] of flows.flat()) left.set(link, capacity[link]!);
  const rate = flows.map(() => -1);
  while (rate.some((r) => r < 0)) {
    const demand = new Map<number, number>();
    flows.forEach(
      (path, f) =>
        rate[f]! < 0 && path.forEach(([link, share]) => demand.set(link, (demand.get(link) ?? 0) + share)),
    );
    const [full, share] = [...demand].reduce<[number, number]>(
      (best, [link, wanted]) =>
        left.get(link)! / wanted < best[1] ? [link, left.get(link)! / wanted] : best,
      [-1, Infinity],
    );
    flows.forEach((path, f) => {
      if (rate[f]! >= 0 || !path.some(([link]) => link === full)) return;
      rate[f] = share;
      path.forEach(([link, part]) => left.set(link, left.get(link)! - share * part));
    });
  }
  return rate;
}

/** Ends of flows that all begin at once, rates worked out again whenever one ends. */
function naiveEnds(
  capacity: ArrayLike<number>,
  flows: readonly (readonly (readonly [number, number])[])[],
  bytes: readonly number[],
): number[] {
  const rest = [...bytes];
  const end = bytes.map(() => Infinity);
  for (let now = 0; end.includes(Infinity);) {
    const open = end.flatMap((at, f) => (at === Infinity ? [f] : []));
    const rates = fairRates(
      capacity,
      open.map((f) => flows[f]!),
    );
    const step = Math.min(...open.map((f, i) => rest[f]! / rates[i]!));
    now += step;
    open.forEach((f, i) => {
      rest[f] = rest[f]! - rates[i]! * step;
      if (rest[f]! <= 1e-9 * bytes[f]!) end[f] = now;
    });
  }
  return end;
}

const base = CLUSTERS['h800-2048-mpft']!;
const NETWORKS: Readonly<Record<string, readonly [nodes: number, topology: TopologySpec]>> = {
  'rail-optimized, 2:1': [
    8,
    { kind: 'rail-optimized', layers: 2, rails: 2, switchPorts: 16, leafDownlinks: 8, oversubscription: 2 },
  ],
  'rail-optimized with pods': [
    8,
    { kind: 'rail-optimized', layers: 3, rails: 4, podLeaves: 4, leafDownlinks: 4, switchPorts: 8 },
  ],
  'fat tree with pods': [8, { kind: 'fat-tree', layers: 3, switchPorts: 16, podLeaves: 2 }],
  'breakouts with faster uplinks': [
    8,
    { kind: 'fat-tree', layers: 2, switchPorts: 8, nicsPerPort: 2, uplinkGBps: 100 },
  ],
  'NICs of two ports, by rails': [
    8,
    { kind: 'multi-port-mpft', planes: 2, railAligned: true, switchPorts: 16, leafDownlinks: 4 },
  ],
  torus: [8, { kind: 'torus', dimensions: [4, 2, 2], endpointsPerSwitch: 4, switchPorts: 64 }],
  hyperx: [8, { kind: 'hyperx', dimensions: [4, 4], endpointsPerSwitch: 4, switchPorts: 64 }],
  'dragonfly-plus': [
    8,
    {
      kind: 'dragonfly-plus',
      groups: 4,
      leaves: 2,
      spines: 2,
      endpointsPerLeaf: 8,
      globalLinks: 3,
      switchPorts: 64,
    },
  ],
  'optical circuits': [
    8,
    { kind: 'optical-circuits', leafDownlinks: 8, switchPorts: 64, circuitSwitches: 3 },
  ],
  cabled: [
    3,
    {
      kind: 'cabled',
      switchPorts: 32,
      cables: [
        { from: 'a', to: 's', count: 2 },
        { from: 'b', to: 's', bandwidthGBps: 100 },
        { from: 'a', to: 't' },
        { from: 'c', to: 't', count: 3 },
        { from: 't', to: 's' },
      ],
      hosts: [
        { nodes: 1, switches: ['a'] },
        { nodes: 2, switches: ['b', 'c'] },
      ],
    },
  ],
};
const CASES = Object.keys(NETWORKS).flatMap((name) =>
  (['ecmp', 'adaptive', 'static'] as const).map((routing): [string, RoutingPolicy] => [name, routing]),
);

function drawnFlows(fabric: Fabric, seed: number) {
  const draw = new RandomStream(seed, 'networks/spec');
  const gpus = fabric.graph.gpuCount;
  const flows: (readonly (readonly [number, number])[])[] = [];
  const bytes: number[] = [];
  while (flows.length < 60) {
    const [from, to] = [draw.integer(gpus), draw.integer(gpus)];
    if (from === to) continue;
    const route = fabric.router.route(from, to, flows.length)!;
    flows.push(route.links.map((link, i) => [link, route.shares?.[i] ?? 1]));
    bytes.push(1e9 * (1 + draw.integer(4)));
  }
  return { flows, bytes };
}

describe.each(CASES)('flows on %s, %s', (name, routing) => {
  const [nodes, topology] = NETWORKS[name]!;
  const spec: ClusterSpec = { ...base, nodes, topology, routing };
  const fabric = new Fabric(spec);

  it('end when those of a naive solver do', () => {
    for (const seed of [1, 2]) {
      const { flows, bytes } = drawnFlows(fabric, seed);
      const builder = new FlowSetBuilder(fabric.capacity);
      flows.forEach((path, f) => {
        path.forEach(([link, share]) => builder.hop(link, share));
        builder.add(bytes[f]!);
      });
      const { finish: end } = simulateFlows(builder.build());
      naiveEnds(fabric.capacity, flows, bytes).forEach((at, f) =>
        expect(Math.abs(end[f]! / at - 1)).toBeLessThan(1e-9),
      );
    }
  });

  it('lose nothing at any switch', () => {
    const { graph } = fabric;
    for (const path of drawnFlows(fabric, 3).flows) {
      const balance = new Map<number, number>();
      for (const [link, share] of path) {
        balance.set(graph.linkFrom[link]!, (balance.get(graph.linkFrom[link]!) ?? 0) - share);
        balance.set(graph.linkTo[link]!, (balance.get(graph.linkTo[link]!) ?? 0) + share);
      }
      for (const [vertex, rest] of balance)
        expect(
          Math.abs(graph.kindOf(vertex) === 'gpu' ? Math.abs(rest) - Math.round(Math.abs(rest)) : rest),
        ).toBeLessThan(1e-9);
    }
  });
});
