/** Launch scripts and lists of arguments of Megatron-LM: by hand, and those of its repository. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IssueList } from '@railyard/base';
import { type ModelSpec, parameterCounts } from '@railyard/parallelism';
import { readFile } from '../index.js';
import { layerFrequency, pipelineLayout } from './layer-frequency.js';
import { readFlags } from './read-flags.js';

const FOLDER = join(__dirname, '../../../../test/data/configs/megatron');
const read = (flags: Readonly<Record<string, unknown>>, variables: Readonly<Record<string, string>> = {}) => {
  const issues = new IssueList();
  const draft = readFlags('train.sh', { flags, variables }, issues);
  return { draft, model: draft.model as ModelSpec, issues: issues.issues };
};
const gpt = { 'num-layers': '96', 'hidden-size': '12288', 'num-attention-heads': '96' };

describe('arguments', () => {
  it('describe GPT-3 by their defaults: biases, LayerNorm, GELU, a learned table, a tied head', () => {
    const { model, issues } = read({ ...gpt, 'max-position-embeddings': '2048', 'vocab-size': '50257' });
    expect(issues).toEqual([]);
    // The vocabulary is padded to a multiple of 128: 47 rows more than in the paper's 174,604,259,328.
    expect(parameterCounts(model).main).toBe(174_604_259_328 + 47 * 12_288);
  });

  it('describe Llama when they say so', () => {
    const { model } = read({
      'num-layers': '32',
      'hidden-size': '4096',
      'num-attention-heads': '32',
      'group-query-attention': true,
      'num-query-groups': '8',
      'ffn-hidden-size': '14336',
      swiglu: true,
      normalization: 'RMSNorm',
      'disable-bias-linear': true,
      'untie-embeddings-and-output-weights': true,
      'position-embedding-type': 'rope',
      'vocab-size': '128256',
    });
    expect(parameterCounts(model).main).toBe(8_030_261_248);
  });

  it('take the FFN of a gated activation as Megatron does: two thirds of 4 h in multiples of 64', () => {
    const { model, draft } = read({
      'num-layers': 2,
      'hidden-size': 4096,
      'num-attention-heads': 32,
      swiglu: true,
    });
    expect(model.denseHidden).toBe(10_880);
    expect(draft.defaults.map(({ key }) => key)).toContain('ffn-hidden-size');
  });

  it('give layout, batch, precision and recomputation', () => {
    const { draft } = read(
      {
        ...gpt,
        'tensor-model-parallel-size': '8',
        'pipeline-model-parallel-size': '8',
        'num-layers-per-virtual-pipeline-stage': '2',
        'use-distributed-optimizer': true,
        'micro-batch-size': '1',
        'global-batch-size': '1536',
        'seq-length': '2048',
        'fp8-format': 'hybrid',
        'recompute-activations': true,
        nnodes: '$NODES',
        'nproc-per-node': '8',
      },
      { NODES: '16' },
    );
    expect(draft.values).toEqual({
      gpus: 128,
      tensor: 8,
      pipeline: 8,
      expert: 1,
      sequenceParallel: false,
      zeroStage: 1,
      schedule: 'interleaved',
      chunksPerDevice: 6,
      sequenceLength: 2048,
      globalSequences: 1536,
      microBatchSequences: 1,
      precision: 'fp8-delayed',
      recompute: 'selective',
    });
  });

  const layoutOf = (flags: Readonly<Record<string, unknown>>) => {
    const { draft } = read({ ...gpt, 'tensor-model-parallel-size': '2', ...flags });
    return draft.values;
  };

  it('say who shares sequences and how, and the order of ranks', () => {
    expect(
      layoutOf({
        'context-parallel-size': '4',
        'cp-comm-type': 'a2a',
        'sequence-parallel': true,
        'use-tp-pp-dp-mapping': true,
      }),
    ).toMatchObject({ context: 4, contextMethod: 'all-to-all', rankOrder: 'tp-cp-ep-pp-dp' });
    expect(layoutOf({ 'context-parallel-size': '4' })).toMatchObject({
      contextMethod: 'ring',
      sequenceParallel: false,
    });
    expect(layoutOf({ 'sequence-parallel': true })).not.toHaveProperty('sequenceParallel');
  });

  it('split experts as tensor-parallel ranks do, unless they say', () => {
    const experts = { 'num-experts': '8', 'moe-router-topk': '2', 'sequence-parallel': true };
    expect(layoutOf(experts)).toMatchObject({ expertTensor: 2 });
    expect(layoutOf({ ...experts, 'expert-tensor-parallel-size': '1' })).not.toHaveProperty('expertTensor');
  });

  it.each<[object, object]>([
    [{}, { zeroStage: 0 }],
    [
      { 'use-distributed-optimizer': true, 'overlap-grad-reduce': true, 'overlap-param-gather': true },
      { zeroStage: 1, overlap: { gradientReduction: true, parameterGather: true } },
    ],
    [{ 'overlap-param-gather': true }, { zeroStage: 0 }],
    [
      { 'tp-comm-overlap': true, 'sequence-parallel': true },
      { zeroStage: 0, overlap: { tensor: true } },
    ],
    [
      { 'overlap-moe-expert-parallel-comm': true, 'delay-wgrad-compute': true },
      { overlap: { expert: true } },
    ],
    [{ 'moe-a2a-overlap': 'true' }, { overlap: { expert: true } }],
    [{ 'use-torch-fsdp2': true }, { zeroStage: 3 }],
    [
      { 'use-megatron-fsdp': true, 'data-parallel-sharding-strategy': 'optim_grads' },
      { zeroStage: 2, overlap: { gradientReduction: false } },
    ],
    [
      {
        'use-megatron-fsdp': true,
        'data-parallel-sharding-strategy': 'optim_grads_params',
        'overlap-grad-reduce': true,
      },
      { zeroStage: 3, overlap: { gradientReduction: true, parameterGather: false } },
    ],
  ])('shard by %j', (flags, expected) => {
    expect(layoutOf({ ...flags })).toMatchObject(expected);
  });

  it.each([
    [{ fp16: true }, 'fp16'],
    [{ bf16: true }, 'bf16'],
    [{ 'fp8-format': 'e4m3', 'fp8-recipe': 'blockwise' }, 'fp8'],
    [{ 'fp8-format': 'e4m3', 'fp8-recipe': 'tensorwise' }, 'fp8-tensor'],
    [{ 'fp8-format': 'hybrid' }, 'fp8-delayed'],
    [{ 'fp8-format': 'e4m3', 'fp8-recipe': 'mxfp8' }, 'mxfp8'],
    [{ 'fp4-format': 'e2m1' }, 'nvfp4'],
  ])('%j is %s', (flags, precision) => {
    expect(read({ ...gpt, ...flags }).draft.values.precision).toBe(precision);
  });

  it('say where weight gradients run unless they fill the waits of an overlapped exchange', () => {
    const keys = (flags: object) => read({ ...gpt, ...flags }).draft.unstated.map(({ key }) => key);
    const late = { 'delay-wgrad-compute': true };
    expect(keys(late)).toEqual(['delay-wgrad-compute']);
    expect(keys({ ...late, 'overlap-moe-expert-parallel-comm': true })).toEqual([]);
  });

  it("state the optimizer's bytes where they differ from the precision's", () => {
    const of = (flags: object) => read({ ...gpt, bf16: true, ...flags }).draft.values.optimizer;
    expect(of({})).toBeUndefined();
    expect(of({ optimizer: 'sgd' })).toEqual({ kind: 'sgd' });
    expect(of({ 'grad-reduce-in-bf16': true })).toEqual({ kind: 'adamw', gradientBytes: 2, reduceBytes: 2 });
    expect(
      of({
        'use-precision-aware-optimizer': true,
        'exp-avg-dtype': 'bf16',
        'exp-avg-sq-dtype': 'fp32',
        'main-params-dtype': 'fp16',
        'main-grads-dtype': 'bf16',
      }),
    ).toEqual({ kind: 'adamw', momentBytes: 3, masterBytes: 2, gradientBytes: 2 });
  });

  it('of a model alone leave the layout open', () => {
    const { draft } = read({ ...gpt, 'seq-length': '2048' });
    expect(draft.values).toEqual({ sequenceLength: 2048, precision: 'bf16' });
  });

  it.each([
    [{ 'recompute-granularity': 'full', 'recompute-method': 'uniform', 'recompute-num-layers': '1' }, {}],
    [
      { 'recompute-granularity': 'full', 'recompute-method': 'block', 'recompute-num-layers': '3' },
      { recomputeMethod: 'block', recomputeLayers: 3 },
    ],
    [
      { 'recompute-granularity': 'full', 'recompute-method': 'uniform', 'recompute-num-layers': '2' },
      { recomputeMethod: 'uniform', recomputeLayers: 2 },
    ],
    [
      { 'recompute-granularity': 'selective', 'recompute-modules': 'mla_up_proj moe_act layernorm' },
      { recompute: 'selective', recomputeModules: ['mla-up', 'moe-activation', 'norms'] },
    ],
    [
      { 'recompute-granularity': 'selective', 'recompute-modules': ['core_attn', 'mlp'] },
      { recompute: 'selective', recomputeModules: ['attention-core', 'mlp'] },
    ],
    [{ 'moe-layer-recompute': true }, { recompute: 'selective', recomputeModules: ['moe'] }],
    [{ 'recompute-activations': true }, { recompute: 'selective' }],
  ])('say what is recomputed: %j', (flags, values) => {
    const { draft } = read({ ...gpt, ...flags });
    expect(draft.values).toEqual({ precision: 'bf16', recompute: 'full', ...values });
    expect(draft.unstated).toEqual([]);
    expect(draft.unknown).toEqual([]);
  });

  it('say which part cannot be recomputed by itself', () => {
    const flags = { 'recompute-granularity': 'selective', 'recompute-modules': 'moe gdn' };
    const { draft } = read({ ...gpt, ...flags });
    expect(draft.values.recomputeModules).toEqual(['moe']);
    expect(draft.unstated).toMatchObject([{ key: 'recompute-modules', text: /^gdn/ }]);
  });

  it('say what cannot be stated, what is unknown, and what a variable leaves open', () => {
    const { draft } = read({
      ...gpt,
      'cross-entropy-loss-fusion': true,
      'no-such-flag': '7',
      'seq-length': '$SEQ',
      lr: '1e-4',
    });
    const keys = draft.unstated.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['cross-entropy-loss-fusion', 'seq-length']));
    expect(draft.unknown).toEqual(['no-such-flag']);
    expect(draft.without).toEqual(['lr']);
  });

  it('are refused with one message each where they contradict each other or miss a number', () => {
    expect(
      read({ 'num-layers': '2', 'hidden-size': '100', 'num-attention-heads': '3' }).issues,
    ).toMatchObject([{ path: '/num-attention-heads', code: 'contradiction' }]);
    expect(read({ 'num-layers': 'many', 'num-attention-heads': '8' }).issues).toMatchObject([
      { path: '/num-layers', code: 'wrong-type' },
      { path: '/hidden-size', code: 'missing-key' },
    ]);
    expect(read({ ...gpt, swiglu: true, 'squared-relu': true }).issues).toMatchObject([
      { path: '/squared-relu' },
    ]);
  });
});

describe('arguments on dispatchers and launches', () => {
  const of = (flags: object) => read({ ...gpt, 'num-experts': '8', ...flags }).draft;
  const unstated = (flags: object) => of(flags).unstated.map(({ key }) => key);

  it.each<[object, object | undefined]>([
    [{}, undefined],
    [{ 'moe-token-dispatcher-type': 'alltoall' }, { dispatcher: 'all-to-all' }],
    [{ 'moe-token-dispatcher-type': 'flex' }, { dispatcher: 'deepep' }],
    [
      { 'moe-enable-deepep': true, 'moe-deepep-num-sms': '24' },
      { dispatcher: 'deepep', sms: 24 },
    ],
    [
      { 'moe-token-dispatcher-type': 'flex', 'moe-flex-dispatcher-backend': 'hybridep' },
      { dispatcher: 'hybridep', sms: 16 },
    ],
    [
      {
        'moe-token-dispatcher-type': 'flex',
        'moe-flex-dispatcher-backend': 'hybridep',
        'moe-hybridep-num-sms': '32',
      },
      { dispatcher: 'hybridep', sms: 32 },
    ],
  ])('%j dispatch by %j', (flags, communication) => {
    expect(of(flags).values.communication).toEqual(communication);
    expect(unstated(flags)).toEqual([]);
    expect(of(flags).unknown).toEqual([]);
  });

  it('say what is not stated of dispatchers and permutation', () => {
    expect(unstated({ 'moe-token-dispatcher-type': 'allgather' })).toEqual(['moe-token-dispatcher-type']);
    const flex = { 'moe-token-dispatcher-type': 'flex' };
    expect(unstated({ ...flex, 'moe-flex-dispatcher-backend': 'own' })).toEqual([
      'moe-flex-dispatcher-backend',
    ]);
    expect(unstated({ ...flex, 'moe-permute-fusion': true })).toEqual(['moe-permute-fusion']);
    const plain = { 'moe-token-dispatcher-type': 'alltoall' };
    expect(unstated({ ...plain, 'moe-permute-fusion': true })).toEqual([]);
    expect(unstated({ ...plain, 'moe-permute-fusion': false })).toEqual(['moe-permute-fusion']);
    expect(of({ 'expert-model-parallel-size': '8' }).defaults.map(({ key }) => key)).toContain(
      'moe-token-dispatcher-type',
    );
  });

  const level = 'megatron-core-2025';
  const fused = { router: false };
  it.each<[object, object | undefined]>([
    [{}, undefined],
    [{ 'cuda-graph-impl': 'none', 'enable-cuda-graph': false }, undefined],
    [{ 'moe-router-fusion': true }, { level, fused: { router: true } }],
    [
      { 'cuda-graph-impl': 'transformer_engine', 'cuda-graph-scope': 'attn moe_router moe_preprocess' },
      { level, graphs: ['attention', 'router'], fused },
    ],
    [
      { 'cuda-graph-impl': 'local', 'cuda-graph-scope': ['mamba', 'mlp'] },
      { level, graphs: ['recurrent', 'ffn'], fused },
    ],
    [
      { 'cuda-graph-impl': 'local', 'cuda-graph-scope': 'full_iteration' },
      { level, launch: 'cuda-graphs', fused },
    ],
    [
      { 'enable-cuda-graph': true, 'cuda-graph-scope': 'attn' },
      { level, graphs: ['attention'], fused },
    ],
    [
      { 'num-experts': null, 'external-cuda-graph': true },
      { level, graphs: ['attention', 'recurrent', 'ffn'] },
    ],
  ])('%j launch by %j', (flags, software) => {
    expect(of(flags).values.software).toEqual(software);
    expect(unstated(flags)).toEqual([]);
    expect(of(flags).unknown).toEqual([]);
  });

  it('say which graphs are not stated', () => {
    const impl = { 'cuda-graph-impl': 'local' };
    expect(unstated(impl)).toEqual(['cuda-graph-scope']);
    expect(unstated({ ...impl, 'cuda-graph-scope': 'attn moe' })).toEqual(['cuda-graph-scope']);
    expect(unstated({ 'cuda-graph-scope': 'attn' })).toEqual(['cuda-graph-scope']);
    expect(unstated({ 'cuda-graph-impl': 'other' })).toEqual(['cuda-graph-impl']);
    expect(of({ 'cuda-graph-of-tomorrow': '1' }).unknown).toEqual(['cuda-graph-of-tomorrow']);
  });

  it('hide what they say, whatever the level would', () => {
    const layout = { 'tensor-model-parallel-size': '1', 'moe-router-fusion': true };
    const overlap = (flags: object) => of({ ...layout, ...flags }).values.overlap;
    expect(overlap({})).toEqual({ gradientReduction: false, parameterGather: false });
    const flags = { 'use-distributed-optimizer': true, 'overlap-param-gather': true };
    expect(overlap({ ...flags, 'overlap-grad-reduce': true })).toEqual({
      gradientReduction: true,
      parameterGather: true,
    });
  });
});

describe('lists of layers', () => {
  it('are read as Megatron writes them', () => {
    expect(layerFrequency('([0]*3+[1]*58)', 61)).toEqual([...Array(3).fill(0), ...Array(58).fill(1)]);
    expect(layerFrequency('2', 4)).toEqual([1, 0, 1, 0]);
    expect(layerFrequency('[0,1]*2', 4)).toEqual([0, 1, 0, 1]);
    expect(layerFrequency('__import__("os")', 4)).toBeUndefined();
  });

  it('of a pipeline layout are the layers of each stage', () => {
    expect(pipelineLayout('Et*2|(tt|)*5t|tmL')).toEqual([2, 2, 2, 2, 2, 2, 1, 1]);
    expect(pipelineLayout('E|t|L')).toEqual([0, 1, 0]);
    expect(pipelineLayout('E|x|L')).toBeUndefined();
  });
});

describe('files of the Megatron-LM repository', () => {
  interface Scripts {
    readonly scripts: Readonly<
      Record<
        string,
        {
          readonly flags: Readonly<Record<string, unknown>>;
          readonly variables?: Readonly<Record<string, string>>;
        }
      >
    >;
  }
  const { scripts } = JSON.parse(readFileSync(join(FOLDER, 'example-flags.json'), 'utf8')) as Scripts;

  it.each(Object.entries(scripts))('%s is read without an issue', (_, { flags, variables = {} }) => {
    const { draft, issues } = read(flags, variables);
    expect(issues).toEqual([]);
    const listed = [...draft.unstated.map(({ key }) => key), ...draft.unknown, ...draft.without];
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('of DeepSeek-V3 under Megatron FSDP has its parameters', () => {
    const { flags, variables = {} } = scripts['examples/megatron_fsdp/sbatch_mfsdp_deepseek_v3.sh']!;
    const { model } = read({ ...flags, 'vocab-size': '129280' }, variables);
    expect(parameterCounts(model).main).toBe(671_026_404_352);
  });

  it('of releases are YAML with MODEL_ARGS', () => {
    const name = 'deepseekv3_proxy_flex_tp1pp4emp16etp1cp1_release.yaml';
    const draft = readFile({ name, text: readFileSync(join(FOLDER, name), 'utf8') });
    expect(draft.unknown).toEqual([]);
    expect(draft.values).toMatchObject({
      pipeline: 4,
      tensor: 2,
      expert: 16,
      chunksPerDevice: 2,
      stageLayers: [2, 2, 2, 2, 2, 2, 1, 1],
      communication: { dispatcher: 'hybridep', sms: 16 },
    });
  });

  it.each([
    ['examples/megatron_fsdp/sbatch_mfsdp_deepseek_v3.sh', { dispatcher: 'hybridep', sms: 16 }],
    ['examples/mixtral/train_mixtral_8x7b_distributed.sh', { dispatcher: 'all-to-all' }],
  ])('%s dispatches by %j', (name, communication) => {
    const { flags, variables = {} } = scripts[name]!;
    const { draft } = read(flags, variables);
    expect(draft.values).toMatchObject({ communication });
    expect(draft.unstated.map(({ key }) => key)).not.toContain('moe-permute-fusion');
  });
});

describe('offloading', () => {
  const of = (flags: Readonly<Record<string, unknown>>) => {
    const { values, unstated } = read({ 'tensor-model-parallel-size': '1', ...flags }).draft;
    return { offload: values.activationOffload, unstated: unstated.map(({ text }) => text) };
  };

  it('takes the first layers, or parts of all by the modules that they belong to', () => {
    expect(of({ 'cpu-offloading-num-layers': '16' })).toEqual({ offload: { layers: 16 }, unstated: [] });
    expect(of({ 'cpu-offloading-num-layers': '0' })).toEqual({ offload: undefined, unstated: [] });
    const fine = { 'fine-grained-activation-offloading': true };
    expect(of({ ...fine, 'offload-modules': 'core_attn attn_proj' }).offload).toEqual({
      parts: ['attention'],
    });
    expect(of({ ...fine, 'offload-modules': ['moe_act'] })).toEqual({
      offload: { parts: ['ffn'] },
      unstated: ['expert_fc1 too: ffn is offloaded as a whole'],
    });
    expect(of({ ...fine, 'offload-modules': 'qkv_linear' })).toEqual({
      offload: undefined,
      unstated: ['qkv_linear is not offloaded by itself'],
    });
  });

  it('takes the state of the optimizer, and says that a fraction is all of it', () => {
    const { values } = read({ 'optimizer-cpu-offload': true }).draft;
    expect(values.optimizer).toEqual({ kind: 'adamw', offload: true });
    expect(of({ 'optimizer-cpu-offload': true, 'optimizer-offload-fraction': '0.5' }).unstated).toEqual([
      '0.5 is not stated: all of the state is offloaded',
    ]);
  });
});
