import { type ModelSpec, balancedLayerShape, layerKinds } from '../model/index.js';
import { type SoftwareSpec, resolveSoftware } from '../software/index.js';
import { layerActivations } from './activations.js';
import { softwareActivations } from './software-activations.js';

/** 22B of arXiv 2205.05198: 64 heads, hidden 6,144, sequence 2,048, micro-batch 4. */
const [HEADS, HIDDEN, SEQUENCE, BATCH] = [64, 6144, 2048, 4];
const TOKENS = SEQUENCE * BATCH;
const gpt: ModelSpec = {
  name: 'megatron-22b',
  layers: 48,
  hidden: HIDDEN,
  denseHidden: 4 * HIDDEN,
  vocabulary: 51200,
  attention: {
    kind: 'gqa',
    heads: HEADS,
    keyValueHeads: HEADS,
    headDim: HIDDEN / HEADS,
    qkvBias: true,
    outputBias: true,
  },
  mtpModules: 0,
  tiedEmbedding: true,
  source: 'test',
  activation: 'gelu',
  ffnBias: true,
  norm: 'layernorm',
  positions: 'learned',
};
const llama: ModelSpec = {
  ...gpt,
  activation: 'swiglu',
  norm: 'rmsnorm',
  positions: 'rotary',
  ffnBias: false,
};

function shapeOf(model: ModelSpec, spec: SoftwareSpec | undefined, recompute: 'none' | 'selective' = 'none') {
  const software = resolveSoftware(spec);
  return balancedLayerShape(model, {
    tokens: TOKENS,
    sequence: SEQUENCE,
    tensorParallel: 1,
    expertParallel: 1,
    precision: 'fp16',
    recompute,
    ...(software === undefined ? {} : { software }),
  });
}
const [kind] = layerKinds(gpt);
const [gated] = layerKinds(llama);

describe('a layer of megatron-2021', () => {
  it('keeps s b h (34 + 5 a s / h): arXiv 2205.05198, equation 1', () => {
    const { saved } = layerActivations(gpt, kind!, shapeOf(gpt, { level: 'megatron-2021' }));
    expect(saved).toBeCloseTo(TOKENS * HIDDEN * (34 + (5 * HEADS * SEQUENCE) / HIDDEN), 0);
  });

  it('without dropout keeps neither masks nor what dropout wrote', () => {
    const shape = shapeOf(gpt, { level: 'megatron-2021', dropout: 0 });
    const { saved } = layerActivations(gpt, kind!, shape);
    expect(saved).toBeCloseTo(TOKENS * HIDDEN * (32 + (2 * HEADS * SEQUENCE) / HIDDEN), 0);
  });

  it('repeats its scores under selective recomputation, and has none with flash attention', () => {
    const scores = 5 * HEADS * SEQUENCE * TOKENS;
    const selective = layerActivations(gpt, kind!, shapeOf(gpt, { level: 'megatron-2021' }, 'selective'));
    expect(selective.recomputed).toBe(scores);
    expect(selective.saved).toBeCloseTo(TOKENS * HIDDEN * 34, 0);
    const flash = shapeOf(gpt, { level: 'megatron-2021', attention: 'flash2' });
    expect(softwareActivations(gpt, kind!, flash)).toEqual({ saved: 2 * TOKENS * HIDDEN, cheap: 0 });
  });

  it('splits scores over tensor ranks', () => {
    const shape = { ...shapeOf(gpt, { level: 'megatron-2021' }), tensorParallel: 8 };
    expect(softwareActivations(gpt, kind!, shape).cheap).toBe((5 * HEADS * SEQUENCE * TOKENS) / 8);
  });
});

describe('a layer of torchtitan with selective recomputation', () => {
  it('keeps its input, q, v, gate, down and the output of attention with its row sums', () => {
    const shape = {
      ...shapeOf(llama, { level: 'torchtitan-2025' }, 'selective'),
      precision: 'bf16' as const,
    };
    const { saved } = layerActivations(llama, gated!, shape);
    const rowSums = 4 * TOKENS * HEADS;
    const kept = HIDDEN + HIDDEN + HIDDEN + 4 * HIDDEN + HIDDEN + HIDDEN;
    expect(saved).toBeCloseTo(2 * TOKENS * kept + rowSums, 0);
  });
});

describe('experts of torchtitan with selective recomputation', () => {
  const moe = {
    routedExperts: 8,
    sharedExperts: 0,
    topK: 2,
    expertHidden: 4 * HIDDEN,
    groups: 1,
    topGroups: 1,
    denseLayers: 0,
  };
  const mixtral: ModelSpec = { ...llama, moe };
  const [routed] = layerKinds(mixtral);
  const savedOf = (expertParallel: number, recompute: 'none' | 'selective') => {
    const software = resolveSoftware({ level: 'torchtitan-2025' });
    const shape = balancedLayerShape(mixtral, {
      tokens: TOKENS,
      sequence: SEQUENCE,
      tensorParallel: 1,
      expertParallel,
      precision: 'bf16',
      recompute,
      software: software!,
    });
    return { ...layerActivations(mixtral, routed!, shape), rows: shape.expertRows };
  };

  it('keeps nothing inside experts, and of an exchange what came', () => {
    const here = savedOf(1, 'selective');
    const exchanged = savedOf(8, 'selective');
    // Rows of a GPU are as many in both: two for each token.
    expect(here.rows).toBe(2 * TOKENS);
    expect(exchanged.rows).toBe(2 * TOKENS);
    expect(exchanged.saved - here.saved).toBeCloseTo(2 * 2 * TOKENS * HIDDEN, 0);
    const inside = 2 * 2 * TOKENS * 3 * 4 * HIDDEN;
    expect(savedOf(1, 'none').saved - here.saved).toBeGreaterThan(inside + 2 * 2 * TOKENS * HIDDEN);
  });
});

describe('chains of kernels', () => {
  it('keep the output of silu and norms in FP32', () => {
    const shape = shapeOf(llama, { level: 'eager-pytorch', fused: { norm: false } });
    expect(softwareActivations(llama, gated!, shape)).toEqual({
      saved: 0,
      cheap: 2 * TOKENS * 4 * HIDDEN + 2 * 4 * 2 * TOKENS * HIDDEN,
    });
  });

  it('are not there where the document names no software', () => {
    expect(softwareActivations(llama, gated!, shapeOf(llama, undefined))).toEqual({ saved: 0, cheap: 0 });
  });
});
