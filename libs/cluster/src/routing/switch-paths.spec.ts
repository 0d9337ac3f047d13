import fc from 'fast-check';
import { type TopologySpec } from '../definition/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric, type FabricGraph } from '../topology/index.js';
import { SwitchPaths } from './switch-paths.js';

const topologies: readonly TopologySpec[] = [
  { kind: 'mrft', switchPorts: 8 },
  { kind: 'fat-tree', layers: 3, switchPorts: 8 },
  { kind: 'mpft', planes: 2, switchPorts: 4 },
  { kind: 'slim-fly', q: 5, endpointsPerSwitch: 2, switchPorts: 16 },
  { kind: 'dragonfly', p: 2, a: 4, h: 2, g: 9, switchPorts: 16 },
];
const base = CLUSTERS['h800-2048-mpft'];
const graphs = topologies.map((topology) =>
  buildFabric({ ...base, topology, nodes: 8, gpusPerNode: 2, nic: { ...base.nic, perNode: 2 } }),
);
const cases = fc.record({
  graph: fc.constantFrom(...graphs),
  from: fc.nat(),
  to: fc.nat(),
  down: fc.array(fc.nat(), { maxLength: 6 }),
});

/** Distances by Bellman-Ford over every link of the graph between switches. */
function naiveDistance(
  graph: FabricGraph,
  paths: SwitchPaths,
  capacity: Float64Array,
  from: number,
  to: number,
): number | undefined {
  const isSwitch = (v: number) => v >= paths.first && v < paths.first + paths.count;
  const distance = new Map([[to, 0]]);
  for (let round = 0; round < paths.count; round += 1) {
    for (let link = 0; link < graph.linkCount; link += 1) {
      const [a, b] = [graph.linkFrom[link], graph.linkTo[link]];
      if (!isSwitch(a) || !isSwitch(b) || capacity[link] === 0 || !distance.has(b)) continue;
      if (distance.get(b)! + 1 < (distance.get(a) ?? Infinity)) distance.set(a, distance.get(b)! + 1);
    }
    if (distance.get(from) !== undefined && distance.get(from)! <= round) break;
  }
  return distance.get(from);
}

describe('SwitchPaths', () => {
  it('finds shortest paths, also around links that are down', () => {
    fc.assert(
      fc.property(cases, ({ graph, from, to, down }) => {
        const capacity = graph.linkCapacity.slice();
        const fabricLinks = [...capacity.keys()].filter((link) =>
          ['leaf-spine', 'spine-core', 'local', 'global'].includes(graph.classOf(link)),
        );
        for (const pick of down) capacity[fabricLinks[pick % fabricLinks.length]] = 0;
        const paths = new SwitchPaths(graph, capacity);
        const [a, b] = [paths.first + (from % paths.count), paths.first + (to % paths.count)];
        const expected = naiveDistance(graph, paths, capacity, a, b);
        if (paths.distance(a, b) !== expected) return false;
        return [...paths.nextLinks(a, b)].every(
          (link) => capacity[link] > 0 && paths.distance(graph.linkTo[link], b) === expected! - 1,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('planes of MPFT do not meet', () => {
    const graph = buildFabric(base);
    const paths = new SwitchPaths(graph, graph.linkCapacity);
    expect(paths.distance(paths.first, paths.first + 8)).toBeUndefined();
    expect(paths.distance(paths.first, paths.first + 7)).toBe(2);
    expect([...paths.nextLinks(paths.first, paths.first + 8)]).toEqual([]);
  });
});
