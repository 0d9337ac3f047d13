import { RandomStream } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { capacityUnder, parseFault } from '../faults/index.js';
import { CLUSTERS } from '../presets/index.js';
import { NoRouteError } from '../routing/index.js';
import { buildFabric } from '../topology/index.js';
import { Fabric, type FabricOptions } from './fabric.js';
import { LinkAccount } from './link-account.js';

const MPFT: ClusterSpec = { ...CLUSTERS['h800-2048-mpft'], nodes: 40 };
const MRFT: ClusterSpec = { ...CLUSTERS['h800-2048-mrft'], nodes: 40 };
const GPUS = 320;
const gpusOf = (node: number): number[] => Array.from({ length: 8 }, (_, i) => 8 * node + i);

/** Random messages of two classes, some of them to oneself or empty. */
const messages = (() => {
  const random = new RandomStream(1, 'link-account.spec');
  return Array.from({ length: 300 }, (_, i) => ({
    from: random.integer(GPUS),
    to: i % 20 === 0 ? 7 : random.integer(GPUS),
    bytes: i % 30 === 0 ? 0 : 1 + random.integer(1000),
    trafficClass: i % 2,
  }));
})();

/** What the router's own routes carry. */
function routed(fabric: Fabric) {
  const { linkCount } = fabric.graph;
  const bytes = new Float64Array(2 * linkCount);
  const counts = new Float64Array(2 * linkCount);
  for (const { from, to, bytes: sent, trafficClass } of messages) {
    if (from === to || sent === 0) continue;
    const route = fabric.router.route(from, to);
    route?.links.forEach((link, i) => {
      const share = route.shares?.[i] ?? 1;
      bytes[trafficClass * linkCount + link] += sent * share;
      counts[trafficClass * linkCount + link] += share;
    });
  }
  return { bytes, counts };
}

