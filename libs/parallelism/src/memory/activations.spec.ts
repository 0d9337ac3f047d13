import { type LayerKind, MODELS, balancedLayerShape, layerKindNamed, layerKinds } from '../model/index.js';
import { resolveSoftware } from '../software/index.js';
import { headActivations } from './activations.js';
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
const ALL = { recompute: 'selective' } as const;
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
    const rotated = 2 * T * (32 + 8) * 128;
    const saved = (fused: object) => {
      const software = resolveSoftware({ level: 'deepseek-v3', fused })!;
      return layerActivations(llama, layerKinds(llama)[0]!, { ...bf16, software }).saved;
    };
    expect(layerActivations(llama, layerKinds(llama)[0]!, bf16).saved).toBe(expected + rotated);
    // Products of their own leave nothing alongside what is rotated.
    expect(saved({})).toBe(expected + rotated);
    expect(saved({ projections: false })).toBe(expected);
  });
});

describe('without sequence parallelism', () => {
  it('a layer of Llama 3 8B keeps its inputs and norms whole, the rest divided by the tensor ranks', () => {
    const tensor = { ...options, tensorParallel: 8, precision: 'bf16', recompute: 'none' } as const;
    const layer = layerKinds(llama)[0]!;
    const shared = layerActivations(llama, layer, balancedLayerShape(llama, tensor)).saved;
    const whole = layerActivations(
      llama,
      layer,
      balancedLayerShape(llama, { ...tensor, sequenceParallel: false }),
    ).saved;
    // Two inputs and two normed inputs in BF16 (Korthikanti 2022, equation 2: 10 of 34 sbh are not divided,
    // two of them dropout masks, which the model has not).
    expect(whole - shared).toBeCloseTo((7 / 8) * 4 * 2 * T * 4096, 3);
  });
});

describe('headActivations', () => {
  it('keeps logits as they are where the loss is fused, in FP32 where it is a chain of kernels', () => {
    const bf16 = balancedLayerShape(llama, { ...options, precision: 'bf16' });
    const software = resolveSoftware({ level: 'deepseek-v3', fused: { loss: false } })!;
    expect(headActivations(llama, bf16)).toBe(2 * T * 4096 + 2 * T * 128256);
    expect(headActivations(llama, { ...bf16, software })).toBe(2 * T * 4096 + 4 * T * 128256);
  });
});

describe('activations of other kinds of layers, in BF16 with nothing recomputed', () => {
  const keptOf = (name: string, kind: string): number => {
    const model = MODELS[name]!;
    const plain = balancedLayerShape(model, {
      ...options,
      expertParallel: 1,
      precision: 'bf16',
      recompute: 'none',
    });
    return layerActivations(model, layerKindNamed(model, kind)!, plain).saved;
  };

  it('of a Mamba-2 layer are its input and norm, what it projects and puts out, and their copies', () => {
    const [hidden, inner, state] = [2688, 64 * 64, 2 * 8 * 128];
    expect(keptOf('nemotron3-nano-30b-a3b', 'mamba')).toBe(
      2 * 2 * T * hidden + 2 * 2 * T * (2 * inner + state + inner),
    );
  });

  it('of an attention layer alone have no FFN', () => {
    const attention = 2 * T * (32 + 4) * 128 + 2 * T * 32 * 128 + 4 * T * 32;
    expect(keptOf('nemotron3-nano-30b-a3b', 'attention')).toBe(2 * 2 * T * 2688 + attention);
  });

  it('of a plain FFN are one matrix of columns and its activation', () => {
    const attention = 2 * T * (32 + 64) * 128 + 2 * T * 4096 + 4 * T * 32;
    expect(keptOf('gpt3-6.7b', 'dense')).toBe(2 * 2 * 2 * T * 4096 + attention + 2 * 2 * T * 16_384);
  });

  it('of queries and keys that are normed hold them once more, of a gated output the gate', () => {
    const [heads, keys, dim] = [32, 2, 256];
    const attention = 2 * T * (2 * heads + 2 * keys) * dim + 2 * T * heads * dim + 4 * T * heads;
    const normed = 2 * T * (heads + keys) * dim;
    const [hidden, inner] = [4096, 1024];
    const experts = 3 * 2 * T * 10 * inner + 3 * 2 * T * inner + 2 * T * 10 * hidden + 4 * T * 512;
    expect(keptOf('qwen3.5-397b-a17b', 'moe')).toBe(2 * 2 * 2 * T * hidden + attention + normed + experts);
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
    expect(stageActivationBytes(v3, stage, shape, ALL)).toBe(layer);
    expect(stageActivationBytes(v3, { ...stage, head: true }, shape, ALL)).toBe(layer + head);
    expect(stageActivationBytes(v3, { ...stage, head: true, mtpModules: 1 }, shape, ALL)).toBe(
      2 * layer + 2 * head + 4 * T * 7168,
    );
  });
});
