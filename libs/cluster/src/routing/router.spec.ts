import fc from 'fast-check';
import { type ClusterSpec, type RoutingPolicy, type TopologySpec } from '../definition/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric, type FabricGraph, findElement, linkName } from '../topology/index.js';
import { type Route } from './route.js';
import { Router, type RouterOptions } from './router.js';

const mpft = CLUSTERS['h800-2048-mpft'];
const mrft = CLUSTERS['h800-2048-mrft'];
const routerOf = (
  spec: ClusterSpec,
  options: Partial<RouterOptions> = {},
): { graph: FabricGraph; router: Router } => {
  const graph = buildFabric(spec);
  return { graph, router: new Router(graph, { routing: spec.routing, pxn: spec.pxn, ...options }) };
};
const named = (graph: FabricGraph, route: Route | undefined) =>
  [...route!.links].map((link) => linkName(graph, link));
const shareOf = (route: Route, i: number) => route.shares?.[i] ?? 1;

/** Net share that leaves each vertex: +1 at the sender, -1 at the receiver, 0 between. */
function balance(graph: FabricGraph, route: Route): Map<number, number> {
  const net = new Map<number, number>();
  route.links.forEach((link, i) => {
    net.set(graph.linkFrom[link], (net.get(graph.linkFrom[link]) ?? 0) + shareOf(route, i));
    net.set(graph.linkTo[link], (net.get(graph.linkTo[link]) ?? 0) - shareOf(route, i));
  });
  return net;
}

function withDown(graph: FabricGraph, ...names: string[]): Float64Array {
  const capacity = graph.linkCapacity.slice();
  for (const name of names) {
    const element = findElement(graph, name)!;
    for (const link of element.links) capacity[link] = 0;
    for (let link = 0; link < graph.linkCount; link += 1) {
      if (element.vertices.includes(graph.linkFrom[link]) || element.vertices.includes(graph.linkTo[link]))
        capacity[link] = 0;
    }
  }
  return capacity;
}

