import { CLUSTERS, Fabric, expertAllToAll, figure7 as computed } from '@railyard/cluster';
import { rowVerdict } from '../report.js';
import { figure7 } from './index.js';

const networks = { MPFT: CLUSTERS['h800-2048-mpft']!, MRFT: CLUSTERS['h800-2048-mrft']! };
const points = computed(networks);
const fabric = new Fabric(networks.MPFT);
const lowLatency = [8, 16, 32, 64, 128, 256].flatMap((gpus) =>
  (['dispatch', 'combine'] as const).map((direction) => ({
    gpus,
    direction,
    us:
      1e6 *
      expertAllToAll(fabric, {
        direction,
        groups: [Array.from({ length: gpus }, (_, gpu) => gpu)],
        tokensPerGpu: 128,
        bytesPerToken: direction === 'dispatch' ? 7392 : 14336,
        remoteNodesPerToken: 0,
        gpusPerToken: 8,
        lowLatency: { copiesPerToken: 8 },
      }).seconds,
  })),
);
const report = figure7(points, lowLatency);
const named = (start: string) => report.rows.filter((row) => row.name.startsWith(start));

describe('figure 7', () => {
  it('holds the text: more than 40 GB/s on every GPU, and parity', () => {
    expect(named('slowest')[0]!.twin).toBeGreaterThan(40);
    expect(rowVerdict(named('MRFT / MPFT')[0]!)).toBe('within');
    expect(report.withinTolerance).toBe(true);
  });

  it("is within 10 % of DeepEP's normal kernels, wire and logical rates apart", () => {
    const logical = report.rows.filter((row) => row.name.endsWith('logical') && row.paper !== null);
    expect(logical.map((row) => row.paper)).toEqual([43, 43, 58, 57, 51, 50]);
    const wire = named('dispatch, wire').filter((row) => row.paper !== null);
    expect(wire.map((row) => row.paper)).toEqual([21.5, 43.5, 44.625]);
    for (const row of [...logical, ...wire]) expect(rowVerdict(row)).toBe('within');
    for (const row of report.rows.filter(({ name }) => name.endsWith('wire')))
      expect(row.twin).toBeLessThan(48.5);
  });

  it(
    'is within 10 % of all twelve low-latency rows; one of them gave a constant, none was fitted to ' + 'all',
    () => {
      const rows = named('low-latency');
      expect(rows).toHaveLength(12);
      for (const row of rows) expect(rowVerdict(row)).toBe('within');
      expect(rows.filter((row) => row.kind === 'fitted').map((row) => `${row.case} ${row.name}`)).toEqual([
        'EP16 low-latency dispatch',
      ]);
      const fitted = report.inputs.filter((input) => input.provenance === 'fitted');
      // To NCCL's collectives; no row of the figure is among them.
      expect(fitted.map(({ name }) => name)).toEqual(['network.linkCalibration']);
    },
  );

  it('calls fitted what a constant was derived from, and nothing else of the normal kernels', () => {
    const fitted = report.rows.filter((row) => row.kind === 'fitted' && row.name.endsWith('logical'));
    expect(fitted.map((row) => `${row.case} ${row.name}`)).toEqual([
      'EP16 dispatch, logical',
      'EP32 dispatch, logical',
    ]);
  });

  it('fails below 40 GB/s, and without a point', () => {
    expect(
      figure7(
        points.map((point) => (point.gpus === 128 ? { ...point, value: 39 } : point)),
        lowLatency,
      ).withinTolerance,
    ).toBe(false);
    expect(figure7(points, lowLatency.slice(1)).withinTolerance).toBe(false);
  });
});
