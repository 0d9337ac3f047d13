/** Which layer is of which kind, by hand for models with a pattern. */
import { IssueList } from '@railyard/base';
import {
  MODELS,
  type LayerKind,
  type ModelSpec,
  backwardInputOperations,
  balancedLayerShape,
  checkModel,
  headCounts,
  isRouted,
  layerCounts,
  layerKindAt,
  layerKindNamed,
  layerKinds,
  layerOperations,
  layerParameters,
  mtpLayerKind,
  operationFlops,
  sharedParametersOfRank,
} from './index.js';

const names = (model: ModelSpec): readonly string[] => layerKinds(model).map((kind) => kind.name);
const sequenceOf = (model: ModelSpec, layers: number): string =>
  Array.from({ length: layers }, (_, layer) => layerKindAt(model, layer).name).join(' ');
const kindOf = (model: ModelSpec, name: string): LayerKind => layerKindNamed(model, name)!;

describe('layer kinds', () => {
  it('of a uniform model are one; of a mixture of experts, its dense layers come first', () => {
    expect(names(MODELS['llama3-8b']!)).toEqual(['dense']);
    expect(names(MODELS['mixtral-8x7b']!)).toEqual(['moe']);
    expect(sequenceOf(MODELS['deepseek-v3']!, 5)).toBe('dense dense dense moe moe');
    expect(layerCounts(MODELS['deepseek-v3']!)).toEqual([3, 58]);
  });

  it('repeat the pattern until every layer has one', () => {
    expect(sequenceOf(MODELS['gpt-oss-120b']!, 4)).toBe('local-moe moe local-moe moe');
    expect(layerCounts(MODELS['gpt-oss-120b']!)).toEqual([18, 18]);
    // 62 layers of Gemma 3 are ten times five local and one global, and two local ones.
    expect(layerCounts(MODELS['gemma3-27b']!)).toEqual([52, 10]);
  });

  it('have experts in every k-th layer, the last of each group', () => {
    const maverick = MODELS['llama4-maverick']!;
    expect(sequenceOf(maverick, 4)).toBe('local-dense local-moe local-dense moe');
    expect(layerKinds(maverick).filter(isRouted)).toHaveLength(2);
  });

  it('of a hybrid have a mixer or an FFN alone', () => {
    const nemotron = MODELS['nemotron3-nano-30b-a3b']!;
    expect(sequenceOf(nemotron, 6)).toBe('mamba experts mamba experts mamba attention');
    expect(layerCounts(nemotron)).toEqual([23, 23, 6]);
    expect(headCounts(kindOf(nemotron, 'experts').mixer)).toEqual([]);
  });

  it('inside an MTP module are as the model says, or as its last layer', () => {
    expect(mtpLayerKind(MODELS['qwen3.5-397b-a17b']!).name).toBe('moe');
    const v4 = MODELS['deepseek-v4-flash']!;
    expect(mtpLayerKind(v4).name).toBe('moe');
    expect(mtpLayerKind(v4).mixer).toMatchObject({ kind: 'compressed', ratio: 0 });
    expect(layerKindAt(v4, 42).name).toBe('compressed-4-moe');
  });
});

