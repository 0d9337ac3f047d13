import { CLUSTERS, DEVICES } from '@railyard/cluster';
import { type RecordedProfile } from '@railyard/profile';
import { fitOwnCalibration } from '../../own-calibration/index.js';
import { collectivesOfProfile, isMeasuredCollective, measuredClusterOf } from './index.js';

type Rate = RecordedProfile['collectives'][number];

const h100 = DEVICES['h100']!;
const cluster = measuredClusterOf(CLUSTERS['h100-64']!);
const MIB = 2 ** 20;
const calls = (patch: Partial<Rate>): Rate => ({
  operation: 'all-reduce',
  groupSize: 8,
  bytes: 64 * MIB,
  calls: 3,
  totalMs: 3,
  shortestMs: 0.5,
  meanAlgorithmGBps: null,
  bestAlgorithmGBps: null,
  bestBusGBps: null,
  ...patch,
});
const rowsOf = (worldSize: number, ...collectives: readonly Rate[]) =>
  collectivesOfProfile({ worldSize, collectives }, cluster).filter(isMeasuredCollective);

describe('collectives of a recorded profile', () => {
  it('are rows by their shortest call, on the nodes that the job leaves no doubt of', () => {
    expect(rowsOf(8, calls({}), calls({ groupSize: 4, operation: 'all-gather' }))).toMatchObject([
      { device: 'h100', shape: `all-reduce nodes=1 gpus=8 bytes=${64 * MIB}`, seconds: 0.5e-3 },
      { shape: `all-gather nodes=1 gpus=4 bytes=${64 * MIB}` },
    ]);
    expect(rowsOf(16, calls({ groupSize: 16 }))).toMatchObject([
      { shape: `all-reduce nodes=2 gpus=8 bytes=${64 * MIB}` },
    ]);
  });

  it.each<[string, number, Partial<Rate>]>([
    ['eight of 64 ranks may be one node or eight', 64, {}],
    ['a size that the trace does not have', 8, { bytes: null }],
    ['a group that it does not have', 8, { groupSize: null }],
    ['one rank', 8, { groupSize: 1 }],
    ['small messages, whose time is mostly launch', 8, { bytes: MIB }],
    ['an operation that is no collective of all', 8, { operation: 'send-receive' }],
    ['a call of no length', 8, { shortestMs: 0 }],
  ])('leave out %s', (_, worldSize, patch) => {
    expect(rowsOf(worldSize, calls(patch))).toEqual([]);
  });

  it('fit the rings of a node: one that takes a fifth longer is found', () => {
    const sizes = [16, 32, 64, 128, 256, 512].map((mib) => mib * MIB);
    const recorded = (longer: number, rows?: ReturnType<typeof rowsOf>) =>
      sizes.map((bytes, at) =>
        calls({
          operation: 'all-gather',
          bytes,
          shortestMs: longer * (rows?.[at]?.predict(h100) ?? 1) * 1e3,
        }),
      );
    const collectives = rowsOf(8, ...recorded(1.2, rowsOf(8, ...recorded(1))));
    const { groups } = fitOwnCalibration(h100, { kernels: [], collectives }, 'a profile');
    expect(groups).toHaveLength(1);
    const [{ rows, before, after }] = groups as [(typeof groups)[number]];
    expect(rows).toBe(sizes.length);
    expect(before.biasPct!).toBeCloseTo(100 / 1.2 - 100, 6);
    // Six rows, against constants that the fit holds near the shipped ones.
    expect(Math.abs(after.biasPct!)).toBeLessThan(Math.abs(before.biasPct!) / 5);
  });
});
