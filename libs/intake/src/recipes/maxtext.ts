/** A MaxText configuration (YAML): a model by name, parallelism over slices (dcn) and inside them (ici). */
import { type IssueList } from '@railyard/base';
import { Fields, type JobDraft, type JobValues, keysLike } from '../source/index.js';

const MODELS: Readonly<Record<string, string>> = {
  'llama2-7b': 'llama2-7b',
  'llama2-13b': 'llama2-13b',
  'llama2-70b': 'llama2-70b',
  'llama3-8b': 'llama3-8b',
  'llama3-70b': 'llama3-70b',
  'llama3-405b': 'llama3.1-405b',
  'llama3.1-8b': 'llama3-8b',
  'llama3.1-70b': 'llama3-70b',
  'llama3.1-405b': 'llama3.1-405b',
  'mistral-7b': 'mistral-7b',
  'mixtral-8x7b': 'mixtral-8x7b',
  'mixtral-8x22b': 'mixtral-8x22b',
  'gpt3-175b': 'gpt3-175b',
  'deepseek3-671b': 'deepseek-v3',
  'qwen3-8b': 'qwen3-8b',
  'gemma2-9b': 'gemma2-9b',
  'gemma2-27b': 'gemma2-27b',
};

const isQuiet = keysLike(`
  hardware enable_checkpointing dataset* enable_goodput* monitor_goodput save_config* use_iota_embed
  scan_layers logits_dot_in_fp32 base_output_directory run_name steps async_checkpointing profiler
  skip_first* tokenizer* learning_rate attention base_config reuse_example* gcs_metrics upload_all*
  packing
`);

/** Axes by what they become; `data` are copies, `fsdp` shards of the weights. */
const AXES = [
  'data',
  'fsdp',
  'tensor',
  'pipeline',
  'expert',
  'sequence',
  'context',
  'fsdp_transpose',
  'autoregressive',
] as const;

export function readMaxText(
  source: string,
  file: Readonly<Record<string, unknown>>,
  issues: IssueList,
): JobDraft {
  const fields = new Fields(file, source, issues);
  const axis = Object.fromEntries(
    AXES.map((name) => [
      name,
      degree(fields, `dcn_${name}_parallelism`) * degree(fields, `ici_${name}_parallelism`),
    ]),
  ) as Readonly<Record<(typeof AXES)[number], number>>;
  const [tensor, pipeline, expert] = [axis.tensor, axis.pipeline, axis.expert];
  const replicas = axis.data * axis.fsdp * axis.fsdp_transpose;
  const context = axis.sequence * axis.context;
  const shards = axis.fsdp * axis.fsdp_transpose;
  const others = context * axis.autoregressive;
  const gpus = replicas * tensor * pipeline * expert * others;
  const perDevice = fields.ratio('per_device_batch_size') ?? 1;
  const values: JobValues = {
    gpus,
    tensor,
    pipeline,
    expert,
    ...(context > 1 ? { context, contextMethod: 'all-gather' } : {}),
    zeroStage: shards > 1 ? 3 : 1,
    ...(shards > 1 && axis.data > 1 ? { shardingGroup: shards * context } : {}),
    sequenceLength: fields.count('max_target_length') ?? 2048,
    globalSequences: Math.max(1, Math.round(perDevice * gpus)),
    microBatchSequences: Math.max(1, Math.round(perDevice * tensor * pipeline * context)),
    precision: /fp8/.test(fields.text('quantization') ?? '') ? 'fp8-tensor' : 'bf16',
    ...recomputeOf(fields),
  };
  const model = modelOf(fields);
  return {
    source,
    kind: 'maxtext',
    ...(model === undefined ? {} : { model }),
    values,
    ...fields.remarks(isQuiet),
  };
}

const degree = (fields: Fields, key: string): number => Math.max(1, fields.count(key) ?? 1);

function modelOf(fields: Fields): string | undefined {
  const name = fields.text('model_name');
  const known = name === undefined ? undefined : MODELS[name];
  if (known === undefined)
    fields.leave('model_name', `${name ?? 'none'} is no preset: the model is that of --model`);
  return known;
}

/** `full`, `minimal` and what lies between: everything but the products is recomputed in the latter. */
function recomputeOf(fields: Fields): JobValues {
  const policy = fields.text('remat_policy');
  if (policy === undefined || policy === 'full') return { recompute: 'full' };
  if (!policy.startsWith('minimal')) fields.leave('remat_policy', `${policy} is not stated: selective`);
  return { recompute: 'selective' };
}
