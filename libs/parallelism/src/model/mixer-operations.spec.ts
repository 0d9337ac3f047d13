/** Operations of every kind of mixer, by hand. */
import {
  type LayerOperation,
  type MixerSpec,
  MODELS,
  backwardInputOperations,
  balancedLayerShape,
  layerKindNamed,
  layerOperations,
  operationFlops,
} from './index.js';
import { mixerOperations } from './mixer-operations.js';

const T = 4096;
const model = MODELS['llama3-8b']!;
const shapeOf = (tensorParallel = 1) =>
  balancedLayerShape(model, {
    tokens: T,
    sequence: T,
    tensorParallel,
    expertParallel: 1,
    precision: 'bf16',
    recompute: 'none',
  });
const forward = (mixer: MixerSpec, tensor = 1) => mixerOperations(model, mixer, shapeOf(tensor)).forward;
const gemms = (operations: readonly LayerOperation[]) =>
  Object.fromEntries(
    operations.flatMap((one) => (one.kind === 'gemm' ? [[one.name, [one.m, one.n, one.k]]] : [])),
  );
const coreOf = (operations: readonly LayerOperation[]) => operations.find(({ kind }) => kind === 'attention');

describe('grouped attention', () => {
  const gated = {
    kind: 'gqa',
    heads: 32,
    keyValueHeads: 8,
    headDim: 128,
    outputGate: true,
    queryKeyNorm: 'head',
  } as const;

  it('projects a gate of the size of the queries, and multiplies by it', () => {
    const operations = forward(gated);
    expect(gemms(operations)['qkv']).toEqual([T, (2 * 32 + 16) * 128, 4096]);
    expect(operations.map(({ name }) => name)).toEqual([
      'qkv',
      'query-key-norm',
      'rope',
      'attention-core',
      'output-gate',
      'o',
    ]);
  });

  it('has no projection of values where keys serve as such, and values of their own size', () => {
    expect(
      gemms(forward({ kind: 'gqa', heads: 16, keyValueHeads: 2, headDim: 512, sharedKeyValue: true })),
    ).toEqual({
      qkv: [T, (16 + 2) * 512, 4096],
      o: [T, 4096, 16 * 512],
    });
    const mimo = forward({ kind: 'gqa', heads: 64, keyValueHeads: 4, headDim: 192, valueHeadDim: 128 });
    expect(gemms(mimo)).toEqual({ qkv: [T, 64 * 192 + 4 * (192 + 128), 4096], o: [T, 4096, 64 * 128] });
    expect(coreOf(mimo)).toMatchObject({ queryKeyDim: 192, valueDim: 128 });
  });

  it('gives each of more tensor ranks than key-value heads a whole head', () => {
    const split = forward({ kind: 'gqa', heads: 32, keyValueHeads: 2, headDim: 128 }, 8);
    expect(gemms(split)['qkv']).toEqual([T, (4 + 2) * 128, 4096]);
  });
});

describe('latent attention', () => {
  const mla = {
    kind: 'mla',
    heads: 16,
    queryRank: 0,
    keyValueRank: 512,
    nopeHeadDim: 128,
    ropeHeadDim: 64,
    valueHeadDim: 128,
  } as const;

  it('projects queries directly where they are not compressed', () => {
    expect(gemms(forward(mla))).toEqual({
      kv_a: [T, 576, 4096],
      q_b: [T, 16 * 192, 4096],
      kv_b: [T, 16 * 256, 512],
      o: [T, 4096, 16 * 128],
    });
  });

  it('scores every key with an indexer and reads the best', () => {
    const operations = forward({ ...mla, indexer: { heads: 64, headDim: 128, topK: 2048 } });
    expect(gemms(operations)).toMatchObject({
      index_q: [T, 64 * 128, 4096],
      index_k: [T, 128, 4096],
      index_weights: [T, 64, 4096],
      'index-score': [64 * T, T / 2, 128],
    });
    expect(coreOf(operations)).toMatchObject({ window: 2048 });
  });
});

describe('compressed attention', () => {
  it('reads its window and half of the entries before it, or those that are chosen', () => {
    const v4 = MODELS['deepseek-v4-flash']!;
    const core = (name: string) => {
      const kind = layerKindNamed(v4, name)!;
      return coreOf(mixerOperations(v4, kind.mixer, shapeOf()).forward);
    };
    expect(core('moe')).toMatchObject({ window: 128, queryKeyDim: 512, keyValueHeads: 1 });
    expect(core('compressed-128-moe')).toMatchObject({ window: 128 + T / 2 / 128 });
    expect(core('compressed-4-moe')).toMatchObject({ window: 128 + 512 });
    const { o_a: grouped, o_b: out } = gemms(
      mixerOperations(v4, layerKindNamed(v4, 'moe')!.mixer, shapeOf()).forward,
    );
    // Eight groups of 4,096 columns, each to 1,024.
    expect([grouped, out]).toEqual([
      [8 * T, 1024, 4096],
      [T, 4096, 8192],
    ]);
  });
});

describe('recurrent mixers', () => {
  const mamba = { kind: 'mamba2', heads: 64, headDim: 64, stateDim: 128, groups: 8, convolution: 4 } as const;

  it('of Mamba-2 work in chunks of 256: attention inside, two products of each head with its state', () => {
    const operations = forward(mamba);
    expect(gemms(operations)).toEqual({
      in: [T, 2 * 4096 + 2 * 8 * 128 + 64, 4096],
      o: [T, 4096, 4096],
    });
    expect(coreOf(operations)).toMatchObject({ batch: 16, sequence: 256, queryKeyDim: 128, valueDim: 64 });
    expect(operations.find(({ kind }) => kind === 'grouped-gemm')).toMatchObject({
      groups: 2 * 64 * 16,
      m: 256,
      n: 128,
      k: 64,
    });
  });

  it('split heads over tensor ranks', () => {
    const flops = (tensor: number) =>
      forward(mamba, tensor).reduce((sum, one) => sum + operationFlops(one), 0);
    expect(flops(8) / flops(1)).toBeCloseTo(1 / 8, 10);
  });

  it('of the delta rule correct the state besides, in chunks of 64', () => {
    const operations = forward({
      kind: 'delta-net',
      keyHeads: 16,
      valueHeads: 64,
      keyHeadDim: 128,
      valueHeadDim: 128,
      convolution: 4,
    });
    expect(gemms(operations)['in']).toEqual([T, 2 * 2048 + 2 * 8192 + 128, 4096]);
    expect(operations.find(({ kind }) => kind === 'grouped-gemm')).toMatchObject({
      groups: 4 * 64 * 64,
      m: 64,
    });
  });

  it('of linear attention have no convolution', () => {
    expect(forward({ kind: 'linear', heads: 32, headDim: 128 }).map(({ name }) => name)).toEqual([
      'qkvg',
      'attention-core',
      'state',
      'gated-norm',
      'o',
    ]);
  });

  it('have a gradient for each side of a product with the state', () => {
    const nemotron = MODELS['nemotron3-nano-30b-a3b']!;
    const kind = layerKindNamed(nemotron, 'mamba')!;
    const count = (operations: readonly LayerOperation[]) =>
      operations.filter(({ name }) => name === 'state').length;
    expect(count(layerOperations(nemotron, kind, shapeOf()))).toBe(1);
    expect(count(backwardInputOperations(nemotron, kind, shapeOf()))).toBe(2);
  });
});