describe('operations of a kind', () => {
  const shapeOf = (model: ModelSpec, sequence: number) =>
    balancedLayerShape(model, {
      tokens: 2 * sequence,
      sequence,
      tensorParallel: 1,
      expertParallel: 1,
      precision: 'bf16',
      recompute: 'none',
    });
  const core = (model: ModelSpec, name: string, sequence: number) =>
    layerOperations(model, kindOf(model, name), shapeOf(model, sequence)).find(
      (operation) => operation.kind === 'attention',
    );

  it('attend over a window, if the sequence is longer', () => {
    expect(core(MODELS['gpt-oss-120b']!, 'local-moe', 4096)).toMatchObject({ window: 128, sequence: 4096 });
    expect(core(MODELS['gpt-oss-120b']!, 'moe', 4096)).not.toHaveProperty('window');
    expect(core(MODELS['mistral-7b']!, 'dense', 4096)).not.toHaveProperty('window');
  });

  it('attend inside chunks', () => {
    expect(core(MODELS['llama4-scout']!, 'local-moe', 32_768)).toMatchObject({ batch: 8, sequence: 8192 });
  });

  it('of an FFN alone have no attention and no second norm', () => {
    const model = MODELS['nemotron3-nano-30b-a3b']!;
    const listed = layerOperations(model, kindOf(model, 'experts'), shapeOf(model, 2048));
    expect(listed.filter((one) => one.name.endsWith('norm')).map((one) => one.name)).toEqual(['ffn-norm']);
    expect(listed.some((one) => one.kind === 'attention')).toBe(false);
  });

  it('of a plain FFN have one matrix in, of a gated one two', () => {
    const columns = (name: string, matrix: string) => {
      const model = MODELS[name]!;
      const found = layerOperations(model, layerKinds(model)[0]!, shapeOf(model, 2048)).find(
        (operation) => operation.name === matrix,
      );
      return found?.kind === 'gemm' ? found.n : undefined;
    };
    expect(columns('gpt3-6.7b', 'dense_up')).toBe(16_384);
    expect(columns('llama2-7b', 'dense_gate_up')).toBe(2 * 11_008);
  });

  it('of a parallel block share one norm', () => {
    const falcon = MODELS['falcon-180b']!;
    const norms = layerOperations(falcon, layerKinds(falcon)[0]!, shapeOf(falcon, 2048)).filter((operation) =>
      operation.name.endsWith('norm'),
    );
    expect(norms.map((norm) => norm.name)).toEqual(['attention-norm']);
  });

  it('compute a capacity where experts have one', () => {
    const mixtral = MODELS['mixtral-8x7b']!;
    const padded = { ...mixtral, moe: { ...mixtral.moe!, capacityFactor: 1.5 } };
    expect(shapeOf(padded, 2048).expertRows).toBe(1.5 * shapeOf(mixtral, 2048).expertRows);
  });

  it.each(Object.keys(MODELS))('of %s have work in every pass and section', (name) => {
    const model = MODELS[name]!;
    for (const kind of layerKinds(model)) {
      const shape = shapeOf(model, 2048);
      const flops = [layerOperations, backwardInputOperations].map((of) =>
        of(model, kind, shape).reduce((sum, operation) => sum + operationFlops(operation), 0),
      );
      expect(Math.min(...flops)).toBeGreaterThan(0);
    }
  });
});

describe('what a tensor rank holds', () => {
  it('is its share, and copies of key-value heads where ranks are more than these', () => {
    const qwen = MODELS['qwen2.5-7b']!;
    const kind = layerKinds(qwen)[0]!;
    const { shared } = layerParameters(qwen, kind);
    const norms = 2 * 3584;
    expect(sharedParametersOfRank(qwen, kind, 4)).toBe(norms + (shared - norms) / 4);
    // Seven ranks of 4 heads each hold one of 4 key-value heads, key and value with their biases.
    const head = 2 * 128 * (3584 + 1);
    expect(sharedParametersOfRank(qwen, kind, 7)).toBeCloseTo(
      norms + (shared - norms - 4 * head) / 7 + head,
      6,
    );
  });
});

describe('checkModel', () => {
  const found = (model: ModelSpec): readonly string[] => {
    const issues = new IssueList();
    checkModel(model, issues);
    return issues.issues.map((issue) => `${issue.path} ${issue.code}`);
  };

  it('accepts every preset', () => {
    for (const model of Object.values(MODELS)) expect(found(model)).toEqual([]);
  });

  it('knows the names of a pattern, and needs experts for layers that have some', () => {
    const llama = MODELS['llama3-8b']!;
    expect(
      found({
        ...llama,
        pattern: ['default', 'lokal'],
        layerKinds: [{ name: 'local', ffn: { kind: 'moe' } }],
      }),
    ).toEqual(['/layerKinds/0/ffn missing-key', '/pattern/1 unknown-name']);
    expect(found({ ...llama, layerKinds: [{ name: 'default' }], mtpLayer: 'x' })).toEqual([
      '/layerKinds duplicate',
      '/mtpLayer unknown-name',
    ]);
  });

  it('checks mixers of every kind', () => {
    const llama = MODELS['llama3-8b']!;
    const mixers: ModelSpec['layerKinds'] = [
      {
        name: 'a',
        mixer: { kind: 'mamba2', heads: 64, headDim: 64, stateDim: 128, groups: 5, convolution: 4 },
      },
      {
        name: 'b',
        mixer: {
          kind: 'delta-net',
          keyHeads: 6,
          valueHeads: 16,
          keyHeadDim: 128,
          valueHeadDim: 128,
          convolution: 4,
        },
      },
      { name: 'c', mixer: { kind: 'gqa', heads: 32, keyValueHeads: 8, headDim: 64, window: 8, chunk: 8 } },
      { name: 'd', mixer: { kind: 'linear', heads: 0, headDim: 64 } },
    ];
    expect(found({ ...llama, layerKinds: mixers, paddedVocabulary: 1 })).toEqual([
      '/layerKinds/0/mixer/groups not-divisible',
      '/layerKinds/1/mixer/keyHeads not-divisible',
      '/layerKinds/2/mixer/chunk contradiction',
      '/layerKinds/3/mixer/heads out-of-range',
      '/paddedVocabulary out-of-range',
    ]);
  });
});