describe('Router, path by path', () => {
  it('keeps messages of a node on NVLink', () => {
    const { graph, router } = routerOf(mpft);
    expect(named(graph, router.route(0, 5))).toEqual([
      'node:0/gpu:0>node:0/nvswitch',
      'node:0/nvswitch>node:0/gpu:5',
    ]);
  });

  it('crosses NVLink to the rail of the receiver, then one leaf (PXN)', () => {
    const { graph, router } = routerOf(mpft);
    expect(named(graph, router.route(0, 8 + 3))).toEqual([
      'node:0/gpu:0>node:0/nvswitch',
      'node:0/nvswitch>node:0/gpu:3',
      'node:0/gpu:3>node:0/pcie-switch:3',
      'node:0/pcie-switch:3>node:0/nic:3',
      'node:0/nic:3>plane:3/leaf:0',
      'plane:3/leaf:0>node:1/nic:3',
      'node:1/nic:3>node:1/pcie-switch:3',
      'node:1/pcie-switch:3>node:1/gpu:3',
    ]);
  });

  it('without PXN crosses spines in MRFT, and the host in MPFT', () => {
    const one = routerOf(mrft, { routing: 'static', pxn: false });
    const names = named(one.graph, one.router.route(0, 8 + 3));
    expect(names.slice(0, 3)).toEqual([
      'node:0/gpu:0>node:0/pcie-switch:0',
      'node:0/pcie-switch:0>node:0/nic:0',
      'node:0/nic:0>leaf:0',
    ]);
    expect(names[3]).toMatch(/^leaf:0>spine:\d+$/);
    expect(names[4]).toMatch(/^spine:\d+>leaf:3$/);
    const many = routerOf(mpft, { pxn: false });
    expect(named(many.graph, many.router.route(0, 8 + 3)).slice(0, 4)).toEqual([
      'node:0/gpu:0>node:0/pcie-switch:0',
      'node:0/pcie-switch:0>node:0/host',
      'node:0/host>node:0/pcie-switch:3',
      'node:0/pcie-switch:3>node:0/nic:3',
    ]);
  });

  it('sprays over every uplink and every downlink', () => {
    const { graph, router } = routerOf(mrft);
    const route = router.route(0, 255 * 8)!;
    const shares = (linkClass: string) =>
      [...route.links].flatMap((link, i) => (graph.classOf(link) === linkClass ? [shareOf(route, i)] : []));
    expect(shares('leaf-spine')).toEqual(Array(64).fill(1 / 32));
    expect(shares('host')).toEqual([1, 1]);
  });

  it('sprays a multi-port NIC over its planes, and over what is left of them', () => {
    const spec = CLUSTERS['h800-2048-multi-port'];
    const { graph, router } = routerOf(spec);
    const shares = (route: Route) =>
      [...route.links].flatMap((link, i) => (graph.classOf(link) === 'host' ? [shareOf(route, i)] : []));
    expect(shares(router.route(0, 8)!)).toEqual(Array(8).fill(1 / 4));
    const down = new Router(graph, { routing: 'adaptive', pxn: true, capacity: withDown(graph, 'plane:2') });
    expect(shares(down.route(0, 8)!)).toEqual(Array(6).fill(1 / 3));
  });

  it('goes to storage over host and storage plane only', () => {
    const { graph, router } = routerOf(mpft);
    expect(named(graph, router.toStorage(9))).toEqual([
      'node:1/gpu:1>node:1/pcie-switch:1',
      'node:1/pcie-switch:1>node:1/host',
      'node:1/host>node:1/storage-nic',
      'node:1/storage-nic>storage-switch',
      'storage-switch>storage',
    ]);
  });

  it('shares NICs among GPUs of a PCIe switch, and divides a message over the NICs of a GPU', () => {
    const few = routerOf({
      ...mpft,
      nic: { ...mpft.nic, perNode: 4 },
      topology: { kind: 'mpft', planes: 4, switchPorts: 64 },
    });
    expect(named(few.graph, few.router.route(1, 8 + 1))).toContain('node:0/nic:0>plane:0/leaf:0');
    expect(few.router.route(1, 8 + 1)!.links.length).toBe(6);
    const many = routerOf({
      ...mpft,
      gpusPerNode: 4,
      topology: { kind: 'fat-tree', layers: 2, switchPorts: 64 },
    });
    const sent = (capacity?: Float64Array) => {
      const { links, shares } = new Router(many.graph, {
        routing: 'static',
        pxn: true,
        ...(capacity === undefined ? {} : { capacity }),
      }).route(0, 4)!;
      const uplinks = [...many.graph.tables.nicUplink].slice(0, 8);
      return uplinks.map((uplink) =>
        [...links].reduce((sum, link, i) => sum + (link === uplink ? shares![i] : 0), 0),
      );
    };
    expect(sent()).toEqual([0.5, 0.5, 0, 0, 0, 0, 0, 0]);
    // With one of them down all that are left help, as they do for a GPU with one NIC.
    const capacity = many.graph.linkCapacity.slice();
    capacity[many.graph.tables.nicUplink[1]] = 0;
    expect(sent(capacity)).toEqual([1 / 7, 0, 1 / 7, 1 / 7, 1 / 7, 1 / 7, 1 / 7, 1 / 7]);
  });
});