describe('an account of links', () => {
  it.each<[string, ClusterSpec, FabricOptions]>([
    ['planes with PXN', MPFT, {}],
    ['planes without PXN', MPFT, { pxn: false }],
    ['rails, adaptive', MRFT, {}],
    ['rails without PXN', MRFT, { pxn: false }],
    ['rails, static', MRFT, { routing: 'static' }],
    ['rails, hashed', MRFT, { routing: 'ecmp', seed: 3 }],
    ['one rail', { ...MRFT, topology: { kind: 'fat-tree', layers: 2, switchPorts: 64 } }, {}],
    [
      'ports on every plane',
      { ...MRFT, topology: { kind: 'multi-port-mpft', planes: 4, switchPorts: 64 } },
      {},
    ],
    ['half as many NICs as GPUs', { ...MRFT, nic: { ...MRFT.nic, perNode: 4 } }, {}],
    [
      'no NVLink',
      { ...MRFT, pxn: false, device: { ...MRFT.device, nvlinkGBps: 0, nvlinkAchievedGBps: 0 } },
      {},
    ],
  ])('holds what the routes carry: %s', (_name, spec, options) => {
    for (const fail of [[], ['node:1/nic:2'], ['node:1/nic:2=0.5']]) {
      const graph = buildFabric(spec);
      const capacity = capacityUnder(graph, fail.map(parseFault));
      const fabric = new Fabric(spec, { ...options, graph, capacity });
      const account = new LinkAccount(fabric, 2);
      for (const { from, to, bytes, trafficClass } of messages) {
        account.trafficClass = trafficClass;
        account.send(from, to, bytes);
      }
      account.settle();
      const { bytes, counts } = routed(fabric);
      bytes.forEach((expected, at) => {
        if (Math.abs(account.bytes[at] - expected) > 1e-9 * (1 + expected))
          throw new Error(`link ${at}: ${account.bytes[at]} for ${expected} bytes`);
        if (Math.abs(account.messages[at] - counts[at]) > 1e-9 * (1 + counts[at]))
          throw new Error(`link ${at}: ${account.messages[at]} for ${counts[at]} messages`);
      });
      expect(account.bytesOf(1, 5)).toBe(account.bytes[fabric.graph.linkCount + 5]);
      expect(account.sent).toBe(
        messages.filter(({ from, to, bytes: sent }) => from !== to && sent > 0).length,
      );
    }
  });

  it.each<[string, ClusterSpec, FabricOptions, readonly number[]]>([
    ['under one leaf of a plane', MPFT, {}, [0, 1, 2]],
    ['across leaves, adaptive', MRFT, {}, [0, 38, 39]],
    ['on one node', MRFT, {}, [3]],
    ['with PXN off', MPFT, { pxn: false }, [0, 5]],
  ])('sums what goes on the rails of whole nodes as messages one by one: %s', (_, spec, options, nodes) => {
    const fabric = new Fabric(spec, options);
    for (const isReturning of [false, true]) {
      const [whole, single] = [new LinkAccount(fabric, 1), new LinkAccount(fabric, 1)];
      for (const bytes of [0.1, 0.7]) {
        expect(whole.sendOnRails(nodes, bytes, isReturning)).toBe(true);
        for (const node of nodes) expect(whole.sendInside(gpusOf(node), bytes / 3)).toBe(true);
        for (const gpu of nodes.flatMap(gpusOf))
          for (const node of nodes) {
            const peer = fabric.sameRail(gpu, node);
            if (isReturning) single.send(peer, gpu, bytes);
            else single.send(gpu, peer, bytes);
          }
        for (const node of nodes)
          for (const from of gpusOf(node)) for (const to of gpusOf(node)) single.send(from, to, bytes / 3);
      }
      expect(whole.settle().bytes).toEqual(single.settle().bytes);
      expect(whole.messages).toEqual(single.messages);
      expect(whole.sent).toBe(single.sent);
      expect(whole.sent).toBeGreaterThan(0);
    }
  });

  it('leaves messages to the router where their ways differ', () => {
    const hashed = new LinkAccount(new Fabric(MRFT, { routing: 'ecmp', seed: 3 }), 1);
    expect(hashed.sendOnRails([0, 39], 1, false)).toBe(false);
    expect(hashed.sendOnRails([0, 1], 1, false)).toBe(true);
    const twoNics = new LinkAccount(new Fabric({ ...MRFT, nic: { ...MRFT.nic, perNode: 4 } }), 1);
    expect(twoNics.sendOnRails([0, 1], 1, false)).toBe(false);
    expect(twoNics.sendInside(gpusOf(0), 1)).toBe(false);
    expect(twoNics.sent).toBe(0);
  });

  it('passes a ring on from each to the next', () => {
    const fabric = new Fabric(MRFT);
    const [round, legs] = [new LinkAccount(fabric, 1), new LinkAccount(fabric, 1)];
    const ring = [0, 8, 300, 9];
    round.sendRound(ring, 1, 0.3);
    legs.sendAlong(
      ring.map((from, i) => ({ from, to: ring[(i + 1) % 4]!, queuePair: 1 })),
      0.3,
    );
    expect(round.settle().bytes).toEqual(legs.settle().bytes);
    expect(round.sent).toBe(1);
  });

  it('spreads what is pooled between switches once', () => {
    const account = new LinkAccount(new Fabric(MRFT), 1);
    account.send(0, 319, 1000);
    account.settle();
    const once = account.bytes.slice();
    expect(account.settle().bytes).toEqual(once);
  });

  it('counts a pipeline as one, and nothing that leads nowhere', () => {
    const account = new LinkAccount(new Fabric(MPFT), 1);
    account.sendAlong([], 1);
    account.sendAlong([{ from: 3, to: 3 }], 1);
    account.sendAlong([{ from: 0, to: 8 }], 0);
    expect([account.sent, account.bytes.some((bytes) => bytes > 0)]).toEqual([0, false]);
    account.sendAlong(
      [
        { from: 0, to: 8 },
        { from: 8, to: 16 },
        { from: 16, to: 16 },
      ],
      1000,
    );
    const { nicUplink } = account.fabric.graph.tables;
    expect([account.sent, account.bytesOf(0, nicUplink[0]), account.bytesOf(0, nicUplink[8])]).toEqual([
      1, 1000, 1000,
    ]);
    expect(account.bytesOf(0, nicUplink[16])).toBe(0);
  });

  it('is as long as its busiest link, for its rate and all its classes', () => {
    const fabric = new Fabric(MPFT);
    const account = new LinkAccount(fabric, 2);
    account.send(0, 8, 3e9);
    account.trafficClass = 1;
    account.send(0, 16, 1e9);
    account.send(1, 2, 1e9);
    expect(account.busiestSeconds()).toBeCloseTo(4e9 / fabric.nicRate, 12);
    const host = fabric.graph.linkClass[fabric.graph.tables.nicUplink[0]];
    expect(account.busiestSeconds((kind) => (kind === host ? 0.5 : 1))).toBeCloseTo(8e9 / fabric.nicRate, 12);
    expect(new LinkAccount(fabric, 1).busiestSeconds()).toBe(0);
  });

  it('has no room for a message without a route', () => {
    const graph = buildFabric(MPFT);
    const lost = Array.from({ length: 8 }, (_, nic) => parseFault(`node:1/nic:${nic}`));
    const cut = new LinkAccount(new Fabric(MPFT, { graph, capacity: capacityUnder(graph, lost) }), 1);
    expect(() => cut.send(0, 8, 1)).toThrow(NoRouteError);
    cut.send(8, 9, 1);
    expect(cut.bytesOf(0, graph.tables.gpuNvlink[8])).toBe(1);
  });
});
