import { CLUSTERS } from '../presets/index.js';
import { plannedOverEcmp } from './ecmp-all-reduce.js';
import { hashImbalance } from './ecmp-imbalance.js';
import { nicUtilisation } from './ecmp-utilisation.js';

const GIB = 2 ** 30;
/** Leaves of two nodes. */
const leaves = (nodes: number, uplinks: number) => ({
  ...CLUSTERS['h100-1024-roce'],
  nodes,
  topology: { kind: 'fat-tree', layers: 2, switchPorts: 16 + uplinks, leafDownlinks: 16 } as const,
});
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('hashImbalance', () => {
  it('counts what it hashed: on one link all flows, with one flow a link of its own', () => {
    expect(hashImbalance(100, 1, 2)).toEqual([1, 1]);
    expect(hashImbalance(1, 8, 2)).toEqual([8, 8]);
  });

  it.each([
    [16, 4],
    [1000, 16],
  ])('%i flows on %i links are balls in bins', (flows, links) => {
    // The same by another generator: a linear congruential one, 32 bits (Numerical Recipes).
    let state = 1;
    const draws = Array.from({ length: 2000 }, () => {
      const count = new Array<number>(links).fill(0);
      for (let i = 0; i < flows; i += 1) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        count[Math.floor((state / 2 ** 32) * links)] += 1;
      }
      return Math.max(...count) / (flows / links);
    });
    expect(Math.abs(mean(hashImbalance(flows, links, 2000)) / mean(draws) - 1)).toBeLessThan(0.01);
  });

  it('evens out with more flows', () =>
    expect(mean(hashImbalance(10_000, 16, 50))).toBeLessThan(mean(hashImbalance(1000, 16, 50))));
});

describe('plannedOverEcmp', () => {
  const gains = plannedOverEcmp(leaves(8, 16), { flowsPerNic: [2, 32], bytes: [GIB, 16 * GIB], seeds: 10 });

  it('slows a ring by whole flows of the fullest link, and less where latency counts', () => {
    const [small, large] = gains;
    for (const share of [large!.least, large!.most]) {
      // The hop's slowdown is k/2; the ring's lacks what start and steps take of 89 ms.
      expect(Math.round(2 * share) / 2 - share).toBeGreaterThan(0);
      expect(Math.round(2 * share) / 2 - share).toBeLessThan(0.025);
    }
    expect(small!.gain).toBeLessThan(large!.gain);
    expect(small!.gain / large!.gain).toBeCloseTo(small!.most / large!.most, 12);
  });

  it('loses next to nothing with many flows', () => {
    expect(gains[3].gain).toBeLessThan(0.02);
    expect(gains[3].least).toBeGreaterThanOrEqual(0);
  });

  it('finds nothing to plan under one switch, and refuses a ring that NVLink bounds', () => {
    expect(plannedOverEcmp(leaves(2, 16), { flowsPerNic: [1], bytes: [GIB], seeds: 3 })[0]).toMatchObject({
      gain: 0,
      least: 0,
      most: 0,
    });
    expect(() =>
      plannedOverEcmp(
        { ...leaves(8, 16), device: CLUSTERS['h800-2048-roce'].device },
        { flowsPerNic: [1], bytes: [GIB], seeds: 1 },
      ),
    ).toThrow('NICs bound the ring');
  });
});

describe('nicUtilisation', () => {
  it("is the NIC's own efficiency when balanced, and rises with the flows under ECMP", () => {
    const [few, many] = [2, 16].map((flows) => nicUtilisation(leaves(8, 16), flows, 5));
    expect(few!.balanced).toBeCloseTo(CLUSTERS['h100-1024-roce'].nic.efficiency, 12);
    expect(few!.ecmp).toBeLessThan(many!.ecmp);
    expect(many!.ecmp).toBeLessThan(many!.balanced);
  });

  it(
    'with one flow a NIC lies between the links that the first hash leaves idle and those that two ' + 'do',
    () => {
      // 16 flows on the 16 uplinks of a leaf, then again on the 16 links down to the other leaf.
      const hit = 1 - (15 / 16) ** 16;
      const { ecmp, balanced } = nicUtilisation(leaves(8, 16), 1, 100);
      expect(ecmp).toBeLessThan(balanced * hit);
      expect(ecmp).toBeGreaterThan(balanced * hit ** 2);
    },
  );
});
