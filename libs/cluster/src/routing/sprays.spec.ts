import { RandomStream } from '@railyard/base';
import fc from 'fast-check';
import { type TopologySpec } from '../definition/index.js';
import { capacityUnder, parseFault } from '../faults/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric, type FabricGraph } from '../topology/index.js';
import { Sprays } from './sprays.js';
import { SwitchPaths } from './switch-paths.js';
import { type Spray } from './switch-sprays.js';

const base = CLUSTERS['h800-2048-mpft'];
const built = (topology: TopologySpec, nodes: number) =>
  buildFabric({ ...base, topology, nodes, gpusPerNode: 2, nic: { ...base.nic, perNode: 2 } });
const fatTree = built({ kind: 'fat-tree', layers: 3, switchPorts: 8 }, 64);
const dragonfly = built({ kind: 'dragonfly', p: 2, a: 4, h: 2, g: 9, switchPorts: 16 }, 8);
const graphs = [
  fatTree,
  built({ kind: 'fat-tree', layers: 3, switchPorts: 8 }, 16),
  built({ kind: 'fat-tree', layers: 2, switchPorts: 16 }, 64),
  built({ kind: 'mrft', switchPorts: 8 }, 16),
  built({ kind: 'fat-tree', layers: 3, switchPorts: 8, leafDownlinks: 6 }, 64),
  built({ kind: 'slim-fly', q: 5, endpointsPerSwitch: 2, switchPorts: 16 }, 8),
  dragonfly,
  built({ kind: 'dragonfly', p: 2, a: 4, h: 2, g: 4, switchPorts: 16 }, 8),
  built({ kind: 'dragonfly', p: 2, a: 3, h: 3, g: 5, switchPorts: 16 }, 8),
];
const over = (graph: FabricGraph, capacity: Float64Array = graph.linkCapacity) => {
  const paths = new SwitchPaths(graph, capacity);
  return { paths, sprays: new Sprays(paths) };
};

/** Some links slow in one direction or both, some down. `only`: the rates to draw from. */
function degraded(
  graph: FabricGraph,
  seed: number,
  only: readonly number[] = [0, 0, 1e-6, 0.1, 0.5, 0.9],
): Float64Array {
  const random = new RandomStream(seed, 'routing/degraded');
  const capacity = graph.linkCapacity.slice();
  const between = [...capacity.keys()].filter((link) =>
    ['leaf-spine', 'spine-core', 'local', 'global'].includes(graph.classOf(link)),
  );
  const count = 1 + random.integer(12);
  for (let i = 0; i < count; i += 1) {
    const link = between[random.integer(between.length)];
    capacity[link] *= only[random.integer(only.length)];
    if (capacity[link] === 0 || random.uniform() < 0.5) capacity[link ^ 1] = capacity[link];
  }
  return capacity;
}

const cases = fc.record({
  graph: fc.constantFrom(...graphs),
  seed: fc.nat(),
  pairs: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 8 }),
});
const shareBy = (spray: Spray) => new Map(Array.from(spray.links, (link, i) => [link, spray.shares[i]]));
/** How far beyond its claims (rate left x share as built) a pair fills its fullest link. */
const fullness = (graph: FabricGraph, capacity: Float64Array, now: Spray, asBuilt: Spray): number => {
  const whole = shareBy(asBuilt);
  return Math.max(
    ...Array.from(
      now.links,
      (link, i) => (now.shares[i] * graph.linkCapacity[link]) / (capacity[link] * whole.get(link)!),
    ),
  );
};

