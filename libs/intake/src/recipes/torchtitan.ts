/** A torchtitan job file (TOML). */
import { type IssueList } from '@railyard/base';
import { MODELS as PRESETS, type ScheduleName } from '@railyard/parallelism';
import { Fields, type JobDraft, type JobValues, isRecord, keysLike } from '../source/index.js';

type Plain = Readonly<Record<string, unknown>>;

/** Flavors by the names of presets. */
const MODELS: Readonly<Record<string, string>> = {
  'llama2/7B': 'llama2-7b',
  'llama2/13B': 'llama2-13b',
  'llama2/70B': 'llama2-70b',
  'llama3/8B': 'llama3-8b',
  'llama3/70B': 'llama3-70b',
  'llama3/405B': 'llama3.1-405b',
  'llama4/17bx16e': 'llama4-scout',
  'llama4/17bx128e': 'llama4-maverick',
  'deepseek_v3/16B': 'deepseek-v2-lite',
  'deepseek_v3/671B': 'deepseek-v3',
  'qwen3/0.6B': 'qwen3-0.6b',
  'qwen3/8B': 'qwen3-8b',
  'qwen3/32B': 'qwen3-32b',
  'qwen3/30B-A3B': 'qwen3-30b-a3b',
  'qwen3/235B-A22B': 'qwen3-235b-a22b',
};

/** The flavor of a preset; undefined when it has none. */
export function flavorOf(preset: string): { readonly name: string; readonly flavor: string } | undefined {
  const found = Object.entries(MODELS).find(([, name]) => name === preset)?.[0];
  const [name, flavor] = found?.split('/') ?? [];
  return name === undefined || flavor === undefined ? undefined : { name, flavor };
}

const SCHEDULES: Readonly<Record<string, ScheduleName>> = {
  GPipe: 'gpipe',
  '1F1B': '1f1b',
  Interleaved1F1B: 'interleaved',
  ZBVZeroBubble: 'zb-v',
  DualPipeV: 'dualpipe-v',
};

/** Sections without effect on a step's time and memory. */
const QUIET = new Set([
  'job',
  'profiling',
  'metrics',
  'optimizer',
  'lr_scheduler',
  'checkpoint',
  'comm',
  'validation',
  'fault_tolerance',
  'experimental',
  'memory_estimation',
  'debug',
]);

/** What is done about keys that documents cannot state. */
const UNSTATED: Readonly<Record<string, string>> = {
  'parallelism.enable_compiled_autograd': 'no launch from the host is counted',
  'float8.enable_fsdp_float8_all_gather': 'weights are gathered in FP8 with one scale per tensor',
  'float8.precompute_float8_dynamic_scale_for_fsdp': 'scales are found tensor by tensor',
  'float8.filter_fqns': 'the head stays in BF16 always',
  'training.mixed_precision_param': 'weights are BF16, master weights FP32',
  'training.mixed_precision_reduce': 'gradients are reduced in FP32',
};

const isQuietKey = keysLike(`
  training.max_norm training.steps training.dataset* training.seed training.deterministic training.gc_*
  training.debug* training.data_* model.norm_type model.tokenizer_* model.hf_* model.print_*
  model.custom_import quantize.*
`);

export function readTorchtitan(source: string, file: Plain, issues: IssueList): JobDraft {
  const fields = new Fields(flattened(file), source, issues);
  const model = modelOf(fields);
  const values = valuesOf(fields);
  for (const [key, text] of Object.entries(UNSTATED)) if (fields.has(key)) fields.leave(key, text);
  for (const section of ['quantize.dense.float8', 'quantize.moe.float8'])
    if (values.precision !== 'bf16' && isSection(file, section))
      fields.leave(section, 'which matrices are FP8 is not stated: all but the head');
  const remarks = fields.remarks((key) => QUIET.has(key.split('.')[0] ?? '') || isQuietKey(key));
  return { source, kind: 'torchtitan', ...(model === undefined ? {} : { model }), values, ...remarks };
}

