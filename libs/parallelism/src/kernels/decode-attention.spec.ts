import { InvariantError, entryOf } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import fc from 'fast-check';
import { decodeAttentionSeconds } from './decode-attention.js';
import { type DecodeShape } from './kernel-options.js';

const h200 = entryOf(DEVICES, 'h200');
const llama: DecodeShape = {
  batch: 32,
  heads: 64,
  keyValueHeads: 8,
  context: 8192,
  headDimQk: 128,
  headDimV: 128,
  bytesPerElement: 2,
};
const bytesOf = (shape: DecodeShape): number =>
  shape.batch * shape.keyValueHeads * shape.context * 256 * shape.bytesPerElement;

describe('attention in decoding', () => {
  it('reads the cache once, at most at the memory bandwidth, and never shrinks with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 512 }), fc.integer({ min: 1, max: 65_536 }), (batch, context) => {
        const shape = { ...llama, batch, context };
        const seconds = decodeAttentionSeconds(h200, shape);
        expect(seconds).toBeGreaterThan(bytesOf(shape) / 4.8e12);
        expect(decodeAttentionSeconds(h200, { ...shape, context: context + 128 })).toBeGreaterThanOrEqual(
          seconds,
        );
      }),
    );
  });

  it('takes long contexts at most of the bandwidth, one context alone at little', () => {
    const reached = (shape: DecodeShape): number =>
      bytesOf(shape) / decodeAttentionSeconds(h200, shape) / 4.8e12;
    expect(reached({ ...llama, batch: 256 })).toBeGreaterThan(0.8);
    expect(reached({ ...llama, batch: 1, split: false })).toBeLessThan(0.1);
  });

  it('computes in latent attention where many heads share one row', () => {
    const latent = { ...llama, keyValueHeads: 1, headDimQk: 576, headDimV: 512, latent: true, heads: 128 };
    expect(decodeAttentionSeconds(h200, latent)).toBeGreaterThan(
      decodeAttentionSeconds(h200, { ...latent, heads: 16 }),
    );
  });

  it('computes latent attention in tiles of heads: 64 on Hopper, 16 on Blackwell', () => {
    const latent = { ...llama, batch: 256, keyValueHeads: 1, headDimQk: 576, headDimV: 512, latent: true };
    const at = (device: string, heads: number): number =>
      decodeAttentionSeconds(entryOf(DEVICES, device), { ...latent, heads });
    expect(at('h200', 64)).toBe(at('h200', 1));
    expect(at('b200', 16)).toBe(at('b200', 1));
    expect(at('b200', 17)).toBe(at('b200', 32));
    // Many heads take wide tiles, which are twice as quick for each row.
    expect(at('b200', 128) / at('b200', 16)).toBeLessThan(5);
  });

  it('multiplies a latent cache in FP8 as such: twice as fast where products decide', () => {
    const latent = { ...llama, batch: 256, keyValueHeads: 1, headDimQk: 576, headDimV: 512, latent: true };
    const b200 = entryOf(DEVICES, 'b200');
    const of = (bytesPerElement: number): number =>
      decodeAttentionSeconds(b200, { ...latent, heads: 128, bytesPerElement });
    expect(of(2) / of(1)).toBeCloseTo(2, 1);
  });

  it('refuses an empty shape', () => {
    expect(() => decodeAttentionSeconds(h200, { ...llama, context: 0 })).toThrow(InvariantError);
  });
});
