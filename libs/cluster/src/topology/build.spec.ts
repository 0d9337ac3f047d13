import { CLUSTERS, NETWORK_COMPARISON } from '../presets/index.js';
import { buildFabric } from './build.js';
import { topologyInventory, usedPorts } from './inventory.js';
import { slimFlyCounts } from './slim-fly.js';
import { planScaleOut } from './plan.js';
import { findElement, linkName, vertexName } from './names.js';

describe('buildFabric', () => {
  it('builds the deployed MPFT: 8 planes of 8 leaves and 4 spines', () => {
    const graph = buildFabric(CLUSTERS['h800-2048-mpft']);
    expect(graph.range('gpu')).toEqual({ first: 0, count: 2048 });
    expect(graph.range('leaf').count).toBe(64);
    expect(graph.range('spine').count).toBe(32);
    expect(graph.shape.planes).toBe(8);
  });

  it.each(Object.keys(CLUSTERS))('%s: names, mates and capacities are sound', (name) => {
    const graph = buildFabric(CLUSTERS[name]);
    for (let link = 0; link < graph.linkCount; link += 1) {
      if (graph.linkTo[link] !== graph.linkFrom[link ^ 1] || !(graph.linkCapacity[link] > 0))
        throw new Error(linkName(graph, link));
    }
    for (let vertex = 0; vertex < graph.vertexCount; vertex += 97) {
      expect(findElement(graph, vertexName(graph, vertex))).toEqual({ vertices: [vertex], links: [] });
    }
    for (let link = 0; link < graph.linkCount; link += 997) {
      expect(findElement(graph, linkName(graph, link))).toEqual({ vertices: [], links: [link] });
    }
  });
});

describe('topologyInventory', () => {
  it.each([
    ['FT2', 2048, 96, 2048, false],
    ['MPFT', 16384, 768, 16384, false],
    ['FT3', 65536, 5120, 131072, false],
    ['SF', 32928, 1568, 32928, true],
    ['DF', 261632, 16352, 384272, false],
  ] as const)('%s of table 3', (name, endpoints, switches, links, closedForm) => {
    expect(topologyInventory(NETWORK_COMPARISON[name])).toMatchObject({
      endpoints,
      switches,
      links,
      fabricLinks: links,
      endpointLinks: endpoints,
      closedForm,
    });
  });

  it.each<[keyof typeof NETWORK_COMPARISON, object, object]>([
    ['FT2', { leaf: 64, spine: 32 }, { host: 2048, 'leaf-spine': 2048 }],
    [
      'FT3',
      { leaf: 2048, spine: 2048, core: 1024 },
      { host: 65536, 'leaf-spine': 65536, 'spine-core': 65536 },
    ],
    ['SF', { router: 1568 }, { host: 32928, local: 10976, global: 21952 }],
    ['DF', { router: 16352 }, { host: 261632, local: (511 * 32 * 31) / 2, global: (511 * 512) / 2 }],
  ])('tells tiers and cables of %s apart', (name, switchesByTier, linksByClass) => {
    expect(topologyInventory(NETWORK_COMPARISON[name])).toMatchObject({ switchesByTier, linksByClass });
  });

  it.each([5, 8, 27])('by formula as by the graph of q = %i', (q) => {
    const { routers, degree, links } = slimFlyCounts(q)!;
    const built = topologyInventory({
      ...NETWORK_COMPARISON.SF,
      nodes: 8,
      topology: { kind: 'slim-fly', q, endpointsPerSwitch: 8, switchPorts: degree + 8 },
    });
    expect(built).toMatchObject({
      switches: routers,
      links,
      linksByClass: { local: links - q ** 3, global: q ** 3 },
      closedForm: false,
    });
  });

  it.each(['FT2', 'MPFT', 'FT3', 'DF'] as const)(
    '%s has as many NICs, switches and cables in the graph that is built',
    (name) => {
      const spec = NETWORK_COMPARISON[name];
      const graph = buildFabric(spec);
      const ranges = (['leaf', 'spine', 'core', 'router'] as const)
        .map((kind) => graph.range(kind))
        .filter(({ count }) => count > 0);
      const isSwitch = new Uint8Array(graph.vertexCount);
      for (const { first, count } of ranges) isSwitch.fill(1, first, first + count);
      let directed = 0;
      for (let link = 0; link < graph.linkCount; link += 1)
        directed += isSwitch[graph.linkFrom[link]] & isSwitch[graph.linkTo[link]];
      const { endpoints, switches, links } = topologyInventory(spec);
      expect([
        graph.range('nic').count,
        ranges.reduce((sum, { count }) => sum + count, 0),
        directed / 2,
      ]).toEqual([endpoints, switches, links]);
    },
  );

  it.each(['FT2', 'MPFT', 'FT3', 'DF'] as const)('%s keeps every switch within its ports', (name) => {
    const spec = NETWORK_COMPARISON[name];
    const used = usedPorts(planScaleOut(spec), spec.nodes * spec.nic.perNode);
    expect(Math.max(...new Set(used))).toBe(name === 'DF' ? 63 : 64);
    expect(Math.min(...new Set(used))).toBe(name === 'DF' ? 63 : 64);
  });
});