/** `section.key` of every section, `a.b.key` of nested ones. */
function flattened(file: Plain, prefix = ''): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(file)) {
    if (isRecord(value)) Object.assign(flat, flattened(value, `${prefix}${key}.`));
    else flat[`${prefix}${key}`] = value;
  }
  return flat;
}

const isSection = (file: Plain, path: string): boolean =>
  isRecord(path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), file));

function modelOf(fields: Fields): string | undefined {
  const name = fields.text('model.name');
  const flavor = fields.text('model.flavor');
  if (name === undefined || flavor === undefined) return undefined;
  const known = MODELS[`${name}/${flavor}`];
  if (known === undefined)
    fields.leave('model.flavor', `${name} ${flavor} is no preset: the model is that of --model`);
  return known;
}

function valuesOf(fields: Fields): JobValues {
  const degree = (key: string): number =>
    Math.max(1, fields.count(`parallelism.${key}`, `experimental.${key}`) ?? 1);
  const pipeline = degree('pipeline_parallel_degree');
  const tensor = fields.count('parallelism.tensor_parallel_degree', 'training.tensor_parallel_degree') ?? 1;
  const local = fields.count('training.local_batch_size', 'training.batch_size') ?? 1;
  const micro = fields.count('parallelism.pipeline_parallel_microbatch_size') ?? (pipeline > 1 ? 1 : local);
  const global = fields.count('training.global_batch_size');
  return {
    pipeline,
    tensor,
    expert: degree('expert_parallel_degree'),
    ...contextOf(fields),
    ...expertTensorOf(fields, tensor),
    ...shardingOf(fields, pipeline),
    ...(fields.flag('parallelism.enable_async_tensor_parallel') === true && tensor > 1
      ? { overlap: { tensor: true } }
      : {}),
    ...(pipeline > 1 ? scheduleOf(fields) : unusedSchedule(fields)),
    sequenceLength: fields.count('training.seq_len') ?? 2048,
    microBatchSequences: micro,
    ...(global === undefined || global === 0 ? { accumulation: local / micro } : { globalSequences: global }),
    ...precisionOf(fields),
    ...softwareOf(fields),
    ...recomputeOf(fields),
    ...offloadOf(fields),
  };
}

/** FSDP2's `CPUOffloadPolicy`: weights, gradients and the optimizer's state lie in the host's memory. */
function offloadOf(fields: Fields): JobValues {
  if (fields.flag('training.enable_cpu_offload') !== true) return {};
  fields.leave('training.enable_cpu_offload', "of the optimizer's state; weights stay on the device");
  return { optimizer: { kind: 'adamw', offload: true } };
}

/** Keys and values are gathered, or go round a ring (torch's `alltoall`, which rotates blocks). */
function contextOf(fields: Fields): JobValues {
  const context =
    fields.count('parallelism.context_parallel_degree', 'experimental.context_parallel_degree') ?? 1;
  const rotate = fields.text(
    'parallelism.context_parallel_rotate_method',
    'experimental.context_parallel_rotate_method',
  );
  if (context <= 1) return {};
  return { context, contextMethod: rotate === 'alltoall' ? 'ring' : 'all-gather' };
}

/** Tensor ranks split experts that no expert ranks deal out (torchtitan's `apply_moe_ep_tp`). */
function expertTensorOf(fields: Fields, tensor: number): JobValues {
  const expert = Math.max(1, fields.count('parallelism.expert_parallel_degree') ?? 1);
  const stated = fields.count('parallelism.expert_tensor_parallel_degree') ?? 1;
  const model = MODELS[`${fields.text('model.name')}/${fields.text('model.flavor')}`] ?? '';
  const expertTensor = expert === 1 && PRESETS[model]?.moe !== undefined ? tensor : stated;
  return expertTensor > 1 ? { expertTensor } : {};
}

