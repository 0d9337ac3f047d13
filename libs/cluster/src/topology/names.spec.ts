import fc from 'fast-check';
import { type ClusterSpec, type TopologySpec } from '../definition/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric } from './build.js';
import { findElement, linkName, vertexName } from './names.js';

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

describe('names', () => {
  it('names every vertex and link once, and finds each by its name', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const graph = buildFabric(spec);
        const names = new Set<string>();
        for (let v = 0; v < graph.vertexCount; v += 1) {
          names.add(vertexName(graph, v));
          if (findElement(graph, vertexName(graph, v))?.vertices[0] !== v) return false;
        }
        for (let link = 0; link < graph.linkCount; link += 1) {
          names.add(linkName(graph, link));
          if (findElement(graph, linkName(graph, link))?.links[0] !== link) return false;
        }
        return names.size === graph.vertexCount + graph.linkCount;
      }),
      { numRuns: 40 },
    );
  });

  it('resolves wholes, global numbers, cables both ways, and nothing else', () => {
    const graph = buildFabric(base);
    expect(findElement(graph, 'plane:2')!.vertices.length).toBe(12);
    expect(findElement(graph, 'node:17')!.vertices.length).toBe(1 + 8 + 8 + 8 + 1 + 1);
    expect(findElement(graph, 'leaf:9')).toEqual(findElement(graph, 'plane:1/leaf:1'));
    expect(findElement(graph, 'gpu:140')).toEqual({ vertices: [140], links: [] });
    expect(findElement(graph, 'node:17/nic:4-plane:4/leaf:0')!.links.length).toBe(2);
    expect(findElement(graph, 'plane:0/leaf:0>plane:0/spine:1')!.links.length).toBe(8);
    expect(findElement(graph, 'plane:0/leaf:0>plane:0/spine:1#7')!.links.length).toBe(1);
    for (const wrong of [
      '',
      'leaf',
      'leaf:64',
      'plane:8',
      'plane:0/leaf:8',
      'node:0/leaf:0',
      'plane:0/gpu:1',
      'core:0',
      'constructor:0',
      'leaf:0>leaf:1',
      'plane:0/leaf:0>plane:0/spine:1#8',
      'leaf:x',
      'node:256/gpu:0',
      'node:0/gpu',
    ]) {
      expect([wrong, findElement(graph, wrong)]).toEqual([wrong, undefined]);
    }
  });
});
