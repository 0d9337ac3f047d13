import { capacityUnder, parseFault } from '../faults/index.js';
import { CLUSTERS } from '../presets/index.js';
import { SwitchPaths } from '../routing/index.js';
import { buildFabric } from '../topology/index.js';
import { HashedFlows } from './hashed-flows.js';

const graph = buildFabric({
  ...CLUSTERS['h800-2048-mpft'],
  nodes: 16,
  topology: { kind: 'fat-tree', layers: 3, switchPorts: 16, leafDownlinks: 10 },
});
const capacity = capacityUnder(graph, [parseFault('spine:0')]);
const leaves = Array.from({ length: graph.range('leaf').count }, (_, i) => graph.range('leaf').first + i);

function drawn(flows: HashedFlows): Float64Array {
  const loads = new Float64Array(graph.linkCount);
  flows.draw(3, 0, loads);
  return loads;
}

describe('hashed flows', () => {
  it('of many ports are those of their switches, whose ways are looked up once for all of them', () => {
    const paths = new SwitchPaths(graph, capacity);
    const looked = jest.spyOn(paths, 'nextLinks');
    const pairs = leaves.flatMap((from) => leaves.map((to) => [from, to] as const));
    const between = pairs.filter(([from, to]) => from !== to);
    const calls = (ports: number): readonly [number, Float64Array] => {
      looked.mockClear();
      const flows = new HashedFlows(paths, 1);
      for (let port = 0; port < ports; port += 1)
        for (const [from, to] of between) flows.add(from, to, 96 / ports, 8);
      return [looked.mock.calls.length, drawn(flows)];
    };
    const [ofOne, loads] = calls(1);
    const [ofMany, same] = calls(48);
    expect(ofMany).toBe(ofOne);
    expect(same).toEqual(loads);
    const sent = loads.reduce(
      (sum, load, link) => sum + (leaves.includes(graph.linkFrom[link]) ? load : 0),
      0,
    );
    expect(sent).toBe(between.length * 96 * 8);
  });

  it('of several weights stay apart, and all of them go', () => {
    const flows = new HashedFlows(new SwitchPaths(graph, capacity), 2);
    flows.add(leaves[0], leaves[1], 5, 1);
    flows.add(leaves[0], leaves[1], 7, 8);
    flows.add(leaves[0], leaves[1], 5, 1);
    const loads = drawn(flows);
    const out = loads.filter((_, link) => graph.linkFrom[link] === leaves[0]);
    const into = loads.filter((_, link) => graph.linkTo[link] === leaves[1]);
    for (const side of [out, into]) expect(side.reduce((sum, load) => sum + load, 0)).toBe(10 + 56);
  });
});