describe('Sprays', () => {
  it('lose nothing at any switch, use no link that is down, and come by shortest paths', () => {
    fc.assert(
      fc.property(cases, ({ graph, seed, pairs }) => {
        const capacity = degraded(graph, seed);
        const { paths, sprays } = over(graph, capacity);
        for (const [a, b] of pairs) {
          const [from, to] = [paths.first + (a % paths.count), paths.first + (b % paths.count)];
          const spray = sprays.between(from, to);
          if ((spray === undefined) !== (paths.distance(from, to) === undefined)) return false;
          const crossed = new Float64Array(256);
          for (const [link, share] of shareBy(
            spray ?? { links: new Int32Array(0), shares: new Float64Array(0) },
          )) {
            if (!(share > 0) || capacity[link] === 0) return false;
            const left = paths.distance(graph.linkTo[link], to)!;
            if (left !== paths.distance(graph.linkFrom[link], to)! - 1) return false;
            crossed[left] += share;
          }
          // One cut for every distance from the end, and another round every switch.
          for (let left = 0; left < (paths.distance(from, to) ?? 0); left += 1)
            if (Math.abs(crossed[left] - 1) > 1e-11) return false;
          for (
            let at = paths.first;
            spray !== undefined && from !== to && at < paths.first + paths.count;
            at += 1
          ) {
            const net = spray.links.reduce(
              (sum, link, i) =>
                sum +
                (Number(graph.linkFrom[link] === at) - Number(graph.linkTo[link] === at)) * spray.shares[i],
              0,
            );
            if (Math.abs(net - Number(at === from) + Number(at === to)) > 1e-11) return false;
          }
        }
        return true;
      }),
      { numRuns: 150 },
    );
  });

  it(
    'divide evenly at every switch of a healthy network, and where nothing on the way has changed ' +
      'do so bit for bit',
    () => {
      fc.assert(
        fc.property(cases, ({ graph, seed, pairs }) => {
          const capacity = degraded(graph, seed);
          const [now, asBuilt] = [over(graph, capacity), over(graph)];
          const { paths } = asBuilt;
          for (const [a, b] of pairs) {
            const [from, to] = [paths.first + (a % paths.count), paths.first + (b % paths.count)];
            const spray = asBuilt.sprays.between(from, to);
            if (spray === undefined) continue;
            const into = new Map([[from, 1]]);
            for (const [link, share] of shareBy(spray)) {
              const at = graph.linkFrom[link];
              if (Math.abs(share - into.get(at)! / paths.nextLinks(at, to).length) > 1e-12) return false;
              into.set(graph.linkTo[link], (into.get(graph.linkTo[link]) ?? 0) + share);
            }
            if (!spray.links.every((link) => capacity[link] === graph.linkCapacity[link])) continue;
            expect(now.sprays.between(from, to)).toEqual(spray);
          }
        }),
        { numRuns: 100 },
      );
    },
  );

  it(
    'carry any traffic at what their fullest link has too little, and need no less where more is ' + 'slower',
    () => {
      const rates = [1e-6, 0.1, 0.5, 0.9];
      fc.assert(
        fc.property(cases, ({ graph, seed, pairs }) => {
          const slow = degraded(graph, seed, rates);
          const slower = degraded(graph, seed + 1, rates).map((rate, link) => Math.min(rate, slow[link]));
          const [asBuilt, now, later] = [over(graph), over(graph, slow), over(graph, slower)];
          const load = { built: new Float64Array(graph.linkCount), now: new Float64Array(graph.linkCount) };
          let worst = 1;
          pairs.forEach(([a, b], i) => {
            const [from, to] = [a, b].map((pick) => asBuilt.paths.first + (pick % asBuilt.paths.count)) as [
              number,
              number,
            ];
            const [whole, spray, more] = [asBuilt, now, later].map(({ sprays }) => sprays.between(from, to));
            if (whole === undefined || from === to) return;
            const over = fullness(graph, slow, spray!, whole);
            expect(over).toBeGreaterThan(1 - 1e-9);
            expect(fullness(graph, slower, more!, whole)).toBeGreaterThan(over * (1 - 1e-9));
            worst = Math.max(worst, over);
            for (const [link, share] of shareBy(whole)) load.built[link] += share * (i + 1);
            for (const [link, share] of shareBy(spray!)) load.now[link] += share * (i + 1);
          });
          const busiest = (of: Float64Array, capacity: Float64Array) =>
            of.reduce((most, sent, link) => Math.max(most, sent / (capacity[link] || Infinity)), 0);
          expect(busiest(load.now, slow)).toBeLessThanOrEqual(
            worst * busiest(load.built, graph.linkCapacity) * (1 + 1e-9),
          );
        }),
        { numRuns: 150 },
      );
    },
  );

  it('a half-dead spine, of either end: seven halves divide, equal switches alike', () => {
    for (const [from, to] of [
      [0, 4],
      [4, 0],
    ] as const) {
      const { paths, sprays } = over(fatTree, capacityUnder(fatTree, [parseFault('spine:0=0.5')]));
      const spray = sprays.between(paths.first + from, paths.first + to)!;
      const byLevel = [4, 16, 16, 4].map((links, level) =>
        [...spray.shares].slice([0, 4, 20, 36][level], [0, 4, 20, 36][level] + links),
      );
      for (const shares of [byLevel[0], byLevel[3]])
        expect(shares).toEqual([expect.closeTo(0.5 / 3.5, 14), ...Array(3).fill(shares[1])]);
      for (const shares of [byLevel[1], byLevel[2]])
        expect(shares).toEqual([...Array(4).fill(shares[0]), ...Array(12).fill(shares[4])]);
    }
  });

  it('a half-dead core: what its group lacks goes by other spines, what it has by its other cores', () => {
    const { paths, sprays } = over(fatTree, capacityUnder(fatTree, [parseFault('core:0=0.5')]));
    const spray = sprays.between(paths.first, paths.first + 4)!;
    expect([...spray.shares].slice(0, 8)).toEqual(
      [3.5, 4, 4, 4, 0.5, 1, 1, 1].map((part) => expect.closeTo(part / 15.5, 14)),
    );
  });

  it('go round what is down by longer ways, evenly', () => {
    // The only link between two routers of a group: the others of the group are one step more.
    const graph = dragonfly;
    const { paths, sprays } = over(graph, capacityUnder(graph, [parseFault('router:0-router:1')]));
    const spray = sprays.between(paths.first, paths.first + 1)!;
    expect([...spray.shares]).toEqual([0.5, 0.5, 0.5, 0.5]);
    const slow = over(
      graph,
      capacityUnder(graph, [parseFault('router:0-router:1'), parseFault('router:0>router:2=0.5')]),
    );
    expect([...slow.sprays.between(paths.first, paths.first + 1)!.shares]).toEqual(
      [1, 2, 1, 2].map((part) => expect.closeTo(part / 3, 14)),
    );
  });

  it('there are none between planes', () => {
    const graph = buildFabric(base);
    const { paths, sprays } = over(graph, capacityUnder(graph, [parseFault('plane:0/spine:0=0.5')]));
    expect(sprays.between(paths.first, paths.first + 8)).toBeUndefined();
    expect(sprays.between(paths.first, paths.first)!.links.length).toBe(0);
  });
});
