import * as fc from 'fast-check';
import { capacityUnder, parseFault } from '../faults/index.js';
import { simulateFlows, simulateWithLoads } from '../flows/index.js';
import { CLUSTERS } from '../presets/index.js';
import { NoRouteError } from '../routing/index.js';
import { buildFabric } from '../topology/index.js';
import { Fabric } from './fabric.js';
import { LinkAccount } from './link-account.js';
import { addRings, addTrees, type GroupCollective, linkBytes } from '../collectives/index.js';
import { type Leg, Traffic } from './traffic.js';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const MPFT = { ...CLUSTERS['h800-2048-mpft'], nodes: 16 };
const graph = buildFabric(MPFT);
const fabric = new Fabric(MPFT, { graph });
const NIC = fabric.nicRate;
const ends = (traffic: Traffic): Float64Array => simulateFlows(traffic.build().flows).finish;

describe('sendAlong', () => {
  const ring: readonly Leg[] = [0, 8, 16].map((from, i) => ({ from, to: [8, 16, 0][i] }));

  it('moves over all legs at the rate of the slowest, and leaves the rest of the others', () => {
    const slow = new Fabric(MPFT, {
      graph,
      capacity: capacityUnder(graph, [parseFault('node:2/nic:0=0.25')]),
    });
    const traffic = new Traffic(slow);
    traffic.sendAlong(ring, 1e9);
    traffic.send(0, 8, 0.75e9);
    const [together, message] = ends(traffic);
    expect(together! / (4e9 / NIC)).toBeCloseTo(1, 12);
    // Not half of the NIC, which an equal of it would get.
    expect(message! / (1e9 / NIC)).toBeCloseTo(1, 12);
  });

  it('counts a link as often as it crosses it, alongside others as alongside its own', () => {
    const twice = [
      { from: 0, to: 8 },
      { from: 8, to: 16 },
      { from: 0, to: 16 },
    ];
    const alone = new Traffic(fabric);
    alone.sendAlong(twice, 1e9);
    expect(ends(alone)[0] / (2e9 / NIC)).toBeCloseTo(1, 12);
    const traffic = new Traffic(fabric);
    traffic.sendAlong(twice, 1e9);
    traffic.send(0, 24, 1e9);
    const set = traffic.build();
    // Three connections leave that NIC, each with a third of it.
    for (const end of simulateFlows(set.flows).finish) expect(end / (3e9 / NIC)).toBeCloseTo(1, 12);
    const carried = linkBytes(set.flows);
    expect(carried[set.linkOf.indexOf(graph.tables.nicUplink[0])] / 3e9).toBeCloseTo(1, 12);
    for (const share of set.flows.pathShare) expect(share).toBeLessThanOrEqual(1);
  });

  it('is nothing where no leg leads anywhere, and fails where no path is left', () => {
    const traffic = new Traffic(fabric);
    traffic.sendAlong([], 1e9);
    traffic.sendAlong([{ from: 3, to: 3 }], 1e9);
    traffic.sendAlong(ring, 0);
    expect(traffic.build().flows.bytes).toHaveLength(0);
    const cut = new Fabric(MPFT, {
      graph,
      capacity: capacityUnder(
        graph,
        range(0, 8).map((nic) => parseFault(`node:1/nic:${nic}`)),
      ),
    });
    expect(() => new Traffic(cut).sendAlong(ring, 1)).toThrow(NoRouteError);
  });
});

describe('rings and trees as pipelines', () => {
  it('keep the NICs of a ring that NVLink bounds at its rate to the end', () => {
    const { flows, linkOf } = addRings(new Traffic(fabric), 'all-gather', {
      groups: [range(0, 64)],
      bytes: 2 ** 30,
    }).build();
    const { loads, result } = simulateWithLoads(flows);
    const nic = linkOf.indexOf(graph.tables.nicUplink[0]);
    // One network hop for every seven over NVLink; as messages of their own they would fill the NIC at first
    // and leave it idle later.
    const rate = fabric.nvlinkRate / 7 / NIC;
    expect(loads.peakOfAll[nic] / rate).toBeCloseTo(1, 9);
    expect(loads.mean[nic] / rate).toBeCloseTo(1, 9);
    expect(result.finish).toHaveLength(8);
  });

  const faults = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 7 }), fc.constantFrom(0, 0.3, 0.5)),
    { maxLength: 4 },
  );
  const add = {
    ring: (traffic: Traffic, request: GroupCollective) => addRings(traffic, 'all-reduce', request),
    tree: addTrees,
  };

  it.each(['ring', 'tree'] as const)(
    '%s: alone, as long as the busiest link needs for what it carries, whatever has failed',
    (algorithm) => {
      fc.assert(
        fc.property(
          faults,
          fc.integer({ min: 2, max: 128 }),
          fc.constantFrom('adaptive' as const, 'ecmp' as const),
          (failed, gpus, routing) => {
            const capacity = capacityUnder(
              graph,
              failed.map(([node, nic, remaining]) => ({ element: `node:${node}/nic:${nic}`, remaining })),
            );
            const under = new Fabric(MPFT, { graph, capacity, routing });
            const request = { groups: [range(0, gpus)], bytes: 2 ** 28 };
            const account = new LinkAccount(under, 1);
            add[algorithm](account, request);
            const seconds = simulateFlows(add[algorithm](new Traffic(under), request).build().flows).makespan;
            expect(seconds / account.settle().busiestSeconds()).toBeCloseTo(1, 9);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('are added up link by link like their hops', () => {
    const account = new LinkAccount(fabric, 1);
    const traffic = new Traffic(fabric, { everyHop: true });
    for (const into of [account, traffic])
      addTrees(addRings(into, 'all-reduce', { groups: [range(0, 60)], bytes: 1e9 }), {
        groups: [range(64, 64)],
        bytes: 1e9,
      });
    account.settle();
    const { flows, linkOf } = traffic.build();
    linkBytes(flows).forEach((bytes, at) => expect(account.bytes[linkOf[at]] / bytes).toBeCloseTo(1, 9));
    expect(account.sent).toBe(flows.bytes.length);
    // A ring's NVLink hop is a message of its own there, as for anyone who shares the link with it.
    expect(account.messages[graph.tables.gpuNvlink[0]]).toBeGreaterThan(1);
  });
});
