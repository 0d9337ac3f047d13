import fc from 'fast-check';
import { addAllToAll } from '../collectives/index.js';
import { type ClusterSpec, type RoutingPolicy, type TopologySpec } from '../definition/index.js';
import { capacityUnder, parseFault } from '../faults/index.js';
import { simulateFlows } from '../flows/index.js';
import { CLUSTERS } from '../presets/index.js';
import { NoRouteError } from '../routing/index.js';
import { buildFabric } from '../topology/index.js';
import { Fabric, LinkAccount, Traffic } from '../traffic/index.js';
import { Exchange } from './exchange.js';
import { hashBand } from './hash-band.js';

const base = CLUSTERS['h800-2048-mpft'];
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Small networks of every kind, some of them tapered; nodes may straddle leaves. */
const TOPOLOGIES: readonly {
  readonly topology: TopologySpec;
  readonly nics?: number;
  readonly gpus?: number;
}[] = [
  { topology: { kind: 'mpft', planes: 4, switchPorts: 8 } },
  { topology: { kind: 'mpft', planes: 4, switchPorts: 12, leafDownlinks: 8 } },
  { topology: { kind: 'mrft', switchPorts: 16, leafDownlinks: 4 } },
  { topology: { kind: 'fat-tree', layers: 2, switchPorts: 16, leafDownlinks: 10 } },
  { topology: { kind: 'fat-tree', layers: 3, switchPorts: 8 } },
  { topology: { kind: 'fat-tree', layers: 3, switchPorts: 8, leafDownlinks: 6 } },
  { topology: { kind: 'multi-port-mpft', planes: 2, switchPorts: 16 } },
  { topology: { kind: 'fat-tree', layers: 2, switchPorts: 24, leafDownlinks: 16 }, nics: 8 },
  { topology: { kind: 'fat-tree', layers: 2, switchPorts: 16 }, nics: 2 },
  { topology: { kind: 'rail-optimized', layers: 3, rails: 2, switchPorts: 8, oversubscription: 2 } },
  { topology: { kind: 'torus', dimensions: [4, 4], endpointsPerSwitch: 4, switchPorts: 16 } },
  { topology: { kind: 'hyperx', dimensions: [3, 6], endpointsPerSwitch: 4, switchPorts: 16 } },
  {
    topology: {
      kind: 'dragonfly-plus',
      groups: 5,
      leaves: 4,
      spines: 4,
      endpointsPerLeaf: 4,
      globalLinks: 4,
      switchPorts: 16,
    },
  },
  { topology: { kind: 'dragonfly', p: 2, a: 4, h: 2, g: 9, switchPorts: 8 } },
  { topology: { kind: 'slim-fly', q: 5, endpointsPerSwitch: 2, switchPorts: 16 } },
];

function specOf(at: number, nodes: number, routing: RoutingPolicy, pxn: boolean): ClusterSpec {
  const { topology, nics = 4 } = TOPOLOGIES[at];
  const aligned = ['mpft', 'mrft', 'rail-optimized'].includes(topology.kind);
  return {
    ...base,
    name: 'drawn',
    nodes,
    gpusPerNode: 4,
    topology,
    routing,
    pxn: pxn && aligned,
    nic: { ...base.nic, perNode: nics },
  };
}

const drawn = fc.record({
  at: fc.integer({ min: 0, max: TOPOLOGIES.length - 1 }),
  nodes: fc.integer({ min: 9, max: 16 }),
  routing: fc.constantFrom('adaptive' as const, 'static' as const, 'ecmp' as const),
  entropies: fc.constantFrom(1, 3),
  pxn: fc.boolean(),
  part: fc.integer({ min: 0, max: 3 }),
  faults: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.nat(), fc.constantFrom(0, 0.25, 0.5)), {
    maxLength: 3,
  }),
});

/** A link, a NIC, or a switch with all of its links. */
function elementOf(spec: ClusterSpec, graph: Fabric['graph'], kind: number, at: number): string {
  const switches = (['leaf', 'spine', 'router'] as const).filter((tier) => graph.range(tier).count > 0);
  if (kind < 3) return `node:${at % spec.nodes}/nic:${at % spec.nic.perNode}`;
  const tier = switches[kind % switches.length];
  return `${tier}:${at % graph.range(tier).count}`;
}

