/** What is exported and read again is the same job. */
import { IssueList } from '@railyard/base';
import {
  MODELS,
  type ModelSpec,
  PRECISIONS,
  WORKLOADS,
  type WorkloadSpec,
  parameterCounts,
} from '@railyard/parallelism';
import { megatronJob, readFile, torchtitanJob } from '../index.js';
import { readMegatronScript } from '../megatron/index.js';

const v3: WorkloadSpec = {
  ...WORKLOADS['deepseek-v3']!,
  parallelism: { ...WORKLOADS['deepseek-v3']!.parallelism, tensor: 2, pipeline: 4 },
  schedule: { ...WORKLOADS['deepseek-v3']!.schedule, name: 'interleaved', chunksPerDevice: 2 },
  stageLayers: [7, 8, 8, 8, 8, 8, 8, 6],
};
const again = (workload: WorkloadSpec) => {
  const issues = new IssueList();
  const draft = readMegatronScript('job.sh', `pretrain_gpt.py ${megatronJob(workload).text}`, issues);
  expect(issues.issues).toEqual([]);
  expect(draft.unknown).toEqual([]);
  return draft;
};

describe('megatronJob', () => {
  it('says layout, batch, precision and stages so that they are read again', () => {
    expect(again(v3).values).toEqual({
      tensor: 2,
      pipeline: 4,
      expert: 64,
      zeroStage: 1,
      schedule: 'interleaved',
      chunksPerDevice: 2,
      stageLayers: v3.stageLayers,
      sequenceLength: 4096,
      globalSequences: 15_360,
      microBatchSequences: 1,
      precision: 'fp8',
      recompute: 'selective',
      communication: { dispatcher: 'deepep' },
    });
  });

  it.each([
    'deepseek-v3',
    'deepseek-v2-lite',
    'llama3-70b',
    'qwen2.5-72b',
    'qwen3-235b-a22b',
    'mixtral-8x7b',
    'gpt3-175b',
    'nemotron-4-340b',
    'glm-4.5-air',
  ])('describes %s so that it has its parameters again', (name) => {
    const workload = WORKLOADS['llama3-8b']!;
    // The vocabulary is padded to a multiple of the tensor ranks.
    const one = { ...workload, parallelism: { ...workload.parallelism, tensor: 1 } };
    const model = again({ ...one, model: MODELS[name]! }).model as ModelSpec;
    expect(parameterCounts(model).main).toBe(parameterCounts(MODELS[name]!).main);
  });

  const one = { ...v3, parallelism: { ...v3.parallelism, pipeline: 1 } };

  it.each([
    [one, { layers: 20 }],
    [v3, { parts: ['attention', 'ffn'] }],
    [v3, { parts: ['residual'] }],
  ] as const)('says what is offloaded so that it is read again', (workload, activationOffload) => {
    const offload = { kind: 'adamw', offload: true } as const;
    const { values, unstated } = again({ ...workload, activationOffload, optimizer: offload });
    expect(values).toMatchObject({ activationOffload, optimizer: offload });
    expect(unstated.map(({ key }) => key)).not.toContain('offload-modules');
  });

  it('offloads modules in a pipeline, and says which layers it cannot name', () => {
    const { text, left } = megatronJob({ ...v3, activationOffload: { layers: 2 } });
    const modules = 'attn_norm mlp_norm core_attn attn_proj expert_fc1 moe_act';
    expect(text).toContain(`--fine-grained-activation-offloading \\\n--offload-modules ${modules}`);
    expect(left.map(({ key }) => key)).toContain('activationOffload.layers');
  });

  it('says what it leaves', () => {
    const { left } = megatronJob({
      ...WORKLOADS['deepseek-v3']!,
      model: MODELS['gpt-oss-120b']!,
      parallelism: { ...v3.parallelism, placement: 'random' },
    });
    expect(left.map(({ key }) => key)).toEqual([
      'model.layerKinds',
      'communication',
      'recompute',
      'schedule',
      'parallelism.placement',
    ]);
  });
});

describe('a layout that is exported and read again', () => {
  const llama: WorkloadSpec = {
    ...WORKLOADS['llama3-70b']!,
    parallelism: {
      ...WORKLOADS['llama3-70b']!.parallelism,
      data: 8,
      context: 2,
      contextMethod: 'all-gather',
      zeroStage: 3,
    },
  };

  it('as arguments of Megatron-LM', () => {
    const layout = {
      sequenceParallel: false,
      zeroStage: 1,
      contextMethod: 'all-to-all',
      rankOrder: 'tp-cp-ep-pp-dp',
      overlap: { gradientReduction: true, parameterGather: true, expert: true },
    } as const;
    const { data: _, placement: __, expert: ___, ...stated } = { ...llama.parallelism, ...layout };
    expect(again({ ...llama, parallelism: { ...llama.parallelism, ...layout } }).values).toMatchObject(
      stated,
    );
    expect(again(llama).values).toMatchObject({ zeroStage: 3, context: 2, contextMethod: 'all-gather' });
    const split = { ...v3, parallelism: { ...v3.parallelism, expertTensor: 2 } };
    expect(again(split).values).toMatchObject({ expert: 64, expertTensor: 2 });
    expect(again(v3).values).not.toHaveProperty('expertTensor');
  });

  it.each([
    { shardingGroup: 4, reshardAfterForward: false },
    { pipeline: 1, data: 32, reshardAfterForward: false },
    { pipeline: 1, data: 32, shardingGroup: 16, contextMethod: 'ring' },
    { zeroStage: 0, context: 1 },
  ] as const)('as a torchtitan job: %j', (layout) => {
    const workload = { ...llama, parallelism: { ...llama.parallelism, ...layout } };
    const { values } = readFile({ name: 'job.toml', text: torchtitanJob(workload).text }, 'torchtitan');
    const { context = 1, contextMethod, ...rest } = layout as Partial<WorkloadSpec['parallelism']>;
    const { data: _, ...stated } = rest;
    expect(values).toMatchObject({ ...stated, ...(contextMethod === undefined ? {} : { contextMethod }) });
    expect(values.context ?? 1).toBe(
      layout === undefined ? 1 : ((layout as { context?: number }).context ?? 2),
    );
    expect(context).toBeGreaterThan(0);
  });
});

