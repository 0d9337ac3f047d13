import fc from 'fast-check';
import { capacityUnder, parseFault } from '../faults/fabric-fault.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric } from '../topology/index.js';
import { type RoutingPolicy } from '../definition/index.js';
import { Fabric } from './fabric.js';
import { COLLECTIVES, timeOf } from './named-collective.js';
import { simulatedRing } from './ring.js';

const base = { ...CLUSTERS['h800-2048-mpft']!, nodes: 8 };
const SPECS = [
  { ...base, topology: { kind: 'mpft', planes: 8, switchPorts: 8 } as const },
  { ...base, topology: { kind: 'mrft', switchPorts: 16 } as const },
  { ...base, topology: { kind: 'fat-tree', layers: 3, switchPorts: 8 } as const, nic: { ...base.nic, perNode: 4 } },
  { ...base, topology: { kind: 'fat-tree', layers: 2, switchPorts: 16 } as const, nic: { ...base.nic, perNode: 16, bandwidthGBps: 25 } },
];
const graphs = SPECS.map((spec) => buildFabric(spec));
const first = (count: number): number[] => Array.from({ length: count }, (_, gpu) => gpu);

describe('a collective under faults', () => {
  const graph = graphs[0]!;
  const lost = (element: string) => new Fabric(SPECS[0]!, { graph, capacity: capacityUnder(graph, [parseFault(element)]) });

  it('gains by a lost rail where one ring of nine GPUs had one NIC, and is given no credit for it', () => {
    const request = { groups: [first(9)], bytes: 1e9 };
    const rail = [0, 1, 2, 3, 4, 5, 6, 7].find((nic) => simulatedRing(lost(`node:1/nic:${nic}`), 'all-gather', request).seconds < 0.9 * simulatedRing(new Fabric(SPECS[0]!, { graph }), 'all-gather', request).seconds);
    expect(rail).toBeDefined();
    const whole = timeOf(new Fabric(SPECS[0]!, { graph }), 'all-gather', first(9), 1e9);
    expect(timeOf(lost(`node:1/nic:${rail!}`), 'all-gather', first(9), 1e9)).toEqual(whole);
  });

  it('is never sooner done than on the whole fabric, with any routing, group and size', () => {
    const cases = fc.record({
      which: fc.nat(SPECS.length - 1), collective: fc.constantFrom(...COLLECTIVES), members: fc.integer({ min: 2, max: 64 }), bytes: fc.constantFrom(1, 65_536, 1e9),
      routing: fc.constantFrom<RoutingPolicy[]>('ecmp', 'adaptive', 'static'), pxn: fc.boolean(), seed: fc.nat(9),
      part: fc.oneof(fc.nat(3).map((leaf) => `leaf:${leaf}`), fc.nat(1).map((spine) => `spine:${spine}`), fc.tuple(fc.nat(7), fc.nat(3)).map(([node, nic]) => `node:${node}/nic:${nic}`)), left: fc.constantFrom(0, 0.5),
    });
    fc.assert(fc.property(cases, ({ which, collective, members, bytes, routing, pxn, seed, part, left }) => {
      const spec = SPECS[which]!;
      // Nodes of one leaf have no way out without it.
      const element = spec.topology.kind === 'fat-tree' && part.startsWith('leaf') ? 'spine:0' : part;
      const expert = collective === 'dispatch' || collective === 'combine';
      const group = first(expert ? 8 << (members % 4) : 2 * Math.ceil(members / 2));
      const on = (capacity: Float64Array) => timeOf(new Fabric(spec, { graph: graphs[which]!, capacity, routing, pxn, seed }), collective, group, bytes);
      const whole = on(graphs[which]!.linkCapacity);
      return on(capacityUnder(graphs[which]!, [{ element, remaining: left }])).seconds >= whole.seconds;
    }), { numRuns: 60 });
  });
});
