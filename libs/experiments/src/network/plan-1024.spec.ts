import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseText } from '../documents/index.js';
import { checkedFabricComparison, compareFabrics } from './compare-fabrics.js';
import { checkedNetwork } from './checked-network.js';
import { checkedNetworkCost, runNetworkCost } from './network-cost.js';
import { runNetwork } from './run-network.js';

// The lines of docs/tutorials.md that a closed form gives; several simulate 1,024 GPUs on a machine that
// may be busy.
jest.setTimeout(60_000);

const example = (name: string) =>
  parseText(readFileSync(join(__dirname, '../../../../examples', `${name}.yaml`), 'utf8'));
const cluster = example('plan-1024');
const prices = example('parts');
const run = (request: object) => runNetwork(checkedNetwork({ cluster, gpus: 1024, ...request }));

const NIC = 48.5e9;
const NVLINK = 160e9;
const GIB = 2 ** 30;
const transferUs = ({ timeUs, latencyUs }: { timeUs: number; latencyUs: number }) => timeUs - latencyUs;

describe('the plan of 1,024 GPUs', () => {
  it('has four blocks of 32 nodes on 8 leaves each, 16 uplinks a leaf, on 8 spines', () => {
    const cost = runNetworkCost(checkedNetworkCost({ cluster, prices }));
    expect(cost.tiers.map(({ tier, switches, usedPorts }) => [tier, switches, usedPorts])).toEqual([
      ['leaf', 4 * 8, [32 + 16, 32 + 16]],
      ['spine', (32 * 16) / 64, [64, 64]],
    ]);
    expect(cost.tiers[0]!.oversubscription).toBe(32 / 16);
    expect(cost.bisectionGBps).toBe((32 * 16 * 50) / 2);
    const [toNic, up] = [2 * 400 + 20 + 10 + 30, 2 * 400 + 20 + 30 + 30];
    expect(cost.costUSD).toBe(40 * 30_000 + 1024 * (1500 + toNic) + 512 * up + 4000);
    const watts = 40 * 1000 + 1024 * (20 + 16) + 512 * 16;
    expect(cost.power!.kilowatts).toBe(watts / 1000);
    expect(cost.power!.energyUSD).toBeCloseTo(((watts * 8766 * 4) / 1000) * 0.1 * 1.3, 6);
  });

  it('does an all-reduce at the rate of NVLink, by any routing, and 8/7 slower without a leaf', () => {
    const alone = (2 * (7 / 8) * GIB * 1e6) / NVLINK;
    const request = { collective: 'all-reduce', bytes: GIB };
    expect(transferUs(run(request)) / alone).toBeCloseTo(1, 9);
    expect(transferUs(run({ ...request, routing: 'ecmp' })) / alone).toBeCloseTo(1, 9);
    expect(transferUs(run({ ...request, fail: ['leaf:0'] })) / alone).toBeCloseTo(8 / 7, 9);
  });

  it('sends across spines at half the rate of a NIC, at 7/16 without a leaf, by hash at a whole part', () => {
    const alone = (1e9 * 1e6) / NIC;
    const request = { collective: 'send-receive', bytes: 1e9 };
    expect(transferUs(run(request)) / alone).toBeCloseTo(2, 9);
    expect(transferUs(run({ ...request, fail: ['leaf:0'] })) / alone).toBeCloseTo((2 * 8) / 7, 9);
    const hashed = transferUs(run({ ...request, routing: 'ecmp' })) / alone;
    expect(hashed).toBeCloseTo(6, 9);
  });

  it('does an all-to-all at the rate of uplinks: 8/7 without a leaf, by hash at the fullest', () => {
    // 32 nodes x 8 GPUs send to the 96 nodes of other blocks, on each of 8 rails over 16 uplinks.
    const perUplink = (32 * 8 * 96 * (GIB / 1024)) / 16;
    const alone = (perUplink * 1e6) / NIC;
    const request = { collective: 'all-to-all', bytes: GIB };
    expect(transferUs(run(request)) / alone).toBeCloseTo(1, 6);
    expect(transferUs(run({ ...request, fail: ['leaf:0'] })) / alone).toBeCloseTo(8 / 7, 6);
    const hashed = run({ ...request, routing: 'ecmp' });
    expect(transferUs(hashed)).toBeCloseTo((hashed.links[0]!.bytes * 1e6) / NIC, 3);
    expect(hashed.links[0]!.bytes).toBeGreaterThan(perUplink);
  });

  it('has a band over hashes that is the largest of 1,024 binomial numbers', () => {
    // 32 NICs of a leaf meet 96 nodes of other blocks, 8 messages a pair, on one of 16 links each way.
    const pairs = 32 * 96;
    const links = 2 * 32 * 16;
    const pairUs = (8 * (GIB / 1024) * 1e6) / NIC;
    const quantile = (share: number): number => {
      let chance = Math.exp(pairs * Math.log(15 / 16));
      let below = chance;
      let count = 0;
      for (; below ** links < share; count += 1) {
        chance *= (pairs - count) / (count + 1) / 15;
        below += chance;
      }
      return count;
    };
    const { band, latencyUs } = run({
      collective: 'all-to-all',
      bytes: GIB,
      routing: 'ecmp',
      seeds: 1000,
    });
    const counts = [band!.lowUs, band!.medianUs, band!.highUs].map((us) => (us - latencyUs) / pairUs);
    [0.05, 0.5, 0.95].forEach((share, i) => {
      expect(counts[i]! - Math.round(counts[i]!)).toBeCloseTo(0, 2);
      expect(Math.abs(counts[i]! - quantile(share))).toBeLessThan(1.1);
    });
  });

  it('is held by a flap for as long as traffic is not moved', () => {
    const { flapped } = run({
      collective: 'all-reduce',
      bytes: GIB,
      flap: ['node:0/nic:2@0.002+1'],
      reroute: 0.5,
    });
    expect(flapped).toMatchObject({ delayed: 2, transfers: 16, longestStallUs: 500_000 });
    // What is left of two channels, after the others have gone: no later than at their own rate.
    const alone = (2 * (7 / 8) * GIB * 1e6) / NVLINK;
    expect(flapped!.timeUs).toBeGreaterThan(502_000);
    expect(flapped!.timeUs).toBeLessThan(502_000 + alone - 2000 + 300);
  });

  it('fails and costs as its parts do, alongside other fabrics', () => {
    const names = ['plan-1024', 'plan-1024-mpft', 'plan-1024-mrft', 'plan-1024-ft3'];
    const { fabrics } = compareFabrics(checkedFabricComparison({ clusters: names.map(example), prices }));
    const parts = [
      [40, 512],
      [48, 1024],
      [48, 1024],
      // 32 leaves, 4 pods of 32 spines, 32 groups of cores; each leaf 32 cables up, each spine 8.
      [32 + 128 + 32, 1024 + 1024],
    ];
    fabrics.forEach(({ switches, links, failuresPerYear: lost }, at) => {
      expect([switches, links]).toEqual(parts[at]);
      expect(lost.hostLinks + lost.fabricLinks).toBeCloseTo((1024 + links) * 0.00057 * 12, 9);
      expect(lost.switches).toBeCloseTo(switches * 0.00051 * 12, 9);
      expect(lost.flaps).toBeCloseTo(1024 * 0.179, 9);
    });
  });
});
