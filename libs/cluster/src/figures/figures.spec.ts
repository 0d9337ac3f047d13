import { CLUSTERS } from '../presets/index.js';
import { figure5, figure6, figure7, figure8, type FigurePoint } from './figures.js';
import { tokenCopies } from '../collectives/index.js';

const networks = { MPFT: CLUSTERS['h800-2048-mpft'], MRFT: CLUSTERS['h800-2048-mrft'] };
const at = (points: readonly FigurePoint[], series: string, gpus: number, bytes?: number): number => {
  const found = points.find(
    (point) =>
      point.series === series && point.gpus === gpus && (bytes === undefined || point.bytes === bytes),
  );
  if (found === undefined) throw new Error(`no point ${series} ${gpus}`);
  return found.value;
};
const within = (value: number, reference: number, tolerance: number) =>
  expect(Math.abs(value / reference - 1)).toBeLessThan(tolerance);

/** Every point of MPFT has its twin on MRFT. */
function parity(points: readonly FigurePoint[], tolerance: number): void {
  const twins = points.filter((point) => point.series.startsWith('MPFT'));
  expect(twins.length * 2).toBe(points.length);
  for (const point of twins)
    within(point.value, at(points, point.series.replace('MPFT', 'MRFT'), point.gpus, point.bytes), tolerance);
}

describe('figure 5', () => {
  const points = figure5(networks);

  it('shows MPFT and MRFT at parity (caption, section 5.1.1)', () => parity(points, 0.01));

  it.each([
    [32, 64.7],
    [64, 55.4],
    [128, 51.7],
  ])('%i GPUs end within 10 %% below the ceiling of N091', (gpus, ceiling) => {
    const largest = Math.max(...points.filter((point) => point.gpus === gpus).map((point) => point.value));
    within(largest, ceiling, 0.1);
    expect(largest).toBeLessThanOrEqual(ceiling);
  });

  it('rises with message size', () => {
    for (const gpus of [32, 64, 128]) {
      const curve = points
        .filter((point) => point.series === 'MPFT' && point.gpus === gpus)
        .map((point) => point.value);
      for (let i = 1; i < curve.length; i += 1) expect(curve[i]).toBeGreaterThan(curve[i - 1]);
    }
  });
});

describe('figure 6', () => {
  const points = figure6(networks);

  it('shows negligible differences in latency (section 5.1.1)', () => parity(points, 0.01));

  it('is flat for small messages and grows with large ones', () => {
    within(at(points, 'MPFT', 16, 64), at(points, 'MPFT', 16, 4096), 0.01);
    expect(at(points, 'MPFT', 16, 64 * 2 ** 20)).toBeGreaterThan(10 * at(points, 'MPFT', 16, 64));
  });
});

describe('figure 7', () => {
  const points = figure7(networks);

  it('shows every GPU above 40 GB/s from 16 to 128 GPUs (section 5.1.2)', () => {
    for (const point of points) expect(point.value).toBeGreaterThan(40);
  });

  it('shows MPFT and MRFT at parity', () => parity(points, 0.01));

  it.each([
    [16, 43, 43],
    [32, 58, 57],
    [64, 51, 50],
  ])('EP%i is what DeepEP reports on such a network, within 10 %% (N061-N063)', (gpus, dispatch, combine) => {
    within(at(points, 'MPFT dispatch', gpus), dispatch, 0.1);
    within(at(points, 'MPFT combine', gpus), combine, 0.1);
  });
});

describe('figure 8', () => {
  const points = figure8(CLUSTERS['h800-2048-roce'], 3);

  it(
    'shows ECMP worst for every collective and TP size, adaptive and static free of conflicts ' +
      '(section 5.2.2)',
    () => {
      for (const operation of ['all-gather', 'reduce-scatter'])
        for (const gpus of [2, 4, 8, 16]) {
          const [ecmp, adaptive, fixed] = ['ecmp', 'adaptive', 'static'].map((policy) =>
            at(points, `${operation} ${policy}`, gpus),
          );
          expect(ecmp).toBeLessThan(0.9 * adaptive!);
          expect(ecmp).toBeLessThan(fixed!);
          within(adaptive!, 48.5, 0.02);
        }
    },
  );
});

describe('tokenCopies', () => {
  it('equals counting where every node may be chosen', () => {
    const missed = (parts: number): number => {
      let miss = 1;
      for (let i = 0; i < 8; i += 1) miss *= (256 - 256 / parts - i) / (256 - i);
      return miss;
    };
    for (const nodes of [2, 4]) {
      within(tokenCopies(8 * nodes, nodes).nodesPerToken, nodes * (1 - missed(nodes)), 0.01);
      within(tokenCopies(8 * nodes, nodes).gpusPerToken, 8 * nodes * (1 - missed(8 * nodes)), 0.01);
    }
  });

  it('fills places beyond 256 with copies where GPUs do not divide it', () => {
    // 24 GPUs hold 11 experts each, three nodes 88 of 264 places: a token picks eight of all.
    const missed = (own: number, places: number): number =>
      Array.from({ length: 8 }, (_, i) => (places - own - i) / (places - i)).reduce(
        (product, share) => product * share,
        1,
      );
    within(tokenCopies(24, 3).nodesPerToken, 3 * (1 - missed(88, 264)), 0.01);
    within(tokenCopies(24, 3).gpusPerToken, 24 * (1 - missed(11, 264)), 0.01);
    expect(tokenCopies(320, 40).nodesPerToken).toBeLessThanOrEqual(4);
    expect(tokenCopies(512, 64).gpusPerToken).toBeGreaterThan(tokenCopies(64, 8).gpusPerToken);
  });

  it('visits at most four nodes', () => {
    expect(tokenCopies(64, 8).nodesPerToken).toBeLessThanOrEqual(4);
    expect(tokenCopies(128, 16).nodesPerToken).toBeGreaterThan(3.5);
  });
});
