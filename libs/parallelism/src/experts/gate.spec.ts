/** The gate: its choice against a naive one, its statistics against closed forms and published figures. */
import { RandomStream } from '@railyard/base';
import { type MoeSpec } from '../model/index.js';
import { gateStatistics } from './index.js';

const v3: MoeSpec = {
  routedExperts: 256,
  sharedExperts: 1,
  topK: 8,
  expertHidden: 2048,
  groups: 8,
  topGroups: 4,
  denseLayers: 3,
};

describe('the experts of a token', () => {
  /** As the report words it: groups by the sum of their two best, then the best experts of those. */
  function naive({ topK, groups, topGroups }: MoeSpec, scores: readonly number[]): number[] {
    const size = scores.length / groups;
    const groupOf = (expert: number) => Math.floor(expert / size);
    const score = (group: number): number => {
      const [best, second = 0] = scores.slice(group * size, (group + 1) * size).sort((a, b) => b - a);
      return best! + second;
    };
    const kept = new Set(
      Array.from({ length: groups }, (_, group) => group)
        .sort((a, b) => score(b) - score(a))
        .slice(0, topGroups),
    );
    return scores
      .map((_, expert) => expert)
      .filter((expert) => kept.has(groupOf(expert)))
      .sort((a, b) => scores[b]! - scores[a]!)
      .slice(0, topK);
  }

  it('reach as many nodes and GPUs as those of tokens drawn one by one', () => {
    const gates = [
      { ...v3, routedExperts: 64, groups: 8, topGroups: 3, topK: 6 },
      { ...v3, routedExperts: 32, groups: 4, topGroups: 2, topK: 5 },
      { ...v3, routedExperts: 12, groups: 6, topGroups: 3, topK: 4 },
      { ...v3, routedExperts: 8, groups: 8, topGroups: 5, topK: 3 },
    ];
    const layouts = [
      [4, 1],
      [4, 2],
      [4, 4],
    ] as const;
    const stream = new RandomStream(1, 'gate.spec');
    for (const gate of gates) {
      const experts = gate.routedExperts;
      const tokens = Array.from({ length: 20_000 }, () =>
        naive(
          gate,
          Array.from({ length: experts }, () => 1 / (1 + Math.exp(-stream.normal()))),
        ),
      );
      for (const [gpus, perNode] of layouts) {
        const mean = (places: number): number =>
          tokens.reduce(
            (sum, chosen) => sum + new Set(chosen.map((e) => Math.floor((e * places) / experts))).size,
            0,
          ) / tokens.length;
        const { nodesPerToken, gpusPerToken } = gateStatistics(gate, gpus, perNode);
        expect(Math.abs(nodesPerToken / mean(gpus / perNode) - 1)).toBeLessThan(0.008);
        expect(Math.abs(gpusPerToken / mean(gpus) - 1)).toBeLessThan(0.008);
      }
    }
  });
});

describe('gateStatistics', () => {
  it('gives 3.965 nodes and 7.488 GPUs a token for DeepSeek-V3 on 64 GPUs of 8 nodes', () => {
    const { nodesPerToken, gpusPerToken } = gateStatistics(v3, 64, 8);
    // Of a million tokens drawn in full.
    expect(Math.abs(nodesPerToken / 3.9646 - 1)).toBeLessThan(0.0015);
    expect(Math.abs(gpusPerToken / 7.488 - 1)).toBeLessThan(0.0003);
  });

  /**
   * Of `places`, how many hold one of k different experts drawn from all: 1 - C(E - E/n, k) / C(E, k) each.
   */
  const hypergeometric = (experts: number, topK: number, places: number): number => {
    let missed = 1;
    for (let drawn = 0; drawn < topK; drawn += 1)
      missed *= (experts - experts / places - drawn) / (experts - drawn);
    return places * (1 - missed);
  };

  it.each([
    [256, 8, 64, 8],
    [256, 8, 128, 8],
    [64, 6, 16, 4],
    [160, 6, 8, 4],
  ])(
    'without a limit draws %i experts, %i a token, over %i GPUs as from an urn',
    (experts, topK, gpus, perNode) => {
      const free = { ...v3, routedExperts: experts, topK, groups: 1, topGroups: 1 };
      const { nodesPerToken, gpusPerToken } = gateStatistics(free, gpus, perNode);
      expect(Math.abs(nodesPerToken / hypergeometric(experts, topK, gpus / perNode) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(gpusPerToken / hypergeometric(experts, topK, gpus) - 1)).toBeLessThan(1e-12);
    },
  );

  it('meets as many nodes as groups where each group is a node and a token takes all of it', () => {
    const whole = { ...v3, routedExperts: 32, groups: 8, topGroups: 3, topK: 12 };
    expect(gateStatistics(whole, 32, 4)).toEqual({ nodesPerToken: 3, gpusPerToken: 12 });
    expect(gateStatistics({ ...whole, topK: 1 }, 32, 4)).toEqual({ nodesPerToken: 1, gpusPerToken: 1 });
  });

  it('counts the nodes of whole groups in closed form', () => {
    // A token takes all experts of 2 of 8 groups; nodes hold 2 groups each, so it misses C(6, 2) of C(8, 2).
    const gate = { ...v3, routedExperts: 32, topK: 8, topGroups: 2 };
    expect(gateStatistics(gate, 32, 8).nodesPerToken).toBeCloseTo(4 * (1 - 15 / 28), 12);
  });

  it('meets more nodes the more groups it may use, never more than those', () => {
    const nodes = [1, 2, 4, 8].map((topGroups) => gateStatistics({ ...v3, topGroups }, 64, 8).nodesPerToken);
    nodes.forEach((mean, i) => expect(mean).toBeLessThanOrEqual([1, 2, 4, 8][i]!));
    expect([...nodes].sort((a, b) => a - b)).toEqual(nodes);
    expect(new Set(nodes).size).toBe(4);
    expect(gateStatistics(v3, 8, 8).nodesPerToken).toBe(1);
  });

  it('prefers groups for their two best experts: a token reaches most of those that it may use', () => {
    // A group is kept for its two best experts, so hardly any kept group goes without one of the eight.
    const { nodesPerToken } = gateStatistics(v3, 64, 8);
    expect(nodesPerToken).toBeGreaterThan(3.9);
  });

  it('keeps what it has drawn for a gate and a layout, and draws another for each', () => {
    const first = gateStatistics(v3, 64, 8);
    expect(gateStatistics({ ...v3 }, 64, 8)).toBe(first);
    for (const other of [
      gateStatistics({ ...v3, topK: 6 }, 64, 8),
      gateStatistics({ ...v3, groups: 4 }, 64, 8),
      gateStatistics(v3, 32, 8),
      gateStatistics(v3, 64, 4),
    ])
      expect(other).not.toEqual(first);
  });

  it('refuses experts that do not divide among groups and GPUs', () => {
    expect(() => gateStatistics({ ...v3, groups: 3 }, 64, 8)).toThrow('experts must divide');
    expect(() => gateStatistics(v3, 48, 8)).toThrow('experts must divide');
  });
});
