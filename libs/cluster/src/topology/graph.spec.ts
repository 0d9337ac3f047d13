import fc from 'fast-check';
import { type ClusterSpec, type TopologySpec } from '../definition/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric, nicPortRate } from './build.js';
import { type FabricGraph, type LinkClass } from './graph.js';
import { findElement, linkName } from './names.js';

const base = CLUSTERS['h800-2048-mpft'];
const SMALL: readonly TopologySpec[] = [
  { kind: 'mpft', planes: 4, switchPorts: 4 },
  { kind: 'mrft', switchPorts: 8 },
  { kind: 'fat-tree', layers: 2, switchPorts: 8 },
  { kind: 'fat-tree', layers: 3, switchPorts: 4 },
  { kind: 'multi-port-mpft', planes: 2, switchPorts: 8 },
  { kind: 'rail-only', switchPorts: 8 },
  { kind: 'slim-fly', q: 5, endpointsPerSwitch: 1, switchPorts: 16 },
  { kind: 'dragonfly', p: 2, a: 4, h: 2, g: 9, switchPorts: 16 },
  { kind: 'mrft', switchPorts: 8, leafDownlinks: 6 },
];
const specs = fc
  .record({
    topology: fc.constantFrom(...SMALL),
    nodes: fc.integer({ min: 1, max: 4 }),
    gpusPerNode: fc.constantFrom(4, 8),
  })
  .map(({ topology, nodes, gpusPerNode }): ClusterSpec => ({
    ...base,
    topology,
    nodes,
    gpusPerNode,
    nic: { ...base.nic, perNode: 4 },
  }));

const countOf = (graph: FabricGraph, linkClass: LinkClass) => {
  let count = 0;
  for (let link = 0; link < graph.linkCount; link += 1) if (graph.classOf(link) === linkClass) count += 1;
  return count / 2;
};

function reachedFrom(graph: FabricGraph, start: number): number {
  const seen = new Uint8Array(graph.vertexCount);
  const queue = [start];
  seen[start] = 1;
  for (let head = 0; head < queue.length; head += 1) {
    const at = queue[head];
    for (let i = graph.outOffset[at]; i < graph.outOffset[at + 1]; i += 1) {
      const to = graph.linkTo[graph.outLinks[i]];
      if (seen[to] === 0) {
        seen[to] = 1;
        queue.push(to);
      }
    }
  }
  return queue.length;
}

describe('FabricGraph', () => {
  it('pairs every link with its reverse, in the same class and plane', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const graph = buildFabric(spec);
        for (let link = 0; link < graph.linkCount; link += 1) {
          const back = link ^ 1;
          if (
            graph.linkFrom[link] !== graph.linkTo[back] ||
            graph.linkClass[link] !== graph.linkClass[back] ||
            graph.linkPlane[link] !== graph.linkPlane[back]
          )
            return false;
        }
        return true;
      }),
    );
  });

  it('lists each link once under the vertex it leaves', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const graph = buildFabric(spec);
        for (let v = 0; v < graph.vertexCount; v += 1) {
          for (let i = graph.outOffset[v]; i < graph.outOffset[v + 1]; i += 1)
            if (graph.linkFrom[graph.outLinks[i]] !== v) return false;
        }
        return new Set(graph.outLinks).size === graph.linkCount;
      }),
    );
  });

  it('reaches everything but switches without cables from any GPU', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const graph = buildFabric(spec);
        const { outOffset, vertexCount } = graph;
        let bare = 0;
        for (let v = 0; v < vertexCount; v += 1) if (outOffset[v] === outOffset[v + 1]) bare += 1;
        return reachedFrom(graph, 0) === vertexCount - bare;
      }),
    );
  });

  it('gives no plane a switch of another', () => {
    const graph = buildFabric(base);
    for (let link = 0; link < graph.linkCount; link += 1) {
      if (graph.classOf(link) !== 'leaf-spine') continue;
      const planes = [
        graph.vertexPlane[graph.linkFrom[link]],
        graph.vertexPlane[graph.linkTo[link]],
        graph.linkPlane[link],
      ];
      if (new Set(planes).size !== 1) throw new Error(linkName(graph, link));
    }
    expect(countOf(graph, 'leaf-spine')).toBe(2048);
  });

  it('has the links of 256 nodes, at the rates of their definition', () => {
    const graph = buildFabric(base);
    const classes = (['nvlink', 'pcie', 'host', 'leaf-spine', 'spine-core', 'storage'] as const).map(
      (name) => [name, countOf(graph, name)],
    );
    expect(Object.fromEntries(classes)).toEqual({
      nvlink: 2048,
      pcie: 3 * 2048 + 256,
      host: 2048,
      'leaf-spine': 2048,
      'spine-core': 0,
      storage: 257,
    });
    expect(graph.linkCapacity[graph.tables.gpuNvlink[0]]).toBe(160e9);
    expect(graph.linkCapacity[graph.tables.nicUplink[0]]).toBe(48.5e9);
    expect(nicPortRate(base, 4)).toBe(48.5e9 / 4);
    expect(graph.linkCapacity[graph.tables.storageTrunk ^ 1]).toBeCloseTo(7.257e12, -9);
  });

  it('MRFT has 64 leaves, one for each rail of 32 nodes, and 32 spines with a link to every leaf', () => {
    const graph = buildFabric(CLUSTERS['h800-2048-mrft']);
    expect([graph.range('leaf').count, graph.range('spine').count]).toEqual([64, 32]);
    const leafOf = (node: number, rail: number) =>
      graph.tables.nicSwitch[node * 8 + rail] - graph.range('leaf').first;
    expect([leafOf(0, 0), leafOf(31, 0), leafOf(0, 7), leafOf(32, 0), leafOf(255, 7)]).toEqual([
      0, 0, 7, 8, 63,
    ]);
    expect(findElement(graph, 'leaf:5>spine:9')!.links.length).toBe(1);
  });
});
