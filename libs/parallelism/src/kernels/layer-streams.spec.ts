import { TILE_FP8, castBytes, passBytes, scaleBytes, streamsOf, transposeBytes } from './layer-streams.js';

describe('bytes of the kernels of a fine-grained FP8 layer', () => {
  it('count what is read and what is written', () => {
    expect(passBytes(128)).toBe(2 * 128 + 2 * 128);
    expect(transposeBytes(128)).toBe(128 + 128);
    // 128 elements share one FP32 scale.
    expect(TILE_FP8 * 128).toBe(128 + 4);
    expect(castBytes(128)).toBe(2 * 128 + 128 + 4);
    expect(scaleBytes(128)).toBe(4 + 4);
  });

  it('name the place of each kernel in the layer', () => {
    const entry = streamsOf('attn', 'B');
    const norm = entry('input norm backward', 'rmsnorm', 'norm', () => 1);
    expect(norm).toMatchObject({ section: 'attn', phase: 'B', pass: 'backward', launches: 1, routed: false });
    const gate = entry('routed gate gradient', 'elementwise_misc', 'elementwise', () => 1, 26);
    expect(gate).toMatchObject({ pass: 'forward', launches: 26, routed: true });
  });
});
