/** A DeepSpeed configuration (JSON): batch, ZeRO stage, precision; the model is elsewhere. */
import { type IssueList } from '@railyard/base';
import { Fields, type JobDraft, type JobValues, isRecord, keysLike } from '../source/index.js';

type Plain = Readonly<Record<string, unknown>>;

const isQuiet = keysLike(`
  optimizer scheduler steps_per_print wall_clock_breakdown gradient_clipping
  zero_allow_untested_optimizer prescale_gradients dump_state flops_profiler tensorboard wandb
  csv_monitor comms_logger elasticity data_efficiency checkpoint communication_data_type
  gradient_predivide_factor sparse_gradients disable_allgather memory_breakdown
  zero_force_ds_cpu_optimizer compression_training
`);

export function readDeepSpeed(source: string, file: Plain, issues: IssueList): JobDraft {
  const fields = new Fields(file, source, issues);
  const auto = Object.keys(file).filter((key) => file[key] === 'auto');
  for (const key of auto) fields.leave(key, 'auto: the program that reads the file decides it');
  const count = (key: string): number | undefined => (auto.includes(key) ? undefined : fields.count(key));
  const global = count('train_batch_size');
  const micro = count('train_micro_batch_size_per_gpu');
  const accumulation = count('gradient_accumulation_steps');
  const values: JobValues = {
    ...zeroOf(fields),
    ...precisionOf(fields),
    ...(global === undefined ? {} : { globalSequences: global }),
    ...(micro === undefined ? {} : { microBatchSequences: micro }),
    ...(accumulation === undefined ? {} : { accumulation }),
    ...checkpointsOf(fields),
  };
  if (fields.has('activation_checkpointing'))
    fields.leave(
      'activation_checkpointing',
      'whether layers are checkpointed is in the program; state recompute (full with cpu_checkpointing)',
    );
  return { source, kind: 'deepspeed', values, ...fields.remarks(isQuiet) };
}

/** `cpu_checkpointing`: the inputs of layers that are recomputed wait in the host's memory. */
function checkpointsOf(fields: Fields): JobValues {
  const section = fields.value('activation_checkpointing');
  if (!isRecord(section) || section['cpu_checkpointing'] !== true) return {};
  return { recompute: 'full', activationOffload: {} };
}

function zeroOf(fields: Fields): JobValues {
  const zero = fields.value('zero_optimization');
  const stage = isRecord(zero) ? Number(zero['stage'] ?? 0) : 0;
  if (isRecord(zero)) {
    if (offloadOf(zero, 'offload_param') !== 'none')
      fields.leave('zero_optimization.offload_param', 'weights stay on the device');
    if (offloadOf(zero, 'offload_optimizer') === 'nvme')
      fields.leave('zero_optimization.offload_optimizer', 'NVMe is taken for host memory');
  }
  if (isRecord(zero) && stage === 3 && Number(zero['stage3_prefetch_bucket_size'] ?? 0) > 0)
    fields.leave(
      'zero_optimization.stage3_prefetch_bucket_size',
      'one layer is fetched ahead; state workload.parallelism.prefetch where the bucket holds more',
    );
  const offloaded = isRecord(zero) && offloadOf(zero, 'offload_optimizer') !== 'none';
  return {
    zeroStage: stageOf(stage),
    ...overlapOf(zero, stage),
    ...(offloaded ? { optimizer: { kind: 'adamw', offload: true } } : {}),
  };
}

/** `none`, `cpu` or `nvme`. */
function offloadOf(zero: Readonly<Record<string, unknown>>, key: string): string {
  const section = zero[key];
  return isRecord(section) ? String(section['device'] ?? 'cpu') : 'none';
}

const stageOf = (stage: number): 0 | 1 | 2 | 3 => (stage === 1 || stage === 2 || stage === 3 ? stage : 0);

/** `overlap_comm`, which only stage 3 has on unless the file says. */
function overlapOf(zero: unknown, stage: number): JobValues {
  const stated = isRecord(zero) ? zero['overlap_comm'] : undefined;
  const isOn = stated === undefined ? stage === 3 : stated === true;
  if (stage < 2) return isOn ? { overlap: { gradientReduction: true } } : {};
  // A bucket of no parameters fetches nothing ahead.
  const fetches = !isRecord(zero) || stage < 3 || zero['stage3_prefetch_bucket_size'] !== 0;
  const overlap = {
    ...(isOn ? {} : { gradientReduction: false }),
    ...(fetches ? {} : { parameterGather: false }),
  };
  return Object.keys(overlap).length === 0 ? {} : { overlap };
}

function precisionOf(fields: Fields): JobValues {
  const on = (key: string): boolean => {
    const section = fields.value(key);
    return isRecord(section) && section['enabled'] === true;
  };
  const isOpen = (key: string): boolean => {
    const section = fields.value(key);
    return isRecord(section) && section['enabled'] === 'auto';
  };
  if (on('amp')) fields.leave('amp', 'mixed precision is computed as BF16');
  if (on('bf16') || on('amp')) return { precision: 'bf16' };
  if (isOpen('bf16') || isOpen('fp16')) {
    fields.assume('bf16', 'on: the program that reads the file decides it');
    return { precision: 'bf16' };
  }
  return { precision: on('fp16') ? 'fp16' : 'fp32' };
}
