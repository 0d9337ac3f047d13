import { linkCalibrationOf } from '../link-calibration/index.js';
import { CLUSTERS } from '../presets/index.js';
import { Fabric } from '../traffic/index.js';
import { allGather, allReduce, allToAll, chosenAllReduce, nodeSeconds } from './index.js';

const fabricOf = (name: string): Fabric => new Fabric(CLUSTERS[name]);
const first = (gpus: number): number[] => Array.from({ length: gpus }, (_, gpu) => gpu);
const GIB = 2 ** 30;

describe('collectives inside a node', () => {
  // NVIDIA/nccl-tests issue 290 (476 GB/s is in the expected range), Azure's ND H100 v5 (479 GB/s).
  it('reduce in the NVLink switch where eight H100 have much to reduce', () => {
    const { algorithm, time } = chosenAllReduce(fabricOf('h100-8'), { groups: [first(8)], bytes: 8 * GIB });
    expect(algorithm).toBe('nvls');
    expect(Math.abs(time.busbwGBps / 478 - 1)).toBeLessThan(0.03);
  });

  it.each([
    ['four of them', 'h100-8', 4, 8 * GIB],
    ['small buffers', 'h100-8', 8, 8192],
    ['switches that do not reduce', 'a100-8', 8, 8 * GIB],
  ])('go around a ring with %s', (_, cluster, gpus, bytes) => {
    const request = { groups: [first(gpus)], bytes };
    expect(chosenAllReduce(fabricOf(cluster), request).algorithm).toBe('ring');
  });

  // test/data/public-kernels/comm.csv, 512 bytes: 10.0, 14.5, 22.6 us on A100; 8 H100 15.6 us.
  it.each([
    ['a100-8', 2, 10],
    ['a100-8', 4, 14.4],
    ['a100-8', 8, 22],
    ['h100-8', 8, 15.6],
  ])('%s, %i GPUs: a few bytes take %f us', (cluster, gpus, us) => {
    const { seconds } = allReduce(fabricOf(cluster), { groups: [first(gpus)], bytes: 512 });
    expect(Math.abs(seconds / (us * 1e-6) - 1)).toBeLessThan(0.1);
  });

  it('take as long in eight groups at once as in one, and as long as the slowest link lets them', () => {
    const fabric = fabricOf('h100-64');
    const groups = first(8).map((node) => first(8).map((gpu) => 8 * node + gpu));
    const one = allGather(fabric, { groups: groups.slice(0, 1), bytes: GIB });
    expect(allGather(fabric, { groups, bytes: GIB })).toEqual(one);
    const capacity = fabric.graph.linkCapacity.slice();
    capacity[fabric.graph.tables.gpuNvlink[25]!]! *= 0.5;
    const half = fabric.withCapacity(capacity);
    const slowed = allGather(half, { groups, bytes: GIB });
    expect(slowed.seconds / one.seconds).toBeGreaterThan(1.7);
    expect(allGather(half, { groups: groups.slice(0, 3), bytes: GIB })).toEqual(one);
  });

  it('copy what a rank keeps: two GPUs are less than seven eighths as busy as eight', () => {
    const rate = (gpus: number): number =>
      allGather(fabricOf('h100-8'), { groups: [first(gpus)], bytes: 8 * GIB }).busbwGBps;
    expect(rate(2)).toBeLessThan(rate(4));
    expect(rate(4)).toBeLessThan(rate(8));
  });

  it('cost more chunks than bytes in between', () => {
    const { constants, linkGBps } = linkCalibrationOf(CLUSTERS['h100-8']!.device);
    const links = { linkGBps, left: 1 };
    const transfer = (bytes: number): number =>
      nodeSeconds(constants, { operation: 'all-gather', members: 8, bytes }, links).transferSeconds;
    // Between a line through the origin and a square root.
    const growth = transfer(2 ** 22) / transfer(2 ** 20);
    expect(growth).toBeGreaterThan(2);
    expect(growth).toBeLessThan(4);
    expect(transfer(2 ** 36) / transfer(2 ** 34)).toBeGreaterThan(3.9);
  });

  it('exchange everything with everybody at once', () => {
    const { busbwGBps } = allToAll(fabricOf('h100-8'), { groups: [first(4)], bytes: 8 * GIB });
    expect(Math.abs(busbwGBps / 356 - 1)).toBeLessThan(0.05);
  });
});
