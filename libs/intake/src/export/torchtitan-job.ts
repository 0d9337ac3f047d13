/** A workload as a torchtitan job file. */
import { assertUnreachable } from '@railyard/base';
import {
  type ParallelismSpec,
  type Precision,
  type ScheduleName,
  type WorkloadSpec,
} from '@railyard/parallelism';
import { stringify } from 'smol-toml';
import { flavorOf } from '../recipes/index.js';
import { type Remark } from '../source/index.js';
import { type ExportedJob } from './megatron-flags.js';

const SCHEDULES: Readonly<Partial<Record<ScheduleName, string>>> = {
  gpipe: 'GPipe',
  '1f1b': '1F1B',
  interleaved: 'Interleaved1F1B',
  'zb-v': 'ZBVZeroBubble',
  'dualpipe-v': 'DualPipeV',
};

export function torchtitanJob(workload: WorkloadSpec): ExportedJob {
  const { model, parallelism, batch, schedule, recompute, precision } = workload;
  const left: Remark[] = [];
  const flavor = flavorOf(model.name);
  if (flavor === undefined) left.push({ key: 'model', text: `${model.name} is no flavor; register it` });
  if (parallelism.zeroStage === 1 || parallelism.zeroStage === 2)
    left.push({
      key: 'parallelism.zeroStage',
      text: `${parallelism.zeroStage}: torchtitan shards weights too (FSDP)`,
    });
  for (const key of ['recomputeModules', 'recomputeMethod'] as const)
    if (workload[key] !== undefined)
      left.push({ key, text: 'activation_checkpoint has no word for it; its mode is written' });
  if (workload.activationOffload !== undefined)
    left.push({ key: 'activationOffload', text: 'activations are not offloaded' });
  const name = SCHEDULES[schedule.name];
  if (parallelism.pipeline > 1 && name === undefined)
    left.push({ key: 'schedule', text: `${schedule.name} is not among its schedules` });
  const piped = parallelism.pipeline > 1;
  const { pipeline, tensor, data } = parallelism;
  const job = {
    model: {
      ...(flavor ?? { name: model.name, flavor: 'custom' }),
      ...convertersOf(precision, left),
    },
    training: {
      local_batch_size: piped ? batch.globalSequences / data : batch.microBatchSequences,
      global_batch_size: batch.globalSequences,
      seq_len: batch.sequenceLength,
      ...(workload.optimizer?.offload === true ? { enable_cpu_offload: true } : {}),
    },
    parallelism: {
      ...dataDegrees(parallelism),
      tensor_parallel_degree: tensor,
      pipeline_parallel_degree: pipeline,
      ...(piped && name !== undefined ? { pipeline_parallel_schedule: name } : {}),
      ...(piped ? { pipeline_parallel_microbatch_size: batch.microBatchSequences } : {}),
      expert_parallel_degree: parallelism.expert,
      expert_tensor_parallel_degree: parallelism.expertTensor ?? 1,
      ...contextDegrees(parallelism),
      ...(parallelism.overlap?.tensor === true ? { enable_async_tensor_parallel: true } : {}),
    },
    activation_checkpoint: { mode: recompute },
    ...(precision === 'fp8-row' ? { float8: { recipe_name: 'rowwise' } } : {}),
  };
  return { text: `${stringify(job)}\n`, left };
}

/** Shards over data ranks, copies over the others; without sharding every rank is a copy. */
function dataDegrees({
  zeroStage,
  data,
  context = 1,
  shardingGroup,
  reshardAfterForward,
  pipeline,
}: ParallelismSpec) {
  if (zeroStage === 0) return { data_parallel_replicate_degree: data, data_parallel_shard_degree: 1 };
  const shards = (shardingGroup ?? data * context) / context;
  const stays = reshardAfterForward === false;
  return {
    data_parallel_replicate_degree: data / shards,
    data_parallel_shard_degree: data === shards ? -1 : shards,
    // Weights stay in a pipeline and are resharded elsewhere, unless the file says.
    ...(stays === pipeline > 1 ? {} : { fsdp_reshard_after_forward: stays ? 'never' : 'always' }),
  };
}

const contextDegrees = ({ context = 1, contextMethod = 'ring' }: ParallelismSpec) =>
  context === 1
    ? {}
    : {
        context_parallel_degree: context,
        context_parallel_rotate_method: contextMethod === 'ring' ? 'alltoall' : 'allgather',
      };

function convertersOf(precision: Precision, left: Remark[]): { readonly converters?: readonly string[] } {
  switch (precision) {
    case 'mxfp8':
      return { converters: ['mx'] };
    case 'fp8-tensor':
    case 'fp8-row':
      return { converters: ['float8'] };
    case 'fp8':
    case 'fp8-delayed':
    case 'nvfp4':
      left.push({ key: 'precision', text: `${precision} is not among its converters: one scale per tensor` });
      return { converters: ['float8'] };
    case 'bf16':
      return {};
    case 'fp16':
    case 'fp32':
      left.push({ key: 'precision', text: `${precision} is not stated: BF16 runs` });
      return {};
    default:
      return assertUnreachable(precision);
  }
}
