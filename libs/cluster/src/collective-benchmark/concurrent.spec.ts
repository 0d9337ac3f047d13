import { IssueList } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { capacityUnder, parseFault } from '../faults/index.js';
import { CLUSTERS } from '../presets/index.js';
import { checkRails, concurrentTimes } from './concurrent.js';
import { type RailSplit } from './request.js';
import { contention, Fabric, Traffic, type TrafficKind } from '../traffic/index.js';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const MPFT = CLUSTERS['h800-2048-mpft'];
const fabric = new Fabric(MPFT);
const gpus = range(0, 64);
const named = (collective: 'all-gather' | 'all-to-all' | 'send-receive', bytes: number) => ({
  collective,
  bytes,
});

describe('rails of their own', () => {
  it('are divided in proportion to what each puts on NICs, and named', () => {
    const railsOf = (first: number, second: number, split?: RailSplit) =>
      concurrentTimes(
        fabric,
        gpus,
        named('all-gather', first),
        named('all-gather', second),
        split === undefined ? {} : { rails: split },
      ).map(({ rails }) => rails);
    expect(railsOf(1e9, 1e9)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
    expect(railsOf(3e9, 1e9)).toEqual([
      [0, 1, 2, 3, 4, 5],
      [6, 7],
    ]);
    expect(railsOf(1e3, 1e9)).toEqual([[0], [1, 2, 3, 4, 5, 6, 7]]);
    expect(railsOf(1e9, 1e3)).toEqual([[0, 1, 2, 3, 4, 5, 6], [7]]);
    expect(railsOf(1e9, 1e9, [2, 6])).toEqual([
      [0, 1],
      [2, 3, 4, 5, 6, 7],
    ]);
    // Inside a node neither needs a NIC.
    expect(
      concurrentTimes(fabric, range(0, 8), named('all-gather', 1e9), named('all-gather', 1e9)).map(
        ({ rails }) => rails!.length,
      ),
    ).toEqual([4, 4]);
  });

  it('cost two equal collectives the same', () => {
    const [first, second] = concurrentTimes(fabric, gpus, named('all-to-all', 1e9), named('all-to-all', 1e9));
    expect(first!.separatedUs! / second!.separatedUs!).toBeCloseTo(1, 9);
  });

  it(
    'leave a message that is on one of them where it is: as if alone, whatever the other does on ' +
      'its own',
    () => {
      const pairs = (traffic: Traffic, rails: readonly number[], nodes: number): void => {
        for (const rail of rails)
          for (const node of range(0, nodes)) traffic.send(8 * node + rail, 8 * (node + nodes) + rail, 1e9);
      };
      const kinds: readonly TrafficKind[] = [
        { name: 'both', add: (traffic) => pairs(traffic, range(0, 6), 4), rails: range(0, 6) },
        { name: 'other', add: (traffic) => pairs(traffic, [6, 7], 8), rails: [6, 7] },
      ];
      for (const { aloneSeconds, separatedSeconds } of contention(fabric, kinds))
        expect(separatedSeconds! / aloneSeconds).toBeCloseTo(1, 12);
    },
  );

  it('take up what was on a lost one evenly', () => {
    const traffic = new Traffic(fabric);
    traffic.rails = [1, 2, 3, 4, 5];
    traffic.send(8, 16, 1e9);
    traffic.send(9, 17, 1e9);
    const { flows, linkOf } = traffic.build();
    const uplinks = [...fabric.graph.tables.nicUplink];
    const shares = (flow: number) =>
      new Map(
        range(flows.pathStart[flow], flows.pathStart[flow + 1] - flows.pathStart[flow])
          .map((hop) => [uplinks.indexOf(linkOf[flows.pathLink[hop]]), flows.pathShare[hop]] as const)
          .filter(([nic]) => nic >= 0),
      );
    expect([...shares(0)]).toEqual([9, 10, 11, 12, 13].map((nic) => [nic, 1 / 5]));
    expect([...shares(1)]).toEqual([[9, 1]]);
  });

  it('are left out where nodes have none, or have lost some', () => {
    const graph = fabric.graph;
    const failed = new Fabric(MPFT, { graph, capacity: capacityUnder(graph, [parseFault('node:0/nic:2')]) });
    const fatTree = new Fabric({
      ...MPFT,
      nodes: 8,
      topology: { kind: 'fat-tree', layers: 2, switchPorts: 64 },
    });
    for (const one of [failed, fatTree]) {
      for (const times of concurrentTimes(
        one,
        range(0, 16),
        named('send-receive', 1e6),
        named('send-receive', 1e6),
      ))
        expect([times.separatedUs, times.rails]).toEqual([undefined, undefined]);
    }
  });

  it.each<
    [string, RailSplit, Partial<ClusterSpec>, { concurrent?: boolean; atFault?: boolean }, readonly string[]]
  >([
    ['4:4', [4, 4], {}, {}, []],
    ['7:1', [7, 1], {}, {}, []],
    ['a sum of seven', [4, 3], {}, {}, ['does-not-add-up']],
    ['none for one', [8, 0], {}, {}, ['does-not-add-up']],
    ['halves', [3.5, 4.5], {}, {}, ['does-not-add-up']],
    ['three', [2, 2, 4], {}, {}, ['does-not-add-up']],
    ['one', [8], {}, {}, ['does-not-add-up']],
    ['alone', [4, 4], {}, { concurrent: false }, ['not-applicable']],
    ['a failed part', [4, 4], {}, { atFault: true }, ['not-applicable']],
    [
      'no rails',
      [4, 4],
      { nodes: 8, topology: { kind: 'fat-tree', layers: 2, switchPorts: 64 } },
      {},
      ['not-applicable'],
    ],
    [
      'two NICs a GPU',
      [8, 8],
      { nic: { ...MPFT.nic, perNode: 16 }, topology: { kind: 'mpft', planes: 16, switchPorts: 64 } },
      {},
      ['not-applicable'],
    ],
  ])('refuse or accept %s', (_, split, part, { concurrent = true, atFault = false }, codes) => {
    const issues = new IssueList();
    checkRails({ ...MPFT, ...part }, split, { concurrent, atFault }, issues.at('rails'));
    expect(issues.issues.map(({ code }) => code)).toEqual(codes);
    for (const { path, hint } of issues.issues) expect([path, hint === '']).toEqual(['/rails', false]);
  });
});
