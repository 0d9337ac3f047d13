import { type ClusterSpec, type RoutingOptions } from '../definition/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric, findElement, kindCode } from '../topology/index.js';
import { hashedPaths, NetworkPaths } from './network-paths.js';
import { type Route, RouteWriter } from './route.js';

/** 64 NICs in order on 8 leaves with 8 ports down and 8 up, two to each of 4 spines. */
const TREE: ClusterSpec = {
  ...CLUSTERS['h800-2048-mrft'],
  nodes: 8,
  topology: { kind: 'fat-tree', layers: 2, switchPorts: 16, leafDownlinks: 8 },
};
const NICS = 64;
const tree = buildFabric(TREE);
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function routeOf(
  options: RoutingOptions,
  from: number,
  to: number,
  { flow = 0, capacity = tree.linkCapacity, graph = tree, share = 1 } = {},
): Route | undefined {
  const writer = new RouteWriter();
  writer.setShare(share);
  const switches = new NetworkPaths(graph, capacity, options).write(from, to, flow, writer, share);
  return switches === undefined ? undefined : writer.finish();
}
const shares = (route: Route | undefined): ReadonlyMap<number, number> =>
  new Map((route?.links ?? []).map((link, i) => [link, route?.shares?.[i] ?? 1]));
const ecmp = (entropies?: number, seed = 0): RoutingOptions => ({
  routing: 'ecmp',
  pxn: true,
  seed,
  ...(entropies === undefined ? {} : { entropies }),
});

describe('hashed paths of a message', () => {
  it('are as many as its header values under ecmp, else one', () => {
    expect([ecmp(), ecmp(64), { ...ecmp(64), routing: 'adaptive' as const }].map(hashedPaths)).toEqual([
      1, 64, 1,
    ]);
  });

  it('spray a message like as many flows, each with the same part of it', () => {
    for (const [from, to, flow] of [
      [0, 63, 0],
      [5, 20, 3],
    ] as const) {
      const expected = new Map<number, number>();
      for (const value of range(16))
        for (const link of routeOf(ecmp(1, 7), from, to, { flow: 16 * flow + value })?.links ?? [])
          expected.set(link, (expected.get(link) ?? 0) + 1 / 16);
      const sprayed = shares(routeOf(ecmp(16, 7), from, to, { flow }));
      expect(sprayed.size).toBeGreaterThan(6);
      expect(new Map([...sprayed].sort(([a], [b]) => a - b))).toEqual(
        new Map([...expected].sort(([a], [b]) => a - b)),
      );
    }
  });

  it('do not remember the message before', () => {
    const paths = new NetworkPaths(tree, tree.linkCapacity, ecmp(16));
    const write = (from: number, to: number): Route => {
      const writer = new RouteWriter();
      paths.write(from, to, 0, writer, 1);
      return writer.finish();
    };
    const first = write(0, 63);
    write(8, 40);
    expect(write(0, 63)).toEqual(first);
  });

  it('depend on the seed and on the flow', () => {
    const spines = (seed: number, flow: number) => routeOf(ecmp(1, seed), 0, 63, { flow })?.links[1];
    expect(new Set(range(30).map((seed) => spines(seed, 0))).size).toBeGreaterThan(4);
    expect(new Set(range(30).map((flow) => spines(0, flow))).size).toBeGreaterThan(4);
    expect(spines(3, 4)).toBe(spines(3, 4));
  });
});

describe('switches between two NICs', () => {
  const switches = (from: number, to: number, capacity = tree.linkCapacity) =>
    new NetworkPaths(tree, capacity, ecmp()).switchesBetween(from, to);

  it('are the leaf alone, or leaf, spine and leaf', () => {
    expect([switches(0, 7), switches(0, 8), switches(63, 0)]).toEqual([1, 3, 3]);
  });

  it('are none where an end cannot send, or cannot receive', () => {
    const { nicUplink } = tree.tables;
    const without = (link: number) => tree.linkCapacity.map((rate, at) => (at === link ? 0 : rate));
    expect(switches(0, 7, without(nicUplink[0]))).toBeUndefined();
    expect(switches(7, 0, without(nicUplink[0]))).toBe(1);
    expect(switches(7, 0, without(nicUplink[0] ^ 1))).toBeUndefined();
    expect(routeOf(ecmp(), 0, 7, { capacity: without(nicUplink[0]) })).toBeUndefined();
  });
});

