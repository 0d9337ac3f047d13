import { InvariantError } from '@railyard/base';
import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import fc from 'fast-check';
import { attentionEdgeBytes, attentionFlops, attentionSeconds } from './attention.js';
import { type AttentionShape } from './kernel-options.js';

const h800 = DEVICES['h800'] as DeviceSpec;
const v3: AttentionShape = {
  batch: 1,
  heads: 128,
  sequenceQuery: 4096,
  sequenceKey: 4096,
  headDimQk: 192,
  headDimV: 128,
  causal: true,
  pass: 'forward',
};

const shapes = fc
  .record({
    batch: fc.integer({ min: 1, max: 8 }),
    heads: fc.integer({ min: 1, max: 128 }),
    sequence: fc.integer({ min: 1, max: 16_384 }),
    headDimQk: fc.constantFrom(64, 128, 192),
    headDimV: fc.constantFrom(64, 128),
    causal: fc.boolean(),
    pass: fc.constantFrom('forward', 'backward'),
  })
  .map(
    ({ sequence, ...rest }) =>
      ({ ...rest, sequenceQuery: sequence, sequenceKey: sequence }) as AttentionShape,
  );

describe('attention time', () => {
  it('counts two products forward and five backward, half of them when causal', () => {
    expect(attentionFlops(v3)).toBe(687_194_767_360);
    expect(attentionFlops({ ...v3, causal: false })).toBe(2 * attentionFlops(v3));
    expect(attentionFlops({ ...v3, pass: 'backward' })).toBe(128 * 4096 * 4096 * (3 * 192 + 2 * 128));
  });

  it('never beats the roofline', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 132 }), (shape, sms) => {
        expect(attentionSeconds(h800, shape, { sms })).toBeGreaterThan(
          attentionFlops(shape) / ((h800.bf16Tflops * 1e12 * sms) / h800.sms),
        );
      }),
    );
  });

  it('never grows with more SMs, bandwidth or FLOPS', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer({ min: 1, max: 131 }),
        fc.double({ min: 1, max: 4, noNaN: true }),
        (shape, sms, factor) => {
          const seconds = attentionSeconds(h800, shape, { sms }) * (1 + 1e-12);
          expect(attentionSeconds(h800, shape, { sms: sms + 1 })).toBeLessThanOrEqual(seconds);
          expect(
            attentionSeconds({ ...h800, memoryBandwidthGBps: 3350 * factor }, shape, { sms }),
          ).toBeLessThanOrEqual(seconds);
          expect(
            attentionSeconds({ ...h800, bf16Tflops: 989.5 * factor }, shape, { sms }),
          ).toBeLessThanOrEqual(seconds);
        },
      ),
    );
  });

  it('gains about half from causality on long sequences, less on short ones', () => {
    const gain = (sequence: number): number => {
      const shape = { ...v3, sequenceQuery: sequence, sequenceKey: sequence, headDimQk: 128 };
      return attentionSeconds(h800, shape) / attentionSeconds(h800, { ...shape, causal: false });
    };
    expect(gain(32_768)).toBeCloseTo(0.5, 1);
    expect(gain(512)).toBeGreaterThan(0.6);
  });

  it('is slower with sinks, and starts later where an engine casts to FP8', () => {
    const engine: AttentionShape = { ...v3, headDimQk: 64, headDimV: 64, library: 'engine' };
    expect(
      attentionSeconds(h800, { ...engine, sinks: true }) / attentionSeconds(h800, engine),
    ).toBeGreaterThan(1.2);
    const b200 = DEVICES['b200'] as DeviceSpec;
    const tiny = { ...engine, sequenceQuery: 128, sequenceKey: 128, heads: 1 };
    expect(attentionSeconds(b200, { ...tiny, fp8: true })).toBeGreaterThan(
      attentionSeconds(b200, tiny) + 2e-6,
    );
  });

  it('fills heads up to 64 columns, and reaches less of the peak with small ones', () => {
    const sized = (headDimQk: number): AttentionShape => ({ ...v3, headDimQk, headDimV: headDimQk });
    for (const pass of ['forward', 'backward'] as const) {
      const seconds = (size: number): number => attentionSeconds(h800, { ...sized(size), pass });
      const share = (size: number): number => attentionFlops({ ...sized(size), pass }) / seconds(size);
      // The bytes of the head itself stay what they are.
      expect(seconds(96) / seconds(128)).toBeGreaterThan(0.99);
      // test/data/h200-measured.json: 64 reaches 0.70 to 0.80 of what 128 does.
      expect(share(64) / share(128)).toBeGreaterThan(0.65);
      expect(share(64) / share(128)).toBeLessThan(0.85);
    }
  });

  it('has memory-bound kernels around the backward only', () => {
    expect(attentionEdgeBytes(v3)).toBe(0);
    expect(attentionEdgeBytes({ ...v3, pass: 'backward' })).toBe(128 * 4096 * (4 * 128 + 10 * 192));
  });

  it('refuses what cannot run', () => {
    expect(() => attentionSeconds(h800, { ...v3, heads: 0 })).toThrow(InvariantError);
    expect(() => attentionSeconds(h800, v3, { sms: 0 })).toThrow(InvariantError);
  });
});
