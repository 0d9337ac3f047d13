import {
  type LayerKind,
  type LayerOperation,
  type ModelSpec,
  MODELS,
  backwardInputOperations,
  backwardWeightOperations,
  balancedLayerShape,
  embeddingOperations,
  headOperations,
  layerKinds,
  layerOperations,
  mtpLayerKind,
  mtpOperations,
  operationBytes,
  operationFlops,
} from './index.js';
import { type SoftwareSpec, resolveSoftware } from '../software/index.js';

const v3 = MODELS['deepseek-v3'];
const [dense, moe] = layerKinds(v3) as [LayerKind, LayerKind];
const options = {
  tokens: 4096,
  sequence: 4096,
  tensorParallel: 1,
  expertParallel: 64,
  precision: 'fp8',
  recompute: 'selective',
} as const;
const shape = balancedLayerShape(v3, options);

const matrices = (operations: readonly LayerOperation[]): Record<string, readonly number[]> => {
  const found: Record<string, readonly number[]> = {};
  for (const operation of operations) {
    if (operation.kind === 'gemm')
      found[`${operation.name}/${operation.pass}`] = [operation.m, operation.n, operation.k];
    if (operation.kind === 'grouped-gemm')
      found[`${operation.name}/${operation.pass}`] = [
        operation.groups,
        operation.m,
        operation.n,
        operation.k,
      ];
  }
  return found;
};

describe('one MoE layer of V3 on one GPU of EP64', () => {
  it('has the forward matrices of the public profile', () => {
    expect(matrices(layerOperations(v3, moe, shape))).toEqual({
      'q_a/forward': [4096, 1536, 7168],
      'kv_a/forward': [4096, 576, 7168],
      'q_b/forward': [4096, 24576, 1536],
      'kv_b/forward': [4096, 32768, 512],
      'o/forward': [4096, 7168, 16384],
      'router/forward': [4096, 256, 7168],
      'shared_gate_up/forward': [4096, 4096, 7168],
      'shared_down/forward': [4096, 7168, 2048],
      'routed_gate_up/forward': [4, 8192, 4096, 7168],
      'routed_down/forward': [4, 8192, 7168, 2048],
    });
  });

  it('has its input gradients, with q_b and kv_b repeated and the router whole', () => {
    const found = matrices(backwardInputOperations(v3, moe, shape));
    expect(found).toMatchObject({
      'q_b/recompute': [4096, 24576, 1536],
      'kv_b/recompute': [4096, 32768, 512],
      'o/backward-input': [4096, 16384, 7168],
      'routed_down/backward-input': [4, 8192, 2048, 7168],
      'routed_gate_up/backward-input': [4, 8192, 7168, 4096],
      'q_a/backward-input': [4096, 7168, 1536],
      'router/backward-input': [256, 7168, 4096],
    });
    expect(Object.keys(found).filter((key) => key.endsWith('recompute'))).toEqual([
      'q_b/recompute',
      'kv_b/recompute',
    ]);
  });

  it('has its weight gradients', () => {
    expect(matrices(backwardWeightOperations(v3, moe, shape))).toMatchObject({
      'o/backward-weight': [7168, 16384, 4096],
      'q_b/backward-weight': [24576, 1536, 4096],
      'routed_gate_up/backward-weight': [4, 4096, 7168, 8192],
    });
  });

  it('runs attention before experts forward and after them backward', () => {
    const sections = (operations: readonly LayerOperation[]) =>
      operations.map((operation) => operation.section);
    const forward = sections(layerOperations(v3, moe, shape));
    expect(forward.lastIndexOf('attention')).toBeLessThan(forward.indexOf('mlp'));
    for (const backward of [
      sections(backwardInputOperations(v3, moe, shape)),
      sections(backwardWeightOperations(v3, moe, shape)),
    ]) {
      expect(backward.lastIndexOf('mlp')).toBeLessThan(backward.indexOf('attention'));
    }
  });

  it('does 1,338.4 MFLOP per token forward (facts of the trace) and as much for the other gradients', () => {
    const flops = (operations: readonly LayerOperation[]) =>
      operations.reduce((sum, operation) => sum + operationFlops(operation), 0) / 4096;
    expect(flops(layerOperations(v3, moe, shape)) / 1e6).toBeCloseTo(1338.4, 1);
    const core = layerOperations(v3, moe, shape).find((operation) => operation.kind === 'attention')!;
    expect(operationFlops({ ...core, pass: 'backward-input' }) / 1e9).toBeCloseTo(1787, 0);
  });
});

