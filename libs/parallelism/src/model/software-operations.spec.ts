import { MODELS } from './presets/index.js';
import { resolveSoftware, type SoftwareSpec } from '../software/index.js';
import {
  type LayerOperation,
  type ModelSpec,
  backwardInputOperations,
  backwardWeightOperations,
  balancedLayerShape,
  headOperations,
  layerKinds,
  layerOperations,
  operationBytes,
} from './index.js';

const gpt: ModelSpec = {
  name: 'gpt',
  layers: 2,
  hidden: 1024,
  denseHidden: 4096,
  vocabulary: 51200,
  attention: {
    kind: 'gqa',
    heads: 16,
    keyValueHeads: 16,
    headDim: 64,
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
  attention: { kind: 'gqa', heads: 16, keyValueHeads: 4, headDim: 64 },
  activation: 'swiglu',
  ffnBias: false,
  norm: 'rmsnorm',
  positions: 'rotary',
};
const TOKENS = 2048;
const SCORES = 2 * 16 * 1024 * 1024;

function operationsOf(model: ModelSpec, software?: SoftwareSpec, recompute: 'none' | 'selective' = 'none') {
  const resolved = resolveSoftware(software);
  const shape = balancedLayerShape(model, {
    tokens: TOKENS,
    sequence: 1024,
    tensorParallel: 1,
    expertParallel: 1,
    precision: 'bf16',
    recompute,
    ...(resolved === undefined ? {} : { software: resolved }),
  });
  const [kind] = layerKinds(model);
  return {
    forward: layerOperations(model, kind!, shape),
    input: backwardInputOperations(model, kind!, shape),
    weight: backwardWeightOperations(model, kind!, shape),
    head: headOperations(model, shape, 'forward'),
  };
}

const named = (operations: readonly LayerOperation[], name: string): LayerOperation =>
  operations.find((operation) => operation.name === name)!;
const names = (operations: readonly LayerOperation[]): readonly string[] =>
  operations.map(({ name }) => name);

describe('unfused attention', () => {
  const { forward, input } = operationsOf(gpt, { level: 'megatron-2021' });

  it('forward: scores, softmax, dropout, context, heads merged', () => {
    expect(names(forward).filter((name) => name.startsWith('attention-'))).toEqual([
      'attention-norm',
      'attention-scores',
      'attention-softmax',
      'attention-dropout',
      'attention-context',
      'attention-merge-heads',
      'attention-residual',
    ]);
    expect(named(forward, 'attention-scores')).toMatchObject({ m: 2 * 16 * 1024, n: 1024, k: 64 });
    expect(named(forward, 'attention-context')).toMatchObject({ m: 2 * 16 * 1024, n: 64, k: 1024 });
  });

  it('moves every score, those above the diagonal too (arXiv 2205.05198, section 4.1)', () => {
    // Softmax reads and writes 2 bytes, dropout too and writes a mask of 1.
    expect(operationBytes(named(forward, 'attention-softmax'))).toBe(4 * SCORES);
    expect(operationBytes(named(forward, 'attention-dropout'))).toBe(5 * SCORES);
    expect(operationBytes(named(input, 'attention-softmax'))).toBe(6 * SCORES);
  });

  it('has four products backward, each of all scores, and no pass of a flash kernel', () => {
    const products = input.filter(({ name, kind }) => kind === 'gemm' && name.startsWith('attention-'));
    expect(products).toHaveLength(4);
    for (const one of products) expect(one).toMatchObject({ m: 2 * 16 * 1024 });
    expect(names(input)).not.toContain('attention-before');
    expect(names(input)).not.toContain('attention-after');
  });

  it('is what selective recomputation repeats in Megatron, with flash attention too', () => {
    const repeated = (spec: SoftwareSpec) =>
      names(operationsOf(gpt, spec, 'selective').input.filter(({ pass }) => pass === 'recompute'));
    expect(repeated({ level: 'megatron-2021' })).toEqual([
      'attention-scores',
      'attention-softmax',
      'attention-dropout',
      'attention-context',
      'attention-merge-heads',
    ]);
    expect(repeated({ level: 'megatron-core-2023' })).toEqual(['attention-core']);
  });

  it('scales and masks by kernels of their own where the softmax is not fused', () => {
    const plain = operationsOf(gpt, {
      level: 'megatron-2021',
      fused: { softmax: false },
      dropout: 0,
    }).forward;
    expect(operationBytes(named(plain, 'attention-scale'))).toBe(4 * SCORES);
    expect(operationBytes(named(plain, 'attention-mask'))).toBe(5 * SCORES);
    expect(names(plain)).not.toContain('attention-dropout');
  });
});

describe('what is not fused', () => {
  const fused = operationsOf(llama);
  const plain = operationsOf(llama, {
    level: 'eager-pytorch',
    fused: { norm: false },
  });

  it('is a chain of elementwise kernels with its own traffic', () => {
    // SwiGLU: silu reads and writes, the product reads two and writes one, of 2 bytes each.
    expect(named(plain.forward, 'dense_swiglu')).toMatchObject({ launches: 2, bytes: 10 * TOKENS * 4096 });
    expect(named(fused.forward, 'dense_swiglu')).toMatchObject({ launches: 1, bytes: 6 * TOKENS * 4096 });
    // RMSNorm in FP32 by elementwise operators.
    expect(named(plain.forward, 'ffn-norm')).toMatchObject({ launches: 9, bytes: 36 * TOKENS * 1024 });
    // Rotary embedding: five kernels for queries, five for keys.
    expect(named(plain.forward, 'rope')).toMatchObject({ launches: 10, bytes: 20 * TOKENS * (16 + 4) * 64 });
    // Cross-entropy: to FP32 and the logarithm of the softmax.
    expect(operationBytes(named(plain.head, 'cross-entropy'))).toBe(14 * TOKENS * 51200);
  });

  it('has a product for each projection, and sums their input gradients', () => {
    const projections = plain.forward.filter(({ name }) => name === 'qkv');
    expect(projections.map((one) => (one.kind === 'gemm' ? one.n : 0))).toEqual([1024, 256, 256]);
    const ups = plain.weight.filter(({ name }) => name === 'dense_gate_up');
    expect(ups.map((one) => (one.kind === 'gemm' ? one.m : 0))).toEqual([4096, 4096]);
    expect(named(plain.input, 'qkv-sum')).toMatchObject({ launches: 2, bytes: 2 * 6 * TOKENS * 1024 });
  });

  it('adds weight gradients to their FP32 accumulators by kernels of their own', () => {
    // The product writes 2 bytes; the addition reads 2 and 4, writes 4.
    const down = named(plain.weight, 'dense_down');
    expect(down).toMatchObject({ outputBytes: 2 });
    expect(operationBytes(named(plain.weight, 'dense_down-accumulate'))).toBe(10 * 1024 * 4096);
    const fusedDown = named(operationsOf(llama, { level: 'megatron-core-2025' }).weight, 'dense_down');
    expect(operationBytes(fusedDown)).toBe(operationBytes(named(fused.weight, 'dense_down')));
  });
});

describe('biases and dropout', () => {
  it('are part of the kernels that follow where those are fused: Megatron', () => {
    const { forward, input } = operationsOf(gpt, { level: 'megatron-2021' });
    expect(forward.filter(({ name }) => name.endsWith('-bias'))).toEqual([]);
    expect(names(input).filter((name) => name.endsWith('-bias-gradient'))).toEqual([
      'dense_down-bias-gradient',
      'o-bias-gradient',
      'qkv-bias-gradient',
    ]);
    expect(named(forward, 'ffn-residual')).toMatchObject({ kernel: 'dropout' });
  });

  it('are kernels of their own where they are not', () => {
    const none = { bias: false, activation: false, dropout: false };
    const { forward } = operationsOf(gpt, { level: 'megatron-2021', fused: none });
    expect(forward.filter(({ name }) => name.endsWith('-bias'))).toHaveLength(4);
    expect(operationBytes(named(forward, 'dense_up-bias'))).toBe(4 * TOKENS * 4096);
    expect(operationBytes(named(forward, 'ffn-residual-dropout'))).toBe(5 * TOKENS * 1024);
  });

  it('do not exist in a model without biases, trained without dropout', () => {
    const { forward, input } = operationsOf(llama, { level: 'megatron-2021', dropout: 0 });
    for (const name of names([...forward, ...input])) expect(name).not.toMatch(/-(bias|dropout)/);
  });
});

describe('selective recomputation of torchtitan', () => {
  it('repeats the second, fourth and sixth product and what is between, never attention', () => {
    const { input } = operationsOf(llama, { level: 'torchtitan-2025' }, 'selective');
    const repeated = input.filter(({ pass }) => pass === 'recompute');
    // Of q, k, v, o, gate, up, down: k, o and up.
    const products = repeated.flatMap((one) => (one.kind === 'gemm' ? [`${one.name} ${one.n}`] : []));
    expect(products.toSorted()).toEqual(['dense_gate_up 4096', 'o 1024', 'qkv 256']);
    expect(names(repeated)).toEqual(expect.arrayContaining(['ffn-norm', 'rope', 'dense_swiglu']));
    expect(names(repeated)).not.toContain('attention-core');
  });
});

describe('selective recomputation of experts by torchtitan', () => {
  it('repeats both grouped products, which its list of saved outputs has not, and not what it sends', () => {
    const { input } = operationsOf(MODELS['mixtral-8x7b']!, { level: 'torchtitan-2025' }, 'selective');
    const repeated = input.filter(({ pass }) => pass === 'recompute');
    const grouped = names(repeated.filter((one) => one.kind === 'grouped-gemm'));
    expect(grouped.some((name) => name.includes('gate_up'))).toBe(true);
    expect(grouped.some((name) => name.includes('down'))).toBe(true);
  });
});

describe('a document without software', () => {
  it('has the operations of a stack in which everything is fused', () => {
    const { forward } = operationsOf(llama);
    expect(forward.every((one) => !('rate' in one) && !('outputBytes' in one))).toBe(true);
    expect(names(forward)).toEqual([
      'attention-norm',
      'qkv',
      'rope',
      'attention-core',
      'o',
      'attention-residual',
      'ffn-norm',
      'dense_gate_up',
      'dense_swiglu',
      'dense_down',
      'ffn-residual',
    ]);
  });
});
