import { CLUSTERS, figure6 as computed } from '@railyard/cluster';
import { figure6 } from './index.js';
import { sizeName } from './parity.js';

const points = computed({ MPFT: CLUSTERS['h800-2048-mpft']!, MRFT: CLUSTERS['h800-2048-mrft']! });

describe('figure 6', () => {
  const report = figure6(points);

  it('holds the text: no difference of latency worth naming', () => {
    expect(report.rows[0]).toMatchObject({ paper: 1, tolerancePct: 1 });
    expect(Math.abs(report.rows[0]!.errorPct!)).toBeLessThan(1);
    expect(report.withinTolerance).toBe(true);
  });

  it('compares no value that was never printed', () => {
    for (const row of report.rows.slice(1))
      expect([row.paper, row.errorPct, row.kind]).toEqual([null, null, 'predicted']);
    const mpft = report.rows.filter((row) => row.case === 'MPFT').map((row) => row.twin);
    for (let i = 1; i < mpft.length; i += 1) expect(mpft[i]).toBeGreaterThan(mpft[i - 1]!);
  });

  it('fails when one size differs', () => {
    expect(
      figure6(
        points.map((point) =>
          point.series === 'MRFT' && point.bytes === 64 ? { ...point, value: point.value + 1 } : point,
        ),
      ).withinTolerance,
    ).toBe(false);
  });

  it('names sizes', () => {
    expect([64, 1024, 8 * 1024 ** 2, 16 * 1024 ** 3].map(sizeName)).toEqual([
      '64 B',
      '1 KiB',
      '8 MiB',
      '16 GiB',
    ]);
  });
});
