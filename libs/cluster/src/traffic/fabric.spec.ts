import { type ClusterSpec, routingOf } from '../definition/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric } from '../topology/index.js';
import { Fabric } from './fabric.js';

const MRFT: ClusterSpec = { ...CLUSTERS['h800-2048-mrft'], nodes: 40 };
const graph = buildFabric(MRFT);
/** Links of a message between leaves: what only its routing can tell. */
const linksOf = (fabric: Fabric) => fabric.router.route(0, 319)?.links;

describe('routingOf', () => {
  it('is what says how messages find their way, and nothing else', () => {
    expect(routingOf(MRFT)).toEqual({ routing: 'adaptive', pxn: true });
    const all = { routing: 'ecmp', entropies: 8, pxn: false, seed: 0 } as const;
    expect(routingOf({ ...MRFT, ...all })).toEqual(all);
    expect(routingOf({})).toEqual({});
  });
});

describe('a fabric', () => {
  it('is routed as its cluster says, but for what is asked for in its place', () => {
    const ecmp: ClusterSpec = { ...MRFT, routing: 'ecmp', entropies: 16, pxn: false };
    const fabric = new Fabric(ecmp, { graph });
    expect([fabric.routing, fabric.pxn, linksOf(fabric)?.length]).toEqual([
      'ecmp',
      false,
      expect.any(Number),
    ]);
    expect(linksOf(new Fabric(ecmp, { graph, entropies: 1 }))?.length).toBeLessThan(
      linksOf(fabric)?.length ?? 0,
    );
    expect(linksOf(new Fabric(ecmp, { graph, seed: 1 }))).not.toEqual(linksOf(fabric));
    expect(linksOf(new Fabric(ecmp, { graph, seed: 0 }))).toEqual(linksOf(fabric));
    const asked = new Fabric(ecmp, { graph, routing: 'static', pxn: true });
    expect([asked.routing, asked.pxn]).toEqual(['static', true]);
    expect(linksOf(asked)).toEqual(linksOf(new Fabric({ ...MRFT, routing: 'static' }, { graph })));
  });

  it('keeps its routing and its algorithm when its capacities change', () => {
    const options = { graph, routing: 'ecmp', entropies: 4, seed: 5, pxn: false, algorithm: 'tree' } as const;
    const fabric = new Fabric(MRFT, options);
    const capacity = graph.linkCapacity.map((rate) => rate / 2);
    const slower = fabric.withCapacity(capacity);
    expect([slower.capacity, slower.graph, slower.algorithm, slower.healthy]).toEqual([
      capacity,
      graph,
      'tree',
      false,
    ]);
    expect(linksOf(slower)).toEqual(linksOf(fabric));
    expect(new Fabric(MRFT, { graph }).withCapacity(capacity).algorithm).toBeUndefined();
  });

  it('is healthy as defined, and non-blocking where leaves have as much up as down', () => {
    expect(new Fabric(MRFT, { graph, capacity: graph.linkCapacity.slice() })).toMatchObject({
      healthy: true,
      nonBlocking: true,
    });
    expect(new Fabric(MRFT, { graph, routing: 'static' }).nonBlocking).toBe(false);
    const oversubscribed: ClusterSpec = {
      ...MRFT,
      topology: { kind: 'mrft', switchPorts: 64, leafDownlinks: 40 },
    };
    expect(new Fabric(oversubscribed).nonBlocking).toBe(false);
    const lost = graph.linkCapacity.map((rate, link) => (link === graph.tables.nicUplink[0] ? 0 : rate));
    expect(new Fabric(MRFT, { graph, capacity: lost })).toMatchObject({ healthy: false, nonBlocking: false });
  });
});
