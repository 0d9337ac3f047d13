import { CLUSTERS } from '../presets/index.js';
import { type ClusterSpec } from '../definition/index.js';
import { alongLegs, linksOf, parseFlap, transfersUnderFlaps } from '../faults/index.js';
import { Fabric } from '../traffic/index.js';
import { nodeMessages, nodeSize, sendsByNode } from './node-messages.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const BYTES = 1e7;
const MPFT = CLUSTERS['h800-2048-mpft']!;
const always = (): boolean => true;

/** Several leaves, so that hashes and tables choose between spines. */
const SMALL: readonly [string, ClusterSpec][] = [
  ['planes', { ...MPFT, nodes: 16, topology: { kind: 'mpft', planes: 8, switchPorts: 8 } }],
  ['rails in one network', { ...MPFT, nodes: 16, topology: { kind: 'mrft', switchPorts: 16 } }],
];
const FLAPS = [
  ['node:1/nic:2@0.001+0.01'],
  ['leaf:0=0.5@0.0005+0.002', 'node:4/nic:0@0.001+0.01'],
  ['spine:0@0.0005+0.004'],
  ['plane:0@0.002+0.003'],
];

describe('messages of a node to a GPU elsewhere', () => {
  it.each(
    SMALL.flatMap(([name, cluster]) =>
      (['ecmp', 'static'] as const).flatMap((routing) =>
        FLAPS.map((flap, at) => [name, cluster, routing, at, flap] as const),
      ),
    ),
  )('%s: the ends of every message for itself', (_name, cluster, routing, at, flap) => {
    const fabric = new Fabric(cluster, { routing, seed: at });
    const flaps = flap.map(parseFlap);
    const group = range(at === 3 ? 128 : 64);
    const single = group.flatMap((from) =>
      group.flatMap((to) => (from === to ? [] : [alongLegs([{ from, to }], BYTES)])),
    );
    expect(sendsByNode(fabric, group, {}, always)).toBe(true);
    const messages = nodeMessages(fabric, group);
    expect(messages).toHaveLength(nodeSize(fabric, group.length));
    expect(messages.reduce((sum, { count }) => sum + count, 0)).toBe(single.length);
    const options = { rerouteSeconds: Infinity };
    const each = transfersUnderFlaps(fabric, single, flaps, options);
    const some = transfersUnderFlaps(
      fabric,
      messages.map(({ count, way }) => ({ bytes: BYTES, count, ways: (network) => [way(network)] })),
      flaps,
      options,
    );
    expect(Math.abs(some.seconds / each.seconds - 1)).toBeLessThan(1e-6);
    expect(Math.abs(some.longestStallSeconds - each.longestStallSeconds)).toBeLessThan(1e-9);
    // Of every node to every GPU elsewhere.
    let place = 0;
    for (let node = 0; node < group.length / 8; node += 1)
      for (const to of group) {
        const isInside = Math.floor(to / 8) === node;
        if (!isInside)
          for (let from = 8 * node; from < 8 * node + 8; from += 1) {
            const own = each.finish[from * (group.length - 1) + (to > from ? to - 1 : to)]!;
            expect(Math.abs(some.finish[place]! / own - 1)).toBeLessThan(1e-6);
          }
        place += isInside ? 7 : 1;
      }
  });

  it('are distinguished by slow NVLink, its pairs, parts that flap, parts of nodes, other ways', () => {
    const [[, cluster]] = SMALL as [(typeof SMALL)[0]];
    const fabric = new Fabric(cluster, { routing: 'ecmp' });
    expect(sendsByNode(fabric, range(64), { nvlinkShare: 0.1 }, always)).toBe(false);
    expect(sendsByNode(fabric, range(63), {}, always)).toBe(false);
    expect(
      sendsByNode(
        fabric,
        range(64).map((gpu) => gpu + 1),
        {},
        always,
      ),
    ).toBe(false);
    expect(sendsByNode(fabric, range(64), {}, () => false)).toBe(false);
    expect(sendsByNode(new Fabric(cluster, { routing: 'ecmp', pxn: false }), range(64), {}, always)).toBe(
      false,
    );
    const pairs = new Fabric(
      { ...cluster, device: { ...cluster.device, nvlinkGpus: 2 } },
      { routing: 'ecmp' },
    );
    expect(sendsByNode(pairs, range(64), {}, always)).toBe(false);
    const down = fabric.withCapacity(
      fabric.capacity.map((rate, link) => (linksOf(fabric.graph, 'node:0/nic:1').has(link) ? 0 : rate)),
    );
    expect(sendsByNode(down, range(64), {}, always)).toBe(false);
  });
});
