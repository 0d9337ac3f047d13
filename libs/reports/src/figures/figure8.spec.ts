import { CLUSTERS, ecmpPermutation, figure8 as computed, plannedOverEcmp } from '@railyard/cluster';
import { rowVerdict } from '../report.js';
import { figure8 } from './index.js';

const points = computed(CLUSTERS['h800-2048-roce']!, 2);

const mrft = CLUSTERS['h800-2048-mrft']!;
const permutation = new Map([[1, ecmpPermutation(mrft, 50)], [64, ecmpPermutation(mrft, 20, 64)], [256, ecmpPermutation(mrft, 3, 256)]]);

const roce = CLUSTERS['h800-2048-roce']!;
const planned = plannedOverEcmp({ ...roce, nodes: 8, topology: { kind: 'fat-tree', layers: 2, switchPorts: 32 } }, [1, 8, 32], 20);

describe('figure 8', () => {
  const report = figure8(points, permutation, planned);

  it('holds the text: ECMP worst for both collectives at every TP size', () => {
    expect(report.withinTolerance).toBe(true);
    for (const size of [2, 4, 8, 16]) for (const operation of ['all-gather', 'reduce-scatter']) {
      const rate = (policy: string): number => report.rows.find((row) => row.case === `TP${size}` && row.name === `${operation}, ${policy}`)!.twin;
      expect(rate('ecmp')).toBeLessThan(rate('static'));
      expect(rate('ecmp')).toBeLessThan(rate('adaptive'));
    }
  });

  it('is within 10 % of packet level and of another flow-level model, under ECMP and sprayed', () => {
    const rows = report.rows.filter(({ name }) => name.startsWith('permutation'));
    expect(rows.map((row) => [row.paper, row.kind, row.tolerancePct, rowVerdict(row)])).toEqual([
      [2.11, 'predicted', 10, 'within'], [6, 'predicted', 10, 'within'], [5.17, 'predicted', 10, 'within'], [0.64, 'predicted', 10, 'within'],
      [1.448, 'predicted', 10, 'within'], [1.325, 'predicted', 10, 'within'], [null, 'predicted', null, 'not judged'],
    ]);
    expect(rows.at(-1)!.twin).toBeLessThan(rows.at(-2)!.twin);
  });

  it('does not pass when no hash is like the packet-level one', () => {
    const unlike = new Map([...permutation, [1, permutation.get(1)!.map((draw) => ({ ...draw, meeting: 9 }))]] as const);
    expect(figure8(points, unlike, planned).withinTolerance).toBe(false);
  });

  it('shows what more flows a NIC are worth, a vendor\'s figure among them', () => {
    const rows = report.rows.filter(({ name }) => name.startsWith('ring all-reduce'));
    expect(rows.map((row) => [row.paper, row.tolerancePct])).toEqual([[null, null], [22.76, null], [null, null]]);
    const [one, eight, many] = rows.map((row) => row.twin);
    expect(one!).toBeGreaterThan(eight!);
    expect(eight!).toBeGreaterThan(many!);
  });

  it('fails when ECMP is not the worst', () => {
    const lucky = points.map((point) => (point.series === 'all-gather ecmp' && point.gpus === 4 ? { ...point, value: 60 } : point));
    expect(figure8(lucky, permutation, planned).withinTolerance).toBe(false);
  });
});
