import { CLUSTERS } from '../presets/index.js';
import { contention, type TrafficKind } from './contention.js';
import { addExpertMessages, addRings, addTrees } from '../collectives/index.js';
import { Fabric } from './fabric.js';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const fabric = new Fabric(CLUSTERS['h800-2048-mpft']);

const dispatch: TrafficKind = {
  name: 'expert all-to-all',
  add: (traffic) =>
    addExpertMessages(traffic, {
      direction: 'dispatch',
      groups: [range(0, 64)],
      tokensPerGpu: 4096,
      bytesPerToken: 7392,
      remoteNodesPerToken: 3.47,
      gpusPerToken: 7.49,
    }),
  rails: [1, 2, 3, 4, 5, 6, 7],
};
const gradients: TrafficKind = {
  name: 'gradient ring',
  add: (traffic) =>
    addRings(traffic, 'reduce-scatter', { groups: [range(0, 8).map((node) => 8 * node)], bytes: 20e6 }),
  rails: [0],
};

describe('contention', () => {
  it(
    'starves a ring of one flow next to an all-to-all of many, unless it has a queue or planes of ' +
      'its own',
    () => {
      const [ep, ring] = contention(fabric, [dispatch, gradients]);
      expect(ring!.sharedSeconds).toBeGreaterThan(5 * ring!.aloneSeconds);
      expect(ring!.queuedSeconds).toBeLessThanOrEqual(2 * ring!.aloneSeconds * (1 + 1e-9));
      // The ring is on its rail already, and nobody else is there.
      expect(ring!.separatedSeconds! / ring!.aloneSeconds).toBeCloseTo(1, 12);
      // Nothing is free: the bytes of both still cross the busiest NIC.
      expect(ep!.sharedSeconds).toBeGreaterThan(ep!.aloneSeconds);
      expect(Math.max(ep!.queuedSeconds, ring!.queuedSeconds)).toBeCloseTo(
        Math.max(ep!.sharedSeconds, ring!.sharedSeconds),
        6,
      );
      expect(ep!.separatedSeconds! / ep!.aloneSeconds).toBeCloseTo(8 / 7, 2);
    },
  );

  it('costs nobody more than half of every link, where links are crowded unevenly: a dragonfly', () => {
    const dragonfly = new Fabric({
      ...CLUSTERS['h800-2048-mrft'],
      nodes: 16,
      topology: { kind: 'dragonfly', p: 4, a: 4, h: 2, g: 8, switchPorts: 16 },
    });
    const request = (bytes: number) => ({ groups: [range(0, 64)], bytes });
    const times = contention(dragonfly, [
      { name: 'gather', add: (traffic) => addRings(traffic, 'all-gather', request(256e6)) },
      { name: 'reduce', add: (traffic) => addTrees(traffic, request(64e6)) },
    ]);
    for (const { aloneSeconds, queuedSeconds } of times)
      expect(queuedSeconds).toBeLessThanOrEqual(2 * aloneSeconds * (1 + 1e-9));
    // As flows that weighed the same on every link it took 2.3 times its time alone, and longer than among
    // equals.
    expect(times[1].queuedSeconds / times[1].sharedSeconds).toBeLessThan(1.1);
    // No link is idle that somebody wants: the last of both is done when it is among equals.
    expect(
      Math.max(...times.map((kind) => kind.queuedSeconds)) /
        Math.max(...times.map((kind) => kind.sharedSeconds)),
    ).toBeCloseTo(1, 9);
  });

  it('leaves kinds that share no link alone', () => {
    const other: TrafficKind = {
      ...gradients,
      add: (traffic) =>
        addRings(traffic, 'reduce-scatter', { groups: [range(20, 8).map((node) => 8 * node)], bytes: 20e6 }),
    };
    const times = contention(fabric, [dispatch, other]);
    for (const kind of times)
      for (const seconds of [kind.sharedSeconds, kind.queuedSeconds])
        expect(seconds / kind.aloneSeconds).toBeCloseTo(1, 9);
  });

  it("lets checkpoint writes and RDMA meet on a GPU's PCIe link only", () => {
    const checkpoint: TrafficKind = {
      name: 'checkpoint',
      add: (traffic) => {
        for (const gpu of range(0, 64)) traffic.sendBy(traffic.fabric.router.toStorage(gpu), 50e6);
      },
    };
    const [ep, writes] = contention(fabric, [dispatch, checkpoint]);
    expect(ep!.sharedSeconds / ep!.aloneSeconds).toBeCloseTo(1, 6);
    expect(writes!.sharedSeconds / writes!.aloneSeconds).toBeCloseTo(1, 6);
  });
});