describe('Router, any network', () => {
  const topologies: readonly TopologySpec[] = [
    { kind: 'mpft', planes: 4, switchPorts: 8 },
    { kind: 'mrft', switchPorts: 8 },
    { kind: 'fat-tree', layers: 2, switchPorts: 16 },
    { kind: 'fat-tree', layers: 3, switchPorts: 8 },
    { kind: 'multi-port-mpft', planes: 2, switchPorts: 16 },
    { kind: 'rail-only', switchPorts: 8 },
    { kind: 'slim-fly', q: 5, endpointsPerSwitch: 1, switchPorts: 16 },
    { kind: 'dragonfly', p: 2, a: 4, h: 2, g: 9, switchPorts: 16 },
  ];
  // With a NIC for each GPU, then with two GPUs a NIC and two NICs a GPU, as far as the network has room.
  const graphs = topologies.flatMap((topology) => {
    const spec = { ...mpft, topology, nodes: 8, gpusPerNode: 4, nic: { ...mpft.nic, perNode: 4 } };
    const shared = buildFabric({ ...spec, nic: { ...mpft.nic, perNode: topology.kind === 'mpft' ? 4 : 2 } });
    const several = buildFabric({ ...spec, nodes: 4, nic: { ...mpft.nic, perNode: 8 } });
    return [buildFabric(spec), shared, several];
  });
  const cases = fc
    .record({
      graph: fc.constantFrom(...graphs),
      routing: fc.constantFrom<RoutingPolicy[]>('ecmp', 'adaptive', 'static'),
      pxn: fc.boolean(),
      from: fc.nat(31),
      to: fc.nat(31),
      flow: fc.nat(),
      seed: fc.nat(),
      entropies: fc.constantFrom(1, 2, 7, 64),
    })
    .map(({ from, to, ...rest }) => ({
      ...rest,
      source: from % rest.graph.gpuCount,
      destination: to % rest.graph.gpuCount,
    }))
    .filter(({ source, destination }) => source !== destination);

  it('carries every byte from sender to receiver over links that meet, each once', () => {
    fc.assert(
      fc.property(cases, ({ graph, source, destination, flow, ...options }) => {
        const route = new Router(graph, options).route(source, destination, flow)!;
        if (new Set(route.links).size !== route.links.length) return false;
        for (const [vertex, net] of balance(graph, route)) {
          const expected = vertex === source ? 1 : vertex === destination ? -1 : 0;
          if (Math.abs(net - expected) > 1e-12) return false;
        }
        return route.links.length > 0;
      }),
      { numRuns: 500 },
    );
  });

  it('gives one answer for one question', () => {
    fc.assert(
      fc.property(cases, ({ graph, source, destination, flow, ...options }) => {
        const [a, b] = [1, 2].map(() => new Router(graph, options).route(source, destination, flow)!);
        return a!.links.join() === b!.links.join() && a!.latency === b!.latency;
      }),
    );
  });
});

describe('D-mod-K tables', () => {
  const mostMessages = (
    graph: FabricGraph,
    router: Router,
    pairs: readonly (readonly [number, number])[],
  ) => {
    const load = new Int32Array(graph.linkCount);
    for (const [source, destination] of pairs)
      for (const link of router.route(source, destination)!.links) load[link] += 1;
    return load.reduce((most, messages) => Math.max(most, messages), 0);
  };

  it.each<[string, TopologySpec, number]>([
    ['two layers, one link to each spine', { kind: 'fat-tree', layers: 2, switchPorts: 16 }, 128],
    ['two layers, parallel cables', { kind: 'fat-tree', layers: 2, switchPorts: 32 }, 128],
    ['three layers', { kind: 'fat-tree', layers: 3, switchPorts: 8 }, 128],
    ['three layers, parallel cables to cores', { kind: 'fat-tree', layers: 3, switchPorts: 8 }, 64],
  ])('meet no conflict on any shift permutation: %s', (_name, topology, nodes) => {
    const spec = { ...mpft, topology, nodes, gpusPerNode: 1, nic: { ...mpft.nic, perNode: 1 } };
    const { graph, router } = routerOf(spec, { routing: 'static' });
    for (let shift = 1; shift < nodes; shift += 1) {
      const pairs = Array.from({ length: nodes }, (_, i) => [i, (i + shift) % nodes] as const);
      expect([shift, mostMessages(graph, router, pairs)]).toEqual([shift, 1]);
    }
  });

  it('give each receiver its own way down, no matter who sends', () => {
    const { graph, router } = routerOf(
      {
        ...mpft,
        topology: { kind: 'fat-tree', layers: 2, switchPorts: 32 },
        nodes: 64,
        gpusPerNode: 1,
        nic: { ...mpft.nic, perNode: 1 },
      },
      { routing: 'static' },
    );
    const owner = new Map<number, number>();
    for (let source = 0; source < 64; source += 1) {
      for (let destination = 0; destination < 64; destination += 1) {
        if (source === destination) continue;
        for (const link of router.route(source, destination)!.links) {
          if (graph.classOf(link) !== 'leaf-spine' || graph.kindOf(graph.linkFrom[link]) !== 'spine')
            continue;
          expect(owner.get(link) ?? destination).toBe(destination);
          owner.set(link, destination);
        }
      }
    }
  });
});