/**
 * The level, where the file says what is compiled: the blocks, or (`components`) the loss alone, so that the
 * host launches every kernel.
 */
function softwareOf(fields: Fields): JobValues {
  const components = fields.list('compile.components') ?? ['model', 'loss'];
  const enabled = fields.flag('compile.enable', 'training.compile');
  if (enabled === undefined) return {};
  const isCompiled = enabled && components.includes('model');
  return { software: { level: 'torchtitan-2025', ...(isCompiled ? {} : { launch: 'eager' }) } };
}

/**
 * FSDP2 over the sharding ranks, copies over the others; without sharding ranks DDP. In a pipeline weights
 * stay gathered unless the file says always.
 */
function shardingOf(fields: Fields, pipeline: number): JobValues {
  const degree = (...names: readonly string[]): number => Number(fields.value(...names) ?? 0);
  const copies = degree(
    'parallelism.data_parallel_replicate_degree',
    'training.data_parallel_replicate_degree',
  );
  const shards = degree(
    'parallelism.data_parallel_shard_degree',
    'training.data_parallel_shard_degree',
    'training.data_parallel_degree',
  );
  if (copies > 1 && shards === 1) return { zeroStage: 0 };
  const context = Math.max(1, fields.count('parallelism.context_parallel_degree') ?? 1);
  if (copies > 1 && shards < 1)
    fields.leave('parallelism.data_parallel_replicate_degree', `${copies}: state shardingGroup`);
  const policy = fields.text('parallelism.fsdp_reshard_after_forward') ?? 'default';
  const stays = policy === 'never' || (policy === 'default' && pipeline > 1);
  return {
    zeroStage: 3,
    ...(copies > 1 && shards > 1 ? { shardingGroup: shards * context } : {}),
    ...(stays ? { reshardAfterForward: false } : {}),
  };
}

function scheduleOf(fields: Fields): JobValues {
  const name =
    fields.text('parallelism.pipeline_parallel_schedule', 'experimental.pipeline_parallel_schedule') ??
    '1F1B';
  const schedule = SCHEDULES[name];
  if (schedule === undefined)
    fields.leave('parallelism.pipeline_parallel_schedule', `${name} is not stated: 1f1b`);
  const perStage = fields.count('parallelism.pipeline_parallel_layers_per_stage');
  if (perStage !== undefined)
    fields.leave('parallelism.pipeline_parallel_layers_per_stage', 'stages are balanced; state stageLayers');
  const interleaved = schedule === 'interleaved';
  return { schedule: schedule ?? '1f1b', ...(interleaved ? { chunksPerDevice: 2 } : {}) };
}

function unusedSchedule(fields: Fields): JobValues {
  fields.value('parallelism.pipeline_parallel_schedule', 'experimental.pipeline_parallel_schedule');
  return {};
}

function precisionOf(fields: Fields): JobValues {
  const converters = JSON.stringify(fields.value('model.converters') ?? '');
  const enabled = fields.flag('float8.enable_float8_linear') === true;
  const recipe = fields.text('float8.recipe_name', 'quantize.linear.float8.recipe_name') ?? 'tensorwise';
  if (/mx/.test(converters)) return { precision: 'mxfp8' };
  if (!enabled && !/float8|fp8/.test(converters)) return { precision: 'bf16' };
  return { precision: /row/.test(recipe) ? 'fp8-row' : 'fp8-tensor' };
}

function recomputeOf(fields: Fields): JobValues {
  const mode = fields.text('activation_checkpoint.mode') ?? 'selective';
  const option = fields.text('activation_checkpoint.selective_ac_option') ?? 'op';
  if (mode === 'selective' && option !== 'op')
    fields.leave(
      'activation_checkpoint.selective_ac_option',
      `${option}: every second product is recomputed`,
    );
  if (mode === 'none' || mode === 'selective' || mode === 'full') return { recompute: mode };
  fields.leave('activation_checkpoint.mode', `${mode} is not stated: selective`);
  return { recompute: 'selective' };
}
