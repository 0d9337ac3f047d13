import { CLUSTERS, type FigurePoint, Fabric, allToAll, figure5 as computed } from '@railyard/cluster';
import { rowVerdict } from '../report.js';
import { figure5 } from './index.js';

const networks = { MPFT: CLUSTERS['h800-2048-mpft']!, MRFT: CLUSTERS['h800-2048-mrft']! };
const points = computed(networks);
const without = Object.entries(networks).map(([name, spec]) => {
  const bytes = 2 ** 34;
  const { busbwGBps, seconds } = allToAll(new Fabric(spec, { pxn: false }), {
    groups: [Array.from({ length: 64 }, (_, gpu) => gpu)],
    bytes,
  });
  return { series: `${name} without PXN`, gpus: 64, bytes, busbwGBps, timeUs: seconds * 1e6 };
});
const report = figure5(points, without);

describe('figure 5', () => {
  it('holds the text: MPFT and MRFT within 1 %', () => {
    const [parity] = report.rows.filter((row) => row.name.startsWith('MRFT / MPFT'));
    expect(parity).toMatchObject({ paper: 1, kind: 'predicted', tolerancePct: 1 });
    expect(rowVerdict(parity!)).toBe('within');
  });

  it('comes within 10 % of the ceilings and of the one measured point, and never above a ceiling', () => {
    const judged = report.rows.filter((row) => row.paper !== null && row.unit === 'GB/s');
    expect(judged).toHaveLength(8);
    for (const row of judged) expect(rowVerdict(row)).toBe('within');
    for (const row of judged.filter(({ kind }) => kind === 'predicted'))
      expect(row.twin).toBeLessThanOrEqual(row.paper!);
    expect(judged.filter(({ kind }) => kind === 'fitted').map((row) => row.paper)).toEqual([24.44, 24.44]);
    expect(report.withinTolerance).toBe(true);
  });

  it('shows what happens without PXN', () => {
    expect(report.rows.filter((row) => row.case.endsWith('without PXN')).map((row) => row.unit)).toEqual([
      'GB/s',
      'us',
      'GB/s',
      'us',
    ]);
    for (const row of report.rows.filter(
      ({ case: on, unit }) => on.endsWith('without PXN') && unit === 'GB/s',
    ))
      expect(row.twin).toBeGreaterThan(50);
  });

  it('fails when the networks differ, or a ceiling is missed', () => {
    const slower = (series: string, factor: number): readonly FigurePoint[] =>
      points.map((point) => (point.series === series ? { ...point, value: point.value * factor } : point));
    expect(figure5(slower('MRFT', 0.98), without).withinTolerance).toBe(false);
    expect(
      figure5(
        points.map((point) => ({ ...point, value: point.value * 0.85 })),
        without,
      ).withinTolerance,
    ).toBe(false);
    expect(() =>
      figure5(
        points.filter((point) => point.gpus !== 128),
        without,
      ),
    ).toThrow(/every point/);
  });
});
