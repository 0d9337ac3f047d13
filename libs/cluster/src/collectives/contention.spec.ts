import { CLUSTERS } from '../presets/index.js';
import { contention, type TrafficKind } from './contention.js';
import { addExpertMessages } from './expert-all-to-all.js';
import { Fabric } from './fabric.js';
import { addRings } from './ring.js';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const fabric = new Fabric(CLUSTERS['h800-2048-mpft']!);

const dispatch: TrafficKind = {
  name: 'expert all-to-all',
  add: (traffic) => addExpertMessages(traffic, { direction: 'dispatch', groups: [range(0, 64)], tokensPerGpu: 4096, bytesPerToken: 7392, remoteNodesPerToken: 3.47, gpusPerToken: 7.49 }),
  rails: [1, 2, 3, 4, 5, 6, 7],
};
const gradients: TrafficKind = {
  name: 'gradient ring', add: (traffic) => addRings(traffic, 'reduce-scatter', { groups: [range(0, 8).map((node) => 8 * node)], bytes: 20e6 }), rails: [0],
};

describe('contention', () => {
  it('starves a ring of one flow next to an all-to-all of many, unless it has a queue or planes of its own', () => {
    const [ep, ring] = contention(fabric, [dispatch, gradients]);
    expect(ring!.sharedSeconds).toBeGreaterThan(5 * ring!.aloneSeconds);
    expect(ring!.queuedSeconds).toBeLessThan(2.01 * ring!.aloneSeconds);
    expect(ring!.separatedSeconds).toBeLessThan(1.01 * ring!.aloneSeconds);
    // Nothing is free: the bytes of both still cross the busiest NIC.
    expect(ep!.sharedSeconds).toBeGreaterThan(ep!.aloneSeconds);
    expect(Math.max(ep!.queuedSeconds, ring!.queuedSeconds)).toBeCloseTo(Math.max(ep!.sharedSeconds, ring!.sharedSeconds), 6);
    expect(ep!.separatedSeconds! / ep!.aloneSeconds).toBeCloseTo(8 / 7, 2);
  });

  it('leaves kinds that share no link alone', () => {
    const other: TrafficKind = { ...gradients, add: (traffic) => addRings(traffic, 'reduce-scatter', { groups: [range(20, 8).map((node) => 8 * node)], bytes: 20e6 }) };
    const times = contention(fabric, [dispatch, other]);
    for (const kind of times) for (const seconds of [kind.sharedSeconds, kind.queuedSeconds]) expect(seconds / kind.aloneSeconds).toBeCloseTo(1, 9);
  });

  it('lets checkpoint writes and RDMA meet on a GPU\'s PCIe link only', () => {
    const checkpoint: TrafficKind = { name: 'checkpoint', add: (traffic) => { for (const gpu of range(0, 64)) traffic.store(gpu, 50e6, 'write'); } };
    const [ep, writes] = contention(fabric, [dispatch, checkpoint]);
    expect(ep!.sharedSeconds / ep!.aloneSeconds).toBeCloseTo(1, 6);
    expect(writes!.sharedSeconds / writes!.aloneSeconds).toBeCloseTo(1, 6);
  });
});
