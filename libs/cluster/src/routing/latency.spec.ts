import { hopSecondsOf } from '../hardware/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric } from '../topology/index.js';
import { latencyTable, networkLatency, nvlinkLatency } from './latency.js';
import { Router } from './router.js';

const us = (seconds: number) => seconds * 1e6;

describe('latencyTable', () => {
  const rows = new Map(latencyTable().map((row) => [row.name, row]));

  // Table 5 of the paper. The constants were taken from these rows, so they are inputs and are labelled so.
  it.each([
    ['roce/sameLeaf', 3.6],
    ['roce/crossLeaf', 5.6],
    ['infiniband/sameLeaf', 2.8],
    ['infiniband/crossLeaf', 3.7],
    ['nvlink', 3.33],
  ] as const)('%s is the measured distance', (name, expected) => {
    expect(us(rows.get(name)!.seconds)).toBeCloseTo(expected, 9);
    expect(rows.get(name)!.kind).toBe('published-input');
  });

  it.each([
    ['infiniband/crossPod', 4.6],
    ['roce/crossPod', 7.6],
    ['infiniband/otherRailSameLeaf', 6.13],
    ['roce/otherRailCrossLeaf', 8.93],
  ] as const)('%s was not measured and is predicted', (name, expected) => {
    expect(us(rows.get(name)!.seconds)).toBeCloseTo(expected, 9);
    expect(rows.get(name)!.kind).toBe('predicted');
  });
});

describe('latency of a route', () => {
  it.each([
    ['h800-2048-mpft', 0, 8, 'infiniband', 1, 0], // same rail, same leaf
    ['h800-2048-mpft', 0, 255 * 8, 'infiniband', 3, 0], // same rail, other leaf
    ['h800-2048-mpft', 0, 255 * 8 + 1, 'infiniband', 3, 1], // PXN first
    ['h800-2048-roce', 0, 8, 'roce', 1, 0],
    ['h800-16384-fat-tree', 0, 16383, 'infiniband', 5, 0],
  ] as const)('%s %i -> %i is its hop sum', (name, source, destination, layer, switches, nvlinkLegs) => {
    const spec = CLUSTERS[name];
    const route = new Router(
      buildFabric(spec),
      spec.routing === 'ecmp' ? { routing: 'ecmp', pxn: true } : { routing: spec.routing, pxn: true },
    ).route(source, destination)!;
    expect(route.hops).toBe(switches);
    expect(route.latency).toBe(networkLatency(hopSecondsOf({ linkLayer: layer }), switches, nvlinkLegs));
  });

  it.each([
    [8, 1],
    [255 * 8, 3],
  ])('to %i is of the hops that the cluster gives', (destination, switches) => {
    const preset = CLUSTERS['h800-2048-mpft'];
    const latencyOf = (own: { endpointLatencyUs?: number; switchLatencyUs?: number }) =>
      us(
        new Router(buildFabric({ ...preset, nic: { ...preset.nic, ...own } }), preset).route(0, destination)!
          .latency,
      );
    expect(latencyOf({ endpointLatencyUs: 10, switchLatencyUs: 3 })).toBeCloseTo(10 + 3 * switches, 9);
    expect(latencyOf({ switchLatencyUs: 3 })).toBeCloseTo(2.35 + 3 * switches, 9);
    expect(latencyOf({ endpointLatencyUs: 0 })).toBeCloseTo(0.45 * switches, 9);
  });

  it('adds up the link latencies of the graph', () => {
    const spec = CLUSTERS['h800-16384-fat-tree'];
    const graph = buildFabric(spec);
    const route = new Router(graph, { routing: 'static', pxn: false }).route(0, 9000)!;
    const switches = [...route.links].reduce((sum, link) => sum + graph.linkLatency[link], 0);
    expect(switches).toBeCloseTo(
      route.latency - networkLatency(hopSecondsOf({ linkLayer: 'infiniband' }), 0),
      15,
    );
    expect(new Router(graph, { routing: 'static', pxn: false }).route(0, 1)!.latency).toBe(nvlinkLatency());
  });
});
