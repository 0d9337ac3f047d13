/** Job files of torchtitan, DeepSpeed, NeMo and MaxText, as published. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ModelSpec, parameterCounts } from '@railyard/parallelism';
import { type FileKind, readFile } from '../index.js';

const FOLDER = join(__dirname, '../../../../test/data/configs');
const read = (name: string, kind: FileKind) =>
  readFile({ name, text: readFileSync(join(FOLDER, name), 'utf8') }, kind);
const keys = (remarks: readonly { readonly key: string }[]) => remarks.map(({ key }) => key);

describe('torchtitan', () => {
  it('names a preset by its flavor, and gives layout, batch and recomputation', () => {
    const draft = read('torchtitan/llama3_405b.toml', 'torchtitan');
    expect(draft.model).toBe('llama3.1-405b');
    expect(draft.values).toEqual({
      pipeline: 1,
      tensor: 8,
      expert: 1,
      zeroStage: 3,
      overlap: { tensor: true },
      sequenceLength: 8192,
      microBatchSequences: 2,
      accumulation: 1,
      precision: 'fp8-tensor',
      software: { level: 'torchtitan-2025' },
      recompute: 'full',
    });
    expect(draft.unknown).toEqual([]);
    expect(keys(draft.unstated)).not.toContain('parallelism.data_parallel_shard_degree');
  });

  it('takes float8 sections without a converter for nothing, and blocks that are not compiled', () => {
    const draft = read('torchtitan/deepseek_v3_671b.toml', 'torchtitan');
    expect(draft.model).toBe('deepseek-v3');
    expect(draft.unknown).toEqual([]);
    expect(keys(draft.unstated)).toEqual([]);
    expect(draft.values).toMatchObject({
      precision: 'bf16',
      recompute: 'selective',
      software: { level: 'torchtitan-2025', launch: 'eager' },
    });
  });

  it('splits experts over tensor ranks where no expert ranks deal them out', () => {
    const of = (degrees: string): unknown =>
      readFile({
        name: 'job.toml',
        text: `[model]\nname = "deepseek_v3"\nflavor = "671B"\n[parallelism]\n${degrees}`,
      }).values?.expertTensor;
    expect(of('tensor_parallel_degree = 8\n')).toBe(8);
    expect(of('tensor_parallel_degree = 8\nexpert_parallel_degree = 8\n')).toBeUndefined();
    expect(of('expert_parallel_degree = 8\nexpert_tensor_parallel_degree = 2\n')).toBe(2);
    expect(of('expert_parallel_degree = 1\n')).toBeUndefined();
  });

  it('says where every so many layers are recomputed', () => {
    const text =
      '[parallelism]\ntensor_parallel_degree = 1\n' +
      '[activation_checkpoint]\nmode = "selective"\nselective_ac_option = "2"\n';
    const draft = readFile({ name: 'job.toml', text }, 'torchtitan');
    expect(keys(draft.unstated)).toEqual(['activation_checkpoint.selective_ac_option']);
  });

  it('lists what it does not know, and schedules that have no word', () => {
    const text =
      '[parallelism]\npipeline_parallel_degree = 4\npipeline_parallel_schedule = "Odd"\nnew_key = 1\n';
    const draft = readFile({ name: 'job.toml', text }, 'torchtitan');
    expect(draft.unknown).toEqual(['parallelism.new_key']);
    expect(draft.values).toMatchObject({ pipeline: 4, schedule: '1f1b', microBatchSequences: 1 });
    expect(keys(draft.unstated)).toContain('parallelism.pipeline_parallel_schedule');
  });

  it('of another program is refused', () => {
    expect(() => readFile({ name: 'pyproject.toml', text: '[project]\nname = "x"\n' }, 'torchtitan')).toThrow(
      /must be a torchtitan job file/,
    );
  });
});

describe('DeepSpeed', () => {
  it('gives its ZeRO stage, and says the rest', () => {
    const draft = read('deepspeed/transformers-zero3-offload.json', 'deepspeed');
    expect(draft.values).toEqual({
      zeroStage: 3,
      overlap: { parameterGather: false },
      precision: 'fp16',
      optimizer: { kind: 'adamw', offload: true },
    });
    expect(keys(draft.unstated)).toEqual(['zero_optimization.offload_param']);
    expect(draft.unknown).toEqual([]);
  });

  it('offloads the inputs of layers that are recomputed', () => {
    const text =
      '{"train_batch_size":8,"zero_optimization":{"stage":1},' +
      '"activation_checkpointing":{"cpu_checkpointing":true}}';
    const { values } = readFile({ name: 'ds.json', text });
    expect(values).toMatchObject({ recompute: 'full', activationOffload: {} });
  });

  it('leaves open what is auto', () => {
    const text =
      '{"train_batch_size":"auto","train_micro_batch_size_per_gpu":4,"gradient_accumulation_steps":2}';
    const draft = readFile({ name: 'ds.json', text });
    expect(draft.values).toEqual({
      zeroStage: 0,
      precision: 'fp32',
      microBatchSequences: 4,
      accumulation: 2,
    });
    expect(keys(draft.unstated)).toContain('train_batch_size');
  });
});

describe('NeMo', () => {
  it.each([
    [
      'gpu-recipes/gpt3-175b-256gpus-fp8.yaml',
      { pipeline: 8, tensor: 4, chunksPerDevice: 2, precision: 'fp8-delayed' },
    ],
    ['gpu-recipes/llama3-1-70b-256gpus-bf16.yaml', { pipeline: 4, tensor: 4, globalSequences: 2048 }],
    ['gpu-recipes/mixtral-8x7b-256gpus-bf16.yaml', { pipeline: 4, tensor: 1, expert: 8, chunksPerDevice: 8 }],
  ])('%s has its layout, and every key is accounted for', (name, values) => {
    const draft = read(name, 'nemo');
    expect(draft.values).toMatchObject(values);
    expect(draft.unknown).toEqual([]);
  });

  it('describes Llama 3.1 70B but for the vocabulary, which is that of another tokenizer', () => {
    const model = read('gpu-recipes/llama3-1-70b-256gpus-bf16.yaml', 'nemo').model as ModelSpec;
    const { embedding, head, main } = parameterCounts(model);
    expect(main - embedding - head).toBe(70_553_706_496 - 2 * 128_256 * 8192);
  });

  it('states the capacity of experts that are padded to it', () => {
    const model = read('gpu-recipes/mixtral-8x7b-256gpus-bf16.yaml', 'nemo').model as ModelSpec;
    expect(model.moe).toMatchObject({ routedExperts: 8, topK: 2, capacityFactor: 1 });
  });
});

describe('DeepSpeed, what overlaps', () => {
  const valuesOf = (zero: object) =>
    readFile(
      { name: 'ds.json', text: JSON.stringify({ zero_optimization: zero, bf16: { enabled: true } }) },
      'deepspeed',
    ).values;

  it.each([
    [{ stage: 0 }, { zeroStage: 0 }],
    [
      { stage: 1, overlap_comm: true },
      { zeroStage: 1, overlap: { gradientReduction: true } },
    ],
    [{ stage: 2 }, { zeroStage: 2, overlap: { gradientReduction: false } }],
    [{ stage: 2, overlap_comm: true }, { zeroStage: 2 }],
    [{ stage: 3 }, { zeroStage: 3 }],
    [{ stage: 3, stage3_prefetch_bucket_size: 5e7 }, { zeroStage: 3 }],
    [
      { stage: 3, stage3_prefetch_bucket_size: 0 },
      { zeroStage: 3, overlap: { parameterGather: false } },
    ],
    [
      { stage: 3, overlap_comm: false },
      { zeroStage: 3, overlap: { gradientReduction: false } },
    ],
  ])('%j', (zero, expected) => {
    expect(valuesOf(zero)).toEqual({ ...expected, precision: 'bf16' });
  });
});

describe('MaxText', () => {
  it('shards over fsdp axes, copies over data axes, and shares sequences', () => {
    const text =
      'model_name: llama3-8b\nici_fsdp_parallelism: 4\nici_context_parallelism: 2\n' +
      'dcn_data_parallelism: 2\nper_device_batch_size: 1\nmax_target_length: 8192\n';
    expect(readFile({ name: 'job.yaml', text }, 'maxtext').values).toMatchObject({
      gpus: 16,
      context: 2,
      contextMethod: 'all-gather',
      zeroStage: 3,
      shardingGroup: 8,
      globalSequences: 16,
      microBatchSequences: 2,
    });
  });

  it('multiplies its axes, and names a preset', () => {
    const draft = read('gpu-recipes/llama-2-7b-256gpus-a3mega-bf16.yaml', 'maxtext');
    expect(draft.model).toBe('llama2-7b');
    expect(draft.values).toMatchObject({ gpus: 256, globalSequences: 1024, microBatchSequences: 4 });
    expect(draft.unknown).toEqual([]);
  });
});

describe('a torchtitan job file with nothing in it but a layout', () => {
  const valuesOf = (text: string) => readFile({ name: 'job.toml', text }, 'torchtitan').values;

  it('takes the defaults of the program: 2,048 tokens, one sequence, selective recomputation', () => {
    expect(valuesOf('[parallelism]\ntensor_parallel_degree = 2\n')).toEqual({
      pipeline: 1,
      tensor: 2,
      expert: 1,
      zeroStage: 3,
      sequenceLength: 2048,
      microBatchSequences: 1,
      accumulation: 1,
      precision: 'bf16',
      recompute: 'selective',
    });
  });

  it.each([
    ['data_parallel_replicate_degree = 8\ndata_parallel_shard_degree = 1', { zeroStage: 0 }],
    [
      'data_parallel_replicate_degree = 2\ndata_parallel_shard_degree = 4',
      { zeroStage: 3, shardingGroup: 4 },
    ],
    ['fsdp_reshard_after_forward = "never"', { zeroStage: 3, reshardAfterForward: false }],
    ['pipeline_parallel_degree = 2', { zeroStage: 3, reshardAfterForward: false }],
    [
      'context_parallel_degree = 2\ndata_parallel_replicate_degree = 2\ndata_parallel_shard_degree = 4',
      { context: 2, contextMethod: 'all-gather', shardingGroup: 8 },
    ],
    [
      'context_parallel_degree = 2\ncontext_parallel_rotate_method = "alltoall"\n' +
        'expert_tensor_parallel_degree = 2',
      { context: 2, contextMethod: 'ring', expertTensor: 2 },
    ],
  ])('%j', (text, expected) => {
    expect(valuesOf(`[parallelism]\n${text}\n`)).toMatchObject(expected);
  });

  it('gives a pipeline its micro-batches of the local batch, and interleaving two chunks', () => {
    const text =
      '[parallelism]\npipeline_parallel_degree = 2\npipeline_parallel_schedule = "Interleaved1F1B"\n' +
      '[training]\nlocal_batch_size = 8\n';
    expect(valuesOf(text)).toMatchObject({
      schedule: 'interleaved',
      chunksPerDevice: 2,
      microBatchSequences: 1,
      accumulation: 8,
    });
  });
});
