import { CLUSTERS, Fabric, Traffic, addSends, figure8 as computed, simulateFlows } from '@railyard/cluster';
import { rowVerdict } from '../report.js';
import { figure8 } from './index.js';

const points = computed(CLUSTERS['h800-2048-roce']!, 2);

function permutation(): { mean: number; last: number; seeds: number } {
  const fabric = new Fabric(CLUSTERS['h800-2048-mrft']!, { routing: 'ecmp', seed: 0 });
  const pairs = Array.from({ length: 2048 }, (_, gpu) => [gpu, (gpu + 1024) % 2048] as const);
  const { finish, makespan } = simulateFlows(addSends(new Traffic(fabric), { pairs, bytes: 2e6 }).build().flows);
  const empty = 2e6 / fabric.nicRate;
  return { mean: finish.reduce((sum, end) => sum + end / empty, 0) / finish.length, last: makespan / empty, seeds: 1 };
}

describe('figure 8', () => {
  const report = figure8(points, permutation());

  it('holds the text: ECMP worst for both collectives at every TP size', () => {
    expect(report.withinTolerance).toBe(true);
    for (const size of [2, 4, 8, 16]) for (const operation of ['all-gather', 'reduce-scatter']) {
      const rate = (policy: string): number => report.rows.find((row) => row.case === `TP${size}` && row.name === `${operation}, ${policy}`)!.twin;
      expect(rate('ecmp')).toBeLessThan(rate('static'));
      expect(rate('ecmp')).toBeLessThan(rate('adaptive'));
    }
  });

  it('is within 10 % of the packet-level permutation', () => {
    expect(report.rows[0]).toMatchObject({ paper: 2.11, kind: 'predicted', tolerancePct: 10 });
    expect(rowVerdict(report.rows[0]!)).toBe('within');
  });

  it('fails when ECMP is not the worst', () => {
    const lucky = points.map((point) => (point.series === 'all-gather ecmp' && point.gpus === 4 ? { ...point, value: 60 } : point));
    expect(figure8(lucky, permutation()).withinTolerance).toBe(false);
  });
});
