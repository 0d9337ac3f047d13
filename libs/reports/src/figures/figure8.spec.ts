import {
  CLUSTERS,
  ecmpPermutation,
  figure8 as computed,
  hashImbalance,
  nicUtilisation,
  plannedOverEcmp,
} from '@railyard/cluster';
import { rowVerdict } from '../report.js';
import { type EcmpEvidence } from './ecmp-rows.js';
import { figure8 } from './index.js';

const points = computed(CLUSTERS['h800-2048-roce']!, 2);

const mrft = CLUSTERS['h800-2048-mrft']!;
const permutation = new Map([
  [1, ecmpPermutation(mrft, 50)],
  [64, ecmpPermutation(mrft, 20, 64)],
  [256, ecmpPermutation(mrft, 3, 256)],
]);

const GIB = 2 ** 30;
const leaves = (nodes: number, uplinks: number) => ({
  ...CLUSTERS['h100-1024-roce']!,
  nodes,
  topology: { kind: 'fat-tree', layers: 2, switchPorts: 16 + uplinks, leafDownlinks: 16 } as const,
});
const evidence: EcmpEvidence = {
  imbalance: hashImbalance(1000, 16, 50),
  planned: plannedOverEcmp(leaves(8, 64), { flowsPerNic: [2, 4, 8], bytes: [GIB, 16 * GIB], seeds: 50 }),
  racks: new Map(
    [16, 32].map(
      (uplinks) =>
        [
          uplinks,
          plannedOverEcmp(leaves(16, uplinks), { flowsPerNic: [2, 32], bytes: [16 * GIB], seeds: 10 }),
        ] as const,
    ),
  ),
  utilisation: [2, 8].map((flows) => nicUtilisation(leaves(8, 16), flows, 10)),
};

describe('figure 8', () => {
  const report = figure8(points, permutation, evidence);

  it('holds the text: ECMP worst for both collectives at every TP size', () => {
    expect(report.withinTolerance).toBe(true);
    for (const size of [2, 4, 8, 16])
      for (const operation of ['all-gather', 'reduce-scatter']) {
        const rate = (policy: string): number =>
          report.rows.find((row) => row.case === `TP${size}` && row.name === `${operation}, ${policy}`)!.twin;
        expect(rate('ecmp')).toBeLessThan(rate('static'));
        expect(rate('ecmp')).toBeLessThan(rate('adaptive'));
      }
  });

  it('is within 10 % of packet level and of another flow-level model, under ECMP and sprayed', () => {
    const rows = report.rows.filter(({ name }) => name.startsWith('permutation'));
    expect(rows.map((row) => [row.paper, row.kind, row.tolerancePct, rowVerdict(row)])).toEqual([
      [2.11, 'predicted', 10, 'within'],
      [6, 'predicted', 10, 'within'],
      [5.17, 'predicted', 10, 'within'],
      [0.64, 'predicted', 10, 'within'],
      [1.448, 'predicted', 10, 'within'],
      [1.325, 'predicted', 10, 'within'],
      [null, 'predicted', null, 'not judged'],
    ]);
    expect(rows.at(-1)!.twin).toBeLessThan(rows.at(-2)!.twin);
  });

  it('does not pass when no hash is like the packet-level one', () => {
    const unlike = new Map([
      ...permutation,
      [1, permutation.get(1)!.map((draw) => ({ ...draw, meeting: 9 }))],
    ] as const);
    expect(figure8(points, unlike, evidence).withinTolerance).toBe(false);
  });

  it("is within 10 % of an operator's simulation of hashed flows, and fails with a hash that is not", () => {
    const [row] = report.rows.filter(({ name }) => name.startsWith('hashed flows'));
    expect([row!.paper, row!.tolerancePct, rowVerdict(row!)]).toEqual([1.2, 10, 'within']);
    expect(figure8(points, permutation, { ...evidence, imbalance: [1.5, 1.6] }).withinTolerance).toBe(false);
  });

  it("shows a vendor's gains alongside NCCL's default flows, and what more flows are worth", () => {
    const rows = report.rows.filter(({ name }) => name.endsWith('planned paths over ECMP'));
    expect(rows.map((row) => [row.case.slice('64 GPUs, '.length), row.paper, rowVerdict(row)])).toEqual([
      ['2 flows a NIC, 1 GiB', 11.29, 'not judged'],
      ['2 flows a NIC, 16 GiB', 22.76, 'not judged'],
      ...[4, 8].flatMap((flows) =>
        [1, 16].map((gib) => [`${flows} flows a NIC, ${gib} GiB`, null, 'not judged']),
      ),
    ]);
    const [, few, , four, , many] = rows.map((row) => row.twin);
    expect(few!).toBeGreaterThan(four!);
    expect(four!).toBeGreaterThan(many!);
    expect(rows.filter(({ note }) => note !== '').map(({ note }) => note)).toEqual([
      expect.stringMatching(/by hash: \d+ to \d+ % with 2, \d+ to \d+ % with 4, .* Not judged\./),
    ]);
  });

  it('shows queue pairs and utilisation without a verdict', () => {
    const rows = report.rows.filter(
      ({ name }) => name.includes('queue pairs') || name.startsWith('line rate'),
    );
    expect(rows.map((row) => [row.case, row.paper, rowVerdict(row)])).toEqual([
      ['128 GPUs, 16 uplinks a rack', 40, 'not judged'],
      ['128 GPUs, 32 uplinks a rack', 40, 'not judged'],
      ['64 NICs', 97, 'not judged'],
      ['64 NICs, 2 flows a NIC', 84.5, 'not judged'],
      ['64 NICs, 8 flows a NIC', null, 'not judged'],
    ]);
    expect(rows[0]!.twin).toBeGreaterThan(rows[1]!.twin);
    expect(rows[2]!.twin).toBeCloseTo(97, 9);
  });

  it('fails when ECMP is not the worst', () => {
    const lucky = points.map((point) =>
      point.series === 'all-gather ecmp' && point.gpus === 4 ? { ...point, value: 60 } : point,
    );
    expect(figure8(lucky, permutation, evidence).withinTolerance).toBe(false);
  });
});