describe('dispatchers and launches as arguments of Megatron-LM', () => {
  it.each([
    { dispatcher: 'all-to-all' },
    { dispatcher: 'deepep' },
    { dispatcher: 'deepep', sms: 24 },
    { dispatcher: 'hybridep', sms: 16 },
    { dispatcher: 'hybridep', sms: 32 },
  ] as const)('%j is read again', (stated) => {
    const communication = { ...v3.communication, ...stated };
    expect(again({ ...v3, communication }).values.communication).toEqual(stated);
    expect(again({ ...v3, communication }).unstated.map(({ key }) => key)).toEqual(['moe-grouped-gemm']);
  });

  it.each([
    { graphs: ['attention', 'recurrent', 'router', 'ffn'], fused: { router: true } },
    { graphs: ['attention'], fused: { router: false } },
    { launch: 'cuda-graphs', fused: { router: true } },
  ] as const)('%j is read again', (stated) => {
    const software = { level: 'megatron-core-2025', ...stated } as const;
    const { values, unstated } = again({ ...v3, software });
    expect(values).toMatchObject({
      software,
      overlap: { gradientReduction: true, parameterGather: true },
    });
    expect(unstated).toEqual([]);
  });

  it('say what has no argument', () => {
    const { left } = megatronJob({
      ...v3,
      recompute: 'none',
      communication: { ...v3.communication, sms: 0 },
      software: { level: 'torchtitan-2025', launch: 'compiled', dropout: 0.1, fused: { norm: false } },
    });
    expect(left.map(({ key }) => key)).toEqual([
      'communication',
      'communication.sms',
      'software.level',
      'software.launch',
      'software.dropout',
      'software.fused.norm',
    ]);
  });
});

describe('numbers as arguments of Megatron-LM', () => {
  it.each(PRECISIONS.filter((name) => name !== 'fp32' && name !== 'fp8-row'))(
    '%s is read again',
    (precision) => {
      expect(again({ ...v3, precision }).values.precision).toBe(precision);
    },
  );

  it.each([
    { kind: 'adamw', masterBytes: 2, momentBytes: 2, gradientBytes: 2 },
    { kind: 'adamw', gradientBytes: 2, reduceBytes: 2 },
    { kind: 'sgd' },
  ] as const)('the optimizer %j is read again', (optimizer) => {
    expect(again({ ...v3, optimizer }).values.optimizer).toEqual(optimizer);
  });

  it('say what has no argument', () => {
    const { left } = megatronJob({
      ...v3,
      precision: 'fp8-row',
      optimizer: { kind: 'adafactor', masterBytes: 0 },
    });
    expect(left.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['precision', 'optimizer.kind', 'optimizer.masterBytes']),
    );
  });
});

describe('what is recomputed', () => {
  it.each([
    { recompute: 'selective', recomputeModules: ['norms', 'moe'] },
    { recompute: 'full' },
    { recompute: 'full', recomputeMethod: 'block', recomputeLayers: 2 },
    { recompute: 'full', recomputeMethod: 'uniform', recomputeLayers: 4 },
  ] as const)('is read again: %j', (recomputed) => {
    const { text, left } = megatronJob({ ...v3, ...recomputed });
    expect(left.map(({ key }) => key)).not.toContain('recompute');
    const draft = readMegatronScript('job.sh', `pretrain_gpt.py ${text}`, new IssueList());
    expect(draft.values).toMatchObject(
      'recomputeModules' in recomputed
        ? { ...recomputed, recomputeModules: expect.arrayContaining([...recomputed.recomputeModules]) }
        : recomputed,
    );
  });

  it('by module has no word in torchtitan', () => {
    const { left } = torchtitanJob({
      ...WORKLOADS['llama3-8b']!,
      recompute: 'selective',
      recomputeModules: ['mlp'],
    });
    expect(left.map(({ key }) => key)).toContain('recomputeModules');
  });
});

describe('torchtitanJob', () => {
  it('is read again as the same job', () => {
    const workload: WorkloadSpec = {
      ...WORKLOADS['llama3.1-405b']!,
      recompute: 'full',
      precision: 'fp8-row',
    };
    const { text, left } = torchtitanJob(workload);
    const draft = readFile({ name: 'job.toml', text }, 'torchtitan');
    expect(draft.model).toBe('llama3.1-405b');
    expect(draft.unknown).toEqual([]);
    expect(draft.values).toMatchObject({
      pipeline: 16,
      tensor: 8,
      schedule: '1f1b',
      sequenceLength: 8192,
      globalSequences: 2048,
      microBatchSequences: 1,
      precision: 'fp8-row',
      recompute: 'full',
    });
    expect(left.map(({ key }) => key)).toEqual(['parallelism.zeroStage']);
  });

  it('says where a model or a schedule has no name there', () => {
    const { left } = torchtitanJob({ ...WORKLOADS['deepseek-v2']!, model: MODELS['kimi-k2']! });
    expect(left.map(({ key }) => key)).toEqual(['model', 'parallelism.zeroStage', 'schedule']);
  });
});