function fabricOf({
  at,
  nodes,
  routing,
  entropies,
  pxn,
  faults,
}: typeof drawn extends fc.Arbitrary<infer T> ? T : never) {
  const spec = specOf(at, nodes, routing, pxn);
  const graph = buildFabric(spec);
  const capacity = capacityUnder(
    graph,
    faults.map(([kind, place, left]) => parseFault(`${elementOf(spec, graph, kind, place)}=${left}`)),
  );
  return new Fabric(spec, { graph, capacity, ...(routing === 'ecmp' ? { entropies, seed: nodes } : {}) });
}

describe('messages of one size between every two GPUs', () => {
  it('are on every link what their routes put there, and take as long as their flows, at fault too', () => {
    let compared = 0;
    fc.assert(
      fc.property(drawn, (draw) => {
        const fabric = fabricOf(draw);
        const group = range(fabric.graph.gpuCount - draw.part);
        const request = { groups: [group], bytes: group.length * 1e6 };
        let traffic: Traffic;
        try {
          traffic = addAllToAll(new Traffic(fabric, { everyHop: true }), request);
        } catch (error) {
          expect(error).toBeInstanceOf(NoRouteError);
          expect(() => new Exchange(fabric, group)).toThrow(NoRouteError);
          return;
        }
        const exchange = new Exchange(fabric, group);
        compared += 1;
        const account = addAllToAll(new LinkAccount(fabric, 1), request) as LinkAccount;
        account.settle();
        for (let link = 0; link < fabric.graph.linkCount; link += 1)
          if (Math.abs(exchange.loads[link] * 1e6 - account.bytesOf(0, link)) > 1e-3)
            throw new Error(`link ${link}: ${exchange.loads[link]} of ${account.bytesOf(0, link) / 1e6}`);
        expect(exchange.messages).toBe(group.length * (group.length - 1));
        expect(exchange.latency).toBeCloseTo(traffic.latency, 12);
        const { makespan } = simulateFlows(traffic.build().flows);
        expect((exchange.busiest().seconds * 1e6) / makespan).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(40);
  });

  it('of 256 GPUs at 2:1 take as long as their 65,280 flows, and fill no link beyond its rate', () => {
    const at256 = fc.record({
      topology: fc.constantFrom<TopologySpec>(
        { kind: 'rail-optimized', layers: 2, switchPorts: 24, oversubscription: 2 },
        { kind: 'fat-tree', layers: 2, switchPorts: 48, oversubscription: 2 },
      ),
      routing: fc.constantFrom('adaptive' as const, 'static' as const, 'ecmp' as const),
      seed: fc.nat(1000),
      fault: fc.constantFrom('', 'leaf:3=0.5', 'node:5/nic:2', 'leaf:1-spine:0'),
    });
    fc.assert(
      fc.property(at256, ({ topology, routing, seed, fault }) => {
        const pxn = topology.kind === 'rail-optimized';
        const spec: ClusterSpec = { ...base, nodes: 32, topology, routing, pxn };
        const graph = buildFabric(spec);
        expect(graph.range('spine').count).toBeGreaterThan(1);
        const capacity = capacityUnder(graph, fault === '' ? [] : [parseFault(fault)]);
        const fabric = new Fabric(spec, { graph, capacity, ...(routing === 'ecmp' ? { seed } : {}) });
        const request = { groups: [range(256)], bytes: 256e6 };
        const traffic = addAllToAll(new Traffic(fabric, { everyHop: true }), request);
        const exchange = new Exchange(fabric, range(256));
        const seconds = exchange.busiest().seconds * 1e6;
        expect(exchange.messages).toBe(65_280);
        const { makespan } = simulateFlows(traffic.build().flows);
        expect(seconds / makespan).toBeCloseTo(1, 9);
        exchange.loads.forEach((load, link) => {
          if (load * 1e6 > capacity[link] * seconds * (1 + 1e-9)) throw new Error(`link ${link} is overfull`);
        });
      }),
      { numRuns: 8 },
    );
  });

  it('lose nothing between leaves: what enters a switch leaves it, but for its own NICs', () => {
    fc.assert(
      fc.property(drawn, (draw) => {
        const fabric = fabricOf(draw);
        const group = range(fabric.graph.gpuCount - draw.part);
        let exchange: Exchange;
        try {
          exchange = new Exchange(fabric, group);
        } catch (error) {
          expect(error).toBeInstanceOf(NoRouteError);
          return;
        }
        const { graph } = fabric;
        const net = new Float64Array(graph.vertexCount);
        exchange.loads.forEach((load, link) => {
          net[graph.linkFrom[link]] -= load;
          net[graph.linkTo[link]] += load;
          if (load > 0) expect(fabric.capacity[link]).toBeGreaterThan(0);
        });
        const forwarding = net.filter((_, vertex) => !['gpu', 'host'].includes(graph.kindOf(vertex)));
        for (const rest of forwarding) expect(Math.abs(rest)).toBeLessThan(1e-6);
      }),
      { numRuns: 30 },
    );
  });

  it('find a closed form on a tapered tree: a leaf sends what is for others over its uplinks', () => {
    // 48 ports down and 16 up, six whole nodes a leaf: 48 NICs send to all but their leaf.
    const topology = { kind: 'fat-tree', layers: 2, switchPorts: 64, leafDownlinks: 48 } as const;
    const fabric = new Fabric({ ...base, name: 'tapered', pxn: false, topology });
    const exchange = new Exchange(fabric, range(2048));
    const { link, seconds } = exchange.busiest();
    expect(fabric.graph.classOf(link)).toBe('leaf-spine');
    expect((seconds * fabric.nicRate) / ((48 * (2048 - 48)) / 16)).toBeCloseTo(1, 12);
    // Spine 0 down leaves fifteen.
    const failed = fabric.withCapacity(capacityUnder(fabric.graph, [parseFault('spine:0')]));
    expect(new Exchange(failed, range(2048)).busiest().seconds / seconds).toBeCloseTo(16 / 15, 12);
  });

  it('of 16,384 GPUs, with a leaf down, load every plane as much as it must', () => {
    const spec = { ...base, name: 'large', nodes: 2048 };
    const whole = new Fabric(spec);
    const fabric = whole.withCapacity(capacityUnder(whole.graph, [parseFault('plane:2/leaf:5')]));
    const exchange = new Exchange(fabric, range(16_384));
    expect(exchange.messages).toBe(16_384 * 16_383);
    // A NIC carries the messages of its node's eight GPUs to 2,047 others; of 32 nodes seven carry those of
    // eight, and of all others a seventh more of what is for these 32.
    expect((exchange.busiest().seconds * fabric.nicRate) / ((8 * 2047 * 8) / 7)).toBeCloseTo(1, 9);
  });
});

describe('bands over hashes', () => {
  const topology = { kind: 'fat-tree', layers: 2, switchPorts: 16, leafDownlinks: 10 } as const;
  const spec = { ...base, name: 'hashed', nodes: 10, pxn: false, topology, routing: 'ecmp' as const };
  const graph = buildFabric(spec);
  const timeOf = (seed: number): number =>
    new Exchange(new Fabric(spec, { graph, seed }), range(80)).busiest().seconds;

  it('are what hashes of real addresses give', () => {
    const band = hashBand(new Exchange(new Fabric(spec, { graph }), range(80)), 1, 1000);
    expect(band.hashes).toBe(1000);
    const real = range(200).map(timeOf);
    const share = (holds: (seconds: number) => boolean): number => real.filter(holds).length / real.length;
    expect(share((seconds) => seconds < band.low * (1 - 1e-9))).toBeLessThan(0.1);
    expect(share((seconds) => seconds > band.high * (1 + 1e-9))).toBeLessThan(0.1);
    expect(share((seconds) => seconds <= band.median * (1 + 1e-9))).toBeGreaterThan(0.4);
    expect(share((seconds) => seconds >= band.median * (1 - 1e-9))).toBeGreaterThan(0.4);
    expect(band.least).toBeLessThanOrEqual(band.low);
    expect(band.high).toBeLessThanOrEqual(band.most);
    expect(band.low).toBeLessThan(band.high);
  });

  it('are the same for the same seed, and close in on the mean with more header values', () => {
    const of = (entropies: number, seed: number) =>
      hashBand(new Exchange(new Fabric(spec, { graph, entropies }), range(80)), seed, 200);
    expect(of(1, 3)).toEqual(of(1, 3));
    expect(of(1, 3)).not.toEqual(of(1, 4));
    const mean = new Exchange(new Fabric({ ...spec, routing: 'adaptive' }, { graph }), range(80)).busiest();
    expect(of(64, 3).median).toBeLessThan(of(1, 3).least);
    expect(of(64, 3).least).toBeGreaterThan(mean.seconds);
  });
});