describe('ECMP', () => {
  const uplinks = (graph: FabricGraph, router: Router, flows: number) => {
    const used = new Map<number, number>();
    for (let flow = 0; flow < flows; flow += 1) {
      const link = router.route(0, 255 * 8, flow)!.links.find((id) => graph.classOf(id) === 'leaf-spine')!;
      used.set(link, (used.get(link) ?? 0) + 1);
    }
    return used;
  };

  it('spreads queue pairs over all uplinks, evenly but for chance', () => {
    const { graph, router } = routerOf(mrft, { routing: 'ecmp' });
    const used = uplinks(graph, router, 3200);
    expect(used.size).toBe(32);
    const chiSquare = [...used.values()].reduce(
      (sum, count) => sum + ((count - 100) * (count - 100)) / 100,
      0,
    );
    expect(chiSquare).toBeLessThan(61.1); // 31 degrees of freedom, 99.9 %
  });

  it('keeps a queue pair on one path, and another seed gives others', () => {
    const { graph, router } = routerOf(mrft, { routing: 'ecmp', seed: 1 });
    expect(router.route(0, 2040, 7)!.shares).toBeNull();
    expect([...router.route(0, 2040, 7)!.links]).toEqual([...router.route(0, 2040, 7)!.links]);
    const other = new Router(graph, { routing: 'ecmp', pxn: true, seed: 2 });
    const differing = Array.from({ length: 64 }, (_, flow) => flow).filter(
      (flow) => router.route(0, 2040, flow)!.links.join() !== other.route(0, 2040, flow)!.links.join(),
    );
    expect(differing.length).toBeGreaterThan(50);
  });

  it('sprays a message over the paths of its header values, in equal parts', () => {
    const { graph, router } = routerOf(mrft, { routing: 'ecmp', entropies: 64 });
    const [route, other] = [router.route(0, 2040)!, router.route(0, 2040, 1)!];
    const up = [...route.links].flatMap((link, i) =>
      graph.classOf(link) === 'leaf-spine' && graph.kindOf(graph.linkTo[link]) === 'spine'
        ? [shareOf(route, i)]
        : [],
    );
    expect(up.reduce((sum, share) => sum + share, 0)).toBe(1);
    for (const share of up) expect(Number.isInteger(share * 64)).toBe(true);
    // 32 (1 - (31/32)^64) uplinks hold one of 64 values at least: 27.8; which of them is each message's own.
    expect(up.length).toBeGreaterThan(22);
    expect(up.length).toBeLessThan(32);
    expect([...other.shares!]).not.toEqual([...route.shares!]);
    expect([
      ...new Router(graph, { routing: 'ecmp', pxn: true, entropies: 1 }).route(0, 2040, 3)!.links,
    ]).toEqual([...new Router(graph, { routing: 'ecmp', pxn: true }).route(0, 2040, 3)!.links]);
  });

  it('comes to what adaptive routing does as the values become many', () => {
    const fullest = (entropies: number): number => {
      const { graph, router } = routerOf(mrft, { routing: 'ecmp', entropies });
      const load = new Float64Array(graph.linkCount);
      for (let node = 0; node < 32; node += 1) {
        const route = router.route(node * 8, (node + 128) * 8)!;
        route.links.forEach((link, i) => (load[link] += shareOf(route, i)));
      }
      return load.reduce((most, share) => Math.max(most, share), 0);
    };
    const [one, some, many] = [1, 16, 1024].map(fullest) as [number, number, number];
    expect(one).toBeGreaterThan(some);
    expect(some).toBeGreaterThan(many);
    expect(many).toBeLessThan(1.1);
  });
});

