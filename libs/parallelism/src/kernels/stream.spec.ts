import { InvariantError } from '@railyard/base';
import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import fc from 'fast-check';
import { type StreamKernel, type StreamWork } from './kernel-options.js';
import { streamSeconds } from './stream.js';

const h800 = DEVICES['h800'] as DeviceSpec;
const KERNELS: readonly StreamKernel[] = [
  'copy',
  'rmsnorm',
  'swiglu',
  'quantize',
  'residual',
  'permute',
  'cross-entropy',
  'adam',
  'cast',
  'cast-transpose',
  'recast-transpose',
  'pack',
  'unpack',
  'norm',
  'rows',
  'strided',
  'scatter',
  'scales',
  'elementwise',
  'select',
  'index',
];
const works = fc.record({
  bytes: fc.double({ min: 0, max: 1e11, noNaN: true }),
  kernel: fc.constantFrom(...KERNELS),
  pass: fc.constantFrom('forward', 'backward'),
}) as fc.Arbitrary<StreamWork>;

describe('memory-bound kernels', () => {
  it('never beat the memory', () => {
    fc.assert(
      fc.property(works, (work) => {
        expect(streamSeconds(h800, work)).toBeGreaterThan(work.bytes / 3.35e12);
      }),
    );
  });

  it('never grow with more SMs or bandwidth, and are no faster during communication', () => {
    fc.assert(
      fc.property(
        works,
        fc.integer({ min: 1, max: 131 }),
        fc.double({ min: 1, max: 4, noNaN: true }),
        (work, sms, factor) => {
          const seconds = streamSeconds(h800, work, { sms });
          expect(streamSeconds(h800, work, { sms: sms + 1 })).toBeLessThanOrEqual(seconds * (1 + 1e-12));
          expect(
            streamSeconds({ ...h800, memoryBandwidthGBps: 3350 * factor }, work, { sms }),
          ).toBeLessThanOrEqual(seconds * (1 + 1e-12));
          expect(streamSeconds(h800, work, { sms, contended: true })).toBeGreaterThan(seconds);
        },
      ),
    );
  });

  it('loses a round of CTAs only where the grid is sized for the whole device', () => {
    const bytes = 4 * 4096 * 7168;
    const slowdown = (kernel: StreamKernel): number =>
      streamSeconds(h800, { bytes, kernel }, { sms: 112 }) / streamSeconds(h800, { bytes, kernel });
    expect(slowdown('norm')).toBeCloseTo(1.456, 2);
    expect(slowdown('cast')).toBe(1);
  });

  it('pays a start for each launch', () => {
    const one = streamSeconds(h800, { bytes: 1e6, kernel: 'elementwise' });
    expect(streamSeconds(h800, { bytes: 1e6, kernel: 'elementwise', launches: 36 })).toBeCloseTo(
      one + 35 * 2e-6,
      12,
    );
  });

  it('find in the L2 cache what fits half of it, and nothing beyond its size', () => {
    const l40s = DEVICES['l40s'] as DeviceSpec;
    const gain = (bytes: number): number => {
      const work = { bytes, kernel: 'engine-quantize' } as const;
      return streamSeconds(l40s, work) - streamSeconds(l40s, { ...work, warm: true });
    };
    expect(gain(200e6)).toBe(0);
    expect(gain(96e6)).toBe(0);
    expect(gain(72e6)).toBeGreaterThan(0);
    expect(gain(48e6) / gain(24e6)).toBeCloseTo(2, 9);
  });

  it('refuses negative bytes and missing SMs', () => {
    expect(() => streamSeconds(h800, { bytes: -1, kernel: 'copy' })).toThrow(InvariantError);
    expect(() => streamSeconds(h800, { bytes: 1, kernel: 'copy' }, { sms: 0 })).toThrow(InvariantError);
  });
});