describe('the attention kernel that software chooses', () => {
  const cores = (software: SoftwareSpec) =>
    [layerOperations, backwardInputOperations].map((of) =>
      of(v3, moe, { ...shape, software: resolveSoftware(software)! }).filter(
        ({ kind }) => kind === 'attention',
      ),
    );

  it.each(['flash2', 'cudnn'] as const)('%s: in the fine-grained recipe too', (attention) => {
    for (const core of cores({ attention })) expect(core).toMatchObject([{ library: attention }]);
  });

  it("is that of DeepSeek's profile where the document names none", () => {
    for (const core of [...cores({ level: 'deepseek-v3' }), layerOperations(v3, moe, shape)])
      expect(core.filter(({ kind }) => kind === 'attention')).toMatchObject([{ library: 'deepseek' }]);
    const bf16 = layerOperations(v3, moe, { ...shape, precision: 'bf16' });
    expect(bf16.find(({ kind }) => kind === 'attention')).not.toHaveProperty('library');
  });

  it('unfused: two products and a softmax, alongside the kernels of the recipe', () => {
    const [fused, unfused] = (['cudnn', 'unfused'] as const).map((attention) =>
      layerOperations(v3, moe, { ...shape, software: resolveSoftware({ attention })! }),
    ) as [readonly LayerOperation[], readonly LayerOperation[]];
    expect(unfused.filter(({ kind }) => kind === 'attention')).toEqual([]);
    expect(unfused.length).toBeGreaterThan(fused.length + 1);
    const names = new Set(unfused.map(({ name }) => name));
    for (const { name, kind } of fused) if (kind !== 'attention') expect(names).toContain(name);
  });
});

describe('layerOperations', () => {
  it('repeats nothing, the cheap parts or everything', () => {
    const repeated = (recompute: 'none' | 'selective' | 'full') =>
      backwardInputOperations(v3, moe, { ...shape, recompute }).filter(
        (operation) => operation.pass === 'recompute',
      ).length;
    expect(repeated('none')).toBe(0);
    expect(repeated('full')).toBe(layerOperations(v3, moe, shape).length);
    expect(repeated('selective')).toBeGreaterThan(5);
    expect(repeated('selective')).toBeLessThan(repeated('full'));
  });

  it('casts nothing in BF16', () => {
    const bf16 = { ...shape, precision: 'bf16' } as const;
    const all = [
      ...layerOperations(v3, moe, bf16),
      ...backwardInputOperations(v3, moe, bf16),
      ...backwardWeightOperations(v3, moe, bf16),
    ];
    expect(
      all.filter((operation) => operation.kind === 'stream' && operation.kernel.startsWith('cast')),
    ).toEqual([]);
  });

  /** 8 ranks share out all that there is: no copies of key-value heads, no indexer, whole experts. */
  const splitsInEight = ({ moe, attention, layerKinds: kinds }: ModelSpec): boolean =>
    [attention, ...(kinds ?? []).map((kind) => kind.mixer)].every(
      (mixer) =>
        mixer === undefined ||
        (mixer.kind === 'gqa' && mixer.keyValueHeads >= 8) ||
        (mixer.kind === 'mla' && mixer.indexer === undefined),
    ) && (moe?.routedExperts ?? 8) % 8 === 0;

  it.each(Object.keys(MODELS).filter((name) => splitsInEight(MODELS[name]!)))(
    'splits heads and hidden columns of %s over tensor ranks: TP8 does an eighth of the layer',
    (name) => {
      const model = MODELS[name];
      const work = (tensorParallel: number): number => {
        const each = balancedLayerShape(model, { ...options, tensorParallel, expertParallel: 8 });
        const whole = ['q_a', 'kv_a'];
        return layerOperations(model, mtpLayerKind(model), each)
          .filter((operation) => !whole.includes(operation.name))
          .reduce((sum, operation) => sum + operationFlops(operation), 0);
      };
      expect(work(8) / work(1)).toBeCloseTo(1 / 8, 10);
    },
  );

  it('moves bytes in every operation', () => {
    for (const operation of [
      ...layerOperations(v3, dense, shape),
      ...mtpOperations(v3, shape, 'backward-weight'),
    ])
      expect(operationBytes(operation)).toBeGreaterThan(0);
  });
});

describe('the ends of the model', () => {
  it('multiply by the vocabulary in BF16', () => {
    expect(matrices(headOperations(v3, shape, 'forward'))).toEqual({ 'head/forward': [4096, 129280, 7168] });
    expect(matrices(headOperations(v3, shape, 'backward-weight'))).toEqual({
      'head/backward-weight': [129280, 7168, 4096],
    });
    expect(
      headOperations(v3, shape, 'forward')
        .filter((operation) => operation.kind === 'gemm')
        .map((operation) => operation.precision),
    ).toEqual(['bf16']);
  });

  it('give an MTP module a projection, an MoE layer and the head', () => {
    const found = matrices(mtpOperations(v3, shape, 'forward'));
    expect(found).toMatchObject({
      'mtp-projection/forward': [4096, 7168, 14336],
      'head/forward': [4096, 129280, 7168],
      'router/forward': [4096, 256, 7168],
    });
    expect(mtpOperations(v3, shape, 'backward-input').length).toBeGreaterThan(
      backwardInputOperations(v3, moe, shape).length,
    );
  });

  it('look tokens up', () => {
    expect(embeddingOperations(v3, shape, 'forward').map(operationBytes)).toEqual([4 * 4096 * 7168]);
    expect(embeddingOperations(v3, shape, 'backward-input')).toEqual([]);
    expect(embeddingOperations(v3, shape, 'backward-weight')).toHaveLength(1);
  });
});
