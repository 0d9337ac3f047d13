import { CLUSTERS } from '../presets/index.js';
import { type ClusterSpec } from '../definition/index.js';
import { alongLegs, capacityUnder, parseFault, parseFlap, transfersUnderFlaps } from '../faults/index.js';
import { Fabric } from '../traffic/index.js';
import { alikeMessages, alikeSize } from './alike-messages.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const BYTES = 1e7;
const MPFT = CLUSTERS['h800-2048-mpft'];

/** A few leaves with few nodes each, so that nodes of one leaf are alike and leaves differ. */
const SMALL: readonly [string, ClusterSpec][] = [
  ['planes', { ...MPFT, nodes: 8, topology: { kind: 'mpft', planes: 8, switchPorts: 6 } }],
  ['rails in one network', { ...MPFT, nodes: 16, topology: { kind: 'mrft', switchPorts: 16 } }],
  [
    'NICs of several ports',
    { ...MPFT, nodes: 8, topology: { kind: 'multi-port-mpft', planes: 2, switchPorts: 64 } },
  ],
  ['three tiers', { ...MPFT, nodes: 8, topology: { kind: 'fat-tree', layers: 3, switchPorts: 32 } }],
  [
    'without forwarding',
    { ...MPFT, nodes: 8, pxn: false, topology: { kind: 'fat-tree', layers: 2, switchPorts: 32 } },
  ],
];

describe('messages that are alike', () => {
  it.each(
    SMALL.flatMap(([name, cluster]) =>
      [
        { fail: [], flap: ['node:1/nic:2@0.001+0.01'], gpus: 64 },
        { fail: ['node:0/nic:3'], flap: ['leaf:0=0.5@0.0005+0.002', 'node:4/nic:0@0.001+0.01'], gpus: 64 },
        { fail: [], flap: ['spine:0@0.0005+0.004'], gpus: 59 },
      ].flatMap((disturbed) =>
        [Infinity, 0.002].map((reroute) => [name, cluster, disturbed, reroute] as const),
      ),
    ),
  )('%s: the ends of every message for itself', (_name, cluster, { fail, flap, gpus }, rerouteSeconds) => {
    const whole = new Fabric(cluster);
    const fabric = whole.withCapacity(capacityUnder(whole.graph, fail.map(parseFault)));
    const flaps = flap.map(parseFlap);
    const group = range(gpus);
    const single = group.flatMap((from) =>
      group.flatMap((to) => (from === to ? [] : [alongLegs([{ from, to }], BYTES)])),
    );
    // Links of flapping parts are distinguished from all others by their names.
    const touched = new Map(
      flap.flatMap((text) => {
        const left = capacityUnder(whole.graph, [{ ...parseFlap(text), remaining: 0 }]);
        return [...left.keys()].filter((link) => left[link] === 0).map((link) => [link, text] as const);
      }),
    );
    const stateOf = (link: number): string => `${fabric.capacity[link]} ${touched.get(link) ?? ''}`;
    const alike = alikeMessages(fabric, group, stateOf);
    expect(alike.reduce((sum, { count }) => sum + count, 0)).toBe(gpus * (gpus - 1));
    expect(alike.length).toBeLessThan(single.length);
    expect(alike.length).toBe(alikeSize(fabric, group, stateOf).messages);
    const each = transfersUnderFlaps(fabric, single, flaps, { rerouteSeconds });
    const some = transfersUnderFlaps(
      fabric,
      alike.map(({ count, way }) => ({ bytes: BYTES, count, ways: (network) => [way(network)] })),
      flaps,
      { rerouteSeconds },
    );
    const ends = [...some.finish].flatMap((end, t) => Array.from({ length: alike[t]!.count }, () => end));
    ends.sort((a, b) => a - b);
    [...each.finish].sort((a, b) => a - b).forEach((end, i) => expect(ends[i]! / end).toBeCloseTo(1, 8));
    expect(some.longestStallSeconds).toBeCloseTo(each.longestStallSeconds, 9);
  });
});
