import { CLUSTERS } from '../presets/index.js';
import { runBenchmark } from './benchmark.js';
import { COLLECTIVES } from './named-collective.js';
import { type BenchmarkRequest } from './request.js';

const base: BenchmarkRequest = {
  cluster: CLUSTERS['h800-2048-mpft'],
  collective: 'all-to-all',
  gpus: 64,
  bytes: 2 ** 30,
};

describe('a collective under flaps', () => {
  const flap = ['node:0/nic:2@0.01+3'];

  it.each(COLLECTIVES)('%s takes as long as without when nothing fails before it is done', (collective) => {
    const request = { ...base, collective, gpus: 16, bytes: 2 ** 26, flap: ['node:0/nic:2@60+3'] };
    const { timeUs, flapped } = runBenchmark(request);
    expect(flapped).toMatchObject({ longestStallUs: 0, delayed: 0 });
    expect(flapped!.timeUs / timeUs).toBeCloseTo(1, 9);
  });

  it('waits for the link, unless traffic takes another way: then it stands still for that long', () => {
    const request = { ...base, collective: 'send-receive', bytes: 2 ** 32, flap } as const;
    const [calm, waits, leaves] = [{ ...request, flap: [] }, request, { ...request, reroute: 0.5 }].map(
      (one) => runBenchmark(one),
    );
    expect(calm!.flapped!.timeUs).toBeCloseTo(calm!.timeUs, 3);
    expect(waits!.flapped!.timeUs).toBeCloseTo(calm!.timeUs + 3e6, 3);
    expect(waits!.flapped!.longestStallUs).toBeCloseTo(3e6, 3);
    expect(leaves!.flapped!.longestStallUs).toBeCloseTo(0.5e6, 3);
    expect(leaves!.flapped!.timeUs).toBeGreaterThan(0.51e6);
    expect(leaves!.flapped!.timeUs).toBeLessThan(waits!.flapped!.timeUs);
    expect(leaves!.flapped!.delayed).toBeGreaterThan(0);
    expect(leaves!.timeUs).toBe(calm!.timeUs);
  });

  it('hold a ring or a tree as a whole, however near its end and whatever slack the NIC has', () => {
    for (const [collective, at] of [
      ['all-gather', 0.002],
      ['all-gather', 0.003],
      ['all-gather', 0.0055],
      ['all-reduce', 0.01],
    ] as const) {
      const request = { ...base, collective, flap: [`node:0/nic:2@${at}+3`] };
      const [waits, leaves] = [request, { ...request, reroute: 0.5 }].map((one) => runBenchmark(one));
      const { flapped, timeUs } = waits!;
      expect(flapped!.longestStallUs).toBeCloseTo(3e6, 3);
      // Held for three seconds, it has less left than the whole when the link is back.
      expect(flapped!.timeUs).toBeGreaterThan(3e6 + at * 1e6);
      expect(flapped!.timeUs).toBeLessThanOrEqual(3e6 + timeUs);
      // The rings, or the channels of trees, that leave and enter the node by that NIC; all others go on.
      expect(flapped!.delayed).toBe(2);
      expect(flapped!.transfers).toBe(collective === 'all-gather' ? 8 : 16);
      expect(leaves!.flapped!.longestStallUs).toBeCloseTo(0.5e6, 3);
      expect(leaves!.flapped!.timeUs).toBeGreaterThan(0.5e6 + at * 1e6);
      expect(leaves!.flapped!.timeUs).toBeLessThan(0.5e6 + 2 * timeUs);
    }
  });

  it('a ring of 1,024 GPUs is held by one NIC for as long as that is down', () => {
    const request = {
      ...base,
      collective: 'all-reduce',
      algorithm: 'ring',
      gpus: 1024,
      flap: ['node:0/nic:2@0.001+0.5'],
    } as const;
    const { flapped, timeUs } = runBenchmark(request);
    expect(flapped!.longestStallUs).toBeCloseTo(0.5e6, 3);
    expect(flapped!.timeUs).toBeGreaterThan(0.5e6);
    expect(flapped!.timeUs).toBeLessThanOrEqual(0.5e6 + timeUs);
  });

  it('an all-to-all of 1,024 GPUs has as many late messages as one NIC carries, in a second or so', () => {
    const { flapped, timeUs } = runBenchmark({ ...base, gpus: 1024, flap, reroute: 0.5 });
    // Those of the NIC's rail, to and from the other 127 nodes, 8 for each.
    expect(flapped).toMatchObject({ transfers: 1024 * 1023, delayed: 2 * 127 * 8 });
    expect(flapped!.longestStallUs).toBeCloseTo(0.5e6, 3);
    expect(flapped!.timeUs).toBeGreaterThan(0.51e6);
    expect(flapped!.timeUs).toBeLessThan(0.51e6 + timeUs);
  });
});
