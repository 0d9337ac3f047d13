import { kernelShares } from './expert-kernels.js';
import { KERNEL_NVLINK_EFFICIENCY } from './constants.js';
import { CLUSTERS, DEVICES } from '../index.js';

const BF16 = 7168 * 2;
const FP8 = 7168 * (1 + 4 / 128);
const rateOf = (device: string): number => DEVICES[device]!.nvlinkAchievedGBps * 1e9;
const reached = (
  direction: 'dispatch' | 'combine',
  bytesPerToken: number,
  sms: number,
  device = 'b200',
): number =>
  (kernelShares({ direction, bytesPerToken, sms }, false, rateOf(device)).nvlinkShare * rateOf(device)) / 1e9;

/** deepseek-ai/DeepEP docs/README_Hybrid-EP.md: DeepEP on eight B200, of which 7/8 cross NVLink. */
const PUBLISHED = [
  ['dispatch', FP8, 16, 246],
  ['dispatch', FP8, 24, 349],
  ['dispatch', BF16, 16, 348],
  ['dispatch', BF16, 24, 494],
  ['combine', BF16, 16, 302],
  ['combine', BF16, 24, 420],
  ['combine', BF16, 28, 477],
] as const;

describe('SMs of a DeepEP kernel', () => {
  it.each(PUBLISHED)(
    '%s of %d bytes on %d SMs reach the published %d GB/s',
    (direction, bytes, sms, rate) => {
      expect(Math.abs(reached(direction, bytes, sms) / ((rate * 7) / 8) - 1)).toBeLessThan(0.12);
    },
  );

  it('leave Hopper to its links, and fewer than fill them to their share', () => {
    const { device } = CLUSTERS['h800-2048-mpft']!;
    const nvlink = device.nvlinkAchievedGBps * 1e9;
    for (const [direction, bytesPerToken] of [
      ['dispatch', FP8],
      ['combine', BF16],
    ] as const) {
      const shareOf = (sms: number) =>
        kernelShares({ direction, bytesPerToken, sms }, false, nvlink).nvlinkShare;
      expect(shareOf(20)).toBe(KERNEL_NVLINK_EFFICIENCY.value);
      expect(shareOf(5)).toBe(KERNEL_NVLINK_EFFICIENCY.value / 4);
    }
  });

  it('move small rows slower than large ones', () => {
    expect(reached('combine', 4096, 20)).toBeLessThan(0.7 * reached('combine', BF16, 20));
  });

  it('do not limit HybridEP, nor a kernel with as many as fill the links', () => {
    const shared = { direction: 'combine', bytesPerToken: BF16 } as const;
    const free = kernelShares(undefined, false, rateOf('b200'));
    expect(kernelShares({ ...shared, sms: 32, kernel: 'hybridep' }, false, rateOf('b200'))).toEqual(free);
    expect(kernelShares(shared, false, rateOf('b200'))).toEqual(free);
    expect(kernelShares({ ...shared, sms: 20 }, false, rateOf('b200')).nicShare).toBe(free.nicShare);
  });
});
