import { type LayerKind, MODELS, balancedLayerShape, layerKinds } from '../model/index.js';
import { layerActivations, stageActivationBytes } from './index.js';

const v3 = MODELS['deepseek-v3'];
const llama = MODELS['llama3-8b'];
const options = {
  tokens: 4096,
  sequence: 4096,
  tensorParallel: 1,
  expertParallel: 64,
  precision: 'fp8',
  recompute: 'selective',
} as const;
const shape = balancedLayerShape(v3, options);
const [dense, moe] = layerKinds(v3) as [LayerKind, LayerKind];
const T = 4096;
const FP8 = 1 + 4 / 128;

describe('layerActivations', () => {
  it(
    'keeps of an MoE layer of V3 two residual inputs, the latents, the attention output in E5M6, ' +
      'received tokens and SwiGLU inputs in FP8',
    () => {
      const expected =
        2 * 2 * T * 7168 +
        2 * T * (1536 + 576) +
        1.5 * T * 16384 +
        4 * T * 128 +
        FP8 * shape.receivedTokens * 7168 +
        FP8 * (8 * T + T) * 4096 +
        4 * T * 256;
      expect(layerActivations(v3, moe, shape).saved).toBeCloseTo(expected, 3);
    },
  );

  it('saves everything, the expensive part or the input', () => {
    const of = (recompute: 'none' | 'selective' | 'full') =>
      layerActivations(v3, dense, { ...shape, recompute });
    expect(of('none').recomputed).toBe(0);
    expect(of('selective').saved + of('selective').recomputed).toBe(of('none').saved);
    expect(of('full').saved + of('full').recomputed).toBe(of('none').saved);
    expect(of('full').saved).toBe(2 * T * 7168);
  });

  it('keeps queries, keys and values of GQA, which has no latent to rebuild them from', () => {
    const bf16 = balancedLayerShape(llama, { ...options, precision: 'bf16' });
    // Residuals, q k v, output and its row sums, gate and up.
    const expected =
      2 * 2 * T * 4096 + 2 * T * (32 + 16) * 128 + 2 * T * 4096 + 4 * T * 32 + 2 * T * 2 * 14336;
    expect(layerActivations(llama, layerKinds(llama)[0]!, bf16).saved).toBe(expected);
  });
});

describe('stageActivationBytes', () => {
  it('adds head and MTP at the last stage', () => {
    const stage = {
      stage: 15,
      firstLayer: 60,
      layers: 1,
      kinds: [0, 1],
      embedding: false,
      head: false,
      mtpModules: 0,
    };
    const layer = layerActivations(v3, moe, shape).saved;
    const head = 2 * T * 7168 + 2 * T * 129280;
    expect(stageActivationBytes(v3, stage, shape)).toBe(layer);
    expect(stageActivationBytes(v3, { ...stage, head: true }, shape)).toBe(layer + head);
    expect(stageActivationBytes(v3, { ...stage, head: true, mtpModules: 1 }, shape)).toBe(
      2 * layer + 2 * head + 4 * T * 7168,
    );
  });
});