describe('what is down', () => {
  it('a host link: the message divides over the seven other rails', () => {
    const graph = buildFabric(mpft);
    const router = new Router(graph, {
      routing: 'adaptive',
      pxn: true,
      capacity: withDown(graph, 'node:0/nic:3-plane:3/leaf:0'),
    });
    expect(router.connectedRails(0, 1)).toEqual([0, 1, 2, 4, 5, 6, 7]);
    const route = router.route(3, 8 + 3)!;
    const shares = [...route.links].flatMap((link, i) =>
      graph.classOf(link) === 'host' ? [shareOf(route, i)] : [],
    );
    expect(shares).toEqual(Array(14).fill(1 / 7));
    for (const [vertex, net] of balance(graph, route))
      expect(net).toBeCloseTo(vertex === 3 ? 1 : vertex === 11 ? -1 : 0, 12);
    expect(router.routeVia(3, 8 + 3, 3)).toBeUndefined();
    expect(router.routeVia(3, 8 + 3, 2)!.hops).toBe(1);
  });

  it('a spine: the plane sprays over the three others', () => {
    const graph = buildFabric(mpft);
    const router = new Router(graph, {
      routing: 'adaptive',
      pxn: true,
      capacity: withDown(graph, 'plane:0/spine:2'),
    });
    const route = router.route(0, 255 * 8)!;
    const shares = [...route.links].flatMap((link, i) =>
      graph.classOf(link) === 'leaf-spine' ? [shareOf(route, i)] : [],
    );
    expect(shares.length).toBe(48);
    for (const share of shares) expect(share).toBeCloseTo(1 / 24, 12);
  });

  it('one of parallel cables, or half of one: shares follow what is left', () => {
    const graph = buildFabric(mpft);
    const capacity = graph.linkCapacity.slice();
    const [broken, slow] = ['plane:0/spine:1>plane:0/leaf:7#0', 'plane:0/spine:2>plane:0/leaf:7#0'].map(
      (name) => findElement(graph, name)!.links[0],
    ) as [number, number];
    capacity[broken] = 0;
    capacity[slow] = capacity[slow] / 2;
    const route = new Router(graph, { routing: 'adaptive', pxn: true, capacity }).route(0, 255 * 8)!;
    const load = new Map([...route.links].map((link, i) => [link, shareOf(route, i)]));
    expect(load.has(broken)).toBe(false);
    expect(load.get(slow)! * 2).toBeCloseTo(1 / 30.5, 12);
    expect(
      Math.max(
        ...[...load].filter(([link]) => graph.classOf(link) === 'leaf-spine').map(([, share]) => share),
      ),
    ).toBeCloseTo(1 / 30.5, 12);
  });

  it('static and hashed paths move to what is up', () => {
    const graph = buildFabric(mrft);
    const capacity = withDown(graph, 'spine:4');
    for (const policy of ['ecmp', 'static'] as const) {
      const router = new Router(graph, { routing: policy, pxn: true, capacity });
      for (let destination = 256; destination < 2048; destination += 8) {
        for (const link of router.route(0, destination)!.links) expect(capacity[link]).toBeGreaterThan(0);
      }
    }
  });

  it('everything: no route', () => {
    const graph = buildFabric(mpft);
    const names = Array.from({ length: 8 }, (_, rail) => `node:0/nic:${rail}`);
    const router = new Router(graph, { routing: 'adaptive', pxn: true, capacity: withDown(graph, ...names) });
    expect(router.route(0, 8)).toBeUndefined();
    expect(router.route(0, 7)).toBeDefined();
  });
});