describe('static routes', () => {
  const table: RoutingOptions = { routing: 'static', pxn: true };

  it('meet nobody in any shift of all NICs (D-mod-K)', () => {
    const paths = new NetworkPaths(tree, tree.linkCapacity, table);
    for (const shift of range(NICS).slice(1)) {
      const crossed = new Map<number, number>();
      for (const from of range(NICS)) {
        const writer = new RouteWriter();
        paths.write(from, (from + shift) % NICS, 0, writer, 1);
        for (const link of writer.finish().links) crossed.set(link, (crossed.get(link) ?? 0) + 1);
      }
      expect(Math.max(...crossed.values())).toBe(1);
    }
  });

  it('meet nobody over three layers, with parallel cables on the way down', () => {
    const spec: ClusterSpec = {
      ...TREE,
      nodes: 16,
      topology: { kind: 'fat-tree', layers: 3, switchPorts: 16 },
    };
    const graph = buildFabric(spec);
    const paths = new NetworkPaths(graph, graph.linkCapacity, table);
    for (const shift of [1, 8, 9, 64, 65, 127]) {
      const crossed = new Map<number, number>();
      for (const from of range(128)) {
        const writer = new RouteWriter();
        paths.write(from, (from + shift) % 128, 0, writer, 1);
        for (const link of writer.finish().links) crossed.set(link, (crossed.get(link) ?? 0) + 1);
      }
      expect([shift, Math.max(...crossed.values())]).toEqual([shift, 1]);
    }
  });

  it('go by the destination alone', () => {
    const spines = (to: number) =>
      new Set(range(8).map((from) => tree.linkTo[routeOf(table, from, to, { flow: from })?.links[1] ?? -1]));
    expect([spines(63).size, spines(62).size]).toEqual([1, 1]);
    expect(spines(63)).not.toEqual(spines(62));
  });
});

describe('adaptive routes', () => {
  const adaptive: RoutingOptions = { routing: 'adaptive', pxn: true };

  it('spray a message evenly over all uplinks', () => {
    const sprayed = shares(routeOf(adaptive, 0, 63, { share: 0.5 }));
    expect([...sprayed.values()].sort()).toEqual([...range(16).map(() => 1 / 16), 0.5, 0.5]);
  });

  it('leave out a spine that is down', () => {
    const down = findElement(tree, 'spine:0')?.vertices[0] ?? -1;
    const capacity = tree.linkCapacity.map((rate, link) =>
      tree.linkFrom[link] === down || tree.linkTo[link] === down ? 0 : rate,
    );
    const sprayed = routeOf(adaptive, 0, 63, { capacity });
    expect(sprayed?.links.filter((link) => tree.linkTo[link] === down)).toEqual([]);
    const up = [...shares(sprayed)].filter(
      ([link]) => tree.vertexKind[tree.linkTo[link]] === kindCode('spine'),
    );
    expect(up.map(([, share]) => share)).toEqual(range(6).map(() => expect.closeTo(1 / 6, 12)));
  });
});

describe('a NIC with several ports', () => {
  const spec: ClusterSpec = {
    ...TREE,
    topology: { kind: 'multi-port-mpft', planes: 4, switchPorts: 16 },
  };
  const graph = buildFabric(spec);
  const { nicUplink } = graph.tables;
  const static4: RoutingOptions = { routing: 'static', pxn: true };
  const ofPorts = (nic: number, capacity = graph.linkCapacity, to = 1) => {
    const sprayed = shares(routeOf(static4, nic, to, { graph, capacity, share: 0.5 }));
    return range(4).map((port) => sprayed.get(nicUplink[4 * nic + port]) ?? 0);
  };

  it('divides a message by what each plane can carry', () => {
    expect(ofPorts(0)).toEqual([0.125, 0.125, 0.125, 0.125]);
    const slow = graph.linkCapacity.map((rate, link) => (link === nicUplink[1] ? rate / 2 : rate));
    expect(ofPorts(0, slow).map((share) => share * 14)).toEqual(
      [2, 1, 2, 2].map((n) => expect.closeTo(n, 12)),
    );
    const lost = graph.linkCapacity.map((rate, link) => (link === (nicUplink[4 + 2] ^ 1) ? 0 : rate));
    expect(ofPorts(0, lost).map((share) => share * 6)).toEqual(
      [1, 1, 0, 1].map((n) => expect.closeTo(n, 12)),
    );
  });

  it('counts what the uplinks of leaves have left, between leaves', () => {
    const spine = findElement(graph, 'plane:3/spine:0')?.vertices[0] ?? -1;
    const capacity = graph.linkCapacity.map((rate, link) =>
      graph.linkFrom[link] === spine || graph.linkTo[link] === spine ? 0 : rate,
    );
    // All ports of NICs 0 to 7 are on the first leaf of their plane, those of NIC 63 on the last.
    expect(ofPorts(0, capacity, 1)).toEqual([0.125, 0.125, 0.125, 0.125]);
    const [one, two, three, four] = ofPorts(0, capacity, 63);
    expect([two / one, three / one]).toEqual([1, 1]);
    expect(four / one).toBeLessThan(1);
    expect(four).toBeGreaterThan(0);
  });

  it('reaches nobody once all its ports are lost', () => {
    const capacity = graph.linkCapacity.map((rate, link) =>
      nicUplink.subarray(0, 4).includes(link) ? 0 : rate,
    );
    const paths = new NetworkPaths(graph, capacity, static4);
    expect([paths.switchesBetween(0, 1), paths.switchesBetween(1, 0)]).toEqual([undefined, 1]);
    expect(routeOf(static4, 0, 1, { graph, capacity })).toBeUndefined();
  });
});
