/** Layout, batch and schedule of a published run. */
import { type PublishedRun } from './published-run.js';
import { bridgeRecipe } from './bridge-recipes.js';
import { isBeforeSequenceParallelism, softwareLevelOf } from './software-of-run.js';
import { Inexpressible, type MappingNotes } from './mapping-notes.js';
import { launcherOf } from './source-launchers.js';

type Plain = Readonly<Record<string, unknown>>;

export interface RunLayout {
  readonly parallelism: Plain;
  readonly batch: Plain;
  readonly schedule: Plain;
  /** Pipeline stages, chunks of a device included. */
  readonly stages: number;
}

/** Micro-batches for each pipeline rank where the row gives no batch, as `railyard init` has it. */
const MICRO_BATCHES = 8;

const SCHEDULES: Readonly<Record<string, string>> = {
  '1f1b': '1f1b',
  'interleaved-1f1b': 'interleaved',
  gpipe: 'gpipe',
  'zb-1p': 'zb1p',
  'zb-h1': 'zb-h1',
  'zb-v': 'zb-v',
  dualpipe: 'dualpipe',
};

export function layoutOfRun(run: PublishedRun, notes: MappingNotes): RunLayout {
  const { gpus = 0, sharding } = run;
  if (run.tensor === undefined && run.pipeline === undefined && sharding === '')
    throw new Inexpressible('The row gives no layout.');
  const { tensor = 1, pipeline = 1 } = run;
  // What a layout leaves over shares the sequence: MegaScale's attention, where others have tensor ranks.
  const left = run.data === undefined ? 1 : gpus / (tensor * pipeline * run.data);
  const context = run.context ?? (Number.isInteger(left) ? left : 1);
  const data = run.data ?? gpus / (tensor * pipeline * context);
  if (/async ?tp/i.test(run.notes)) notes.substitutes.push('asynchronous TP is stated as synchronous');
  const schedule = scheduleOf(run, notes);
  return {
    parallelism: {
      pipeline,
      tensor,
      expert: run.expert ?? 1,
      ...expertTensorOf(run, notes),
      data,
      ...(context === 1 ? {} : { context, contextMethod: contextMethodOf(run) }),
      ...shardingOf(run, data, notes),
      ...(splitsTokens(run) ? {} : { sequenceParallel: false }),
      ...overlapOf(run),
    },
    batch: batchOf(run, data, pipeline, notes),
    schedule,
    stages: pipeline * schedule.chunksPerDevice,
  };
}

/**
 * Tensor ranks of each expert: given, or 1 in what folds its experts (arXiv 2504.14960); before, Megatron
 * splits experts as it splits dense layers.
 */
function expertTensorOf(run: PublishedRun, notes: MappingNotes): Plain {
  const { experts, expert, tensor = 1, framework } = run;
  if (tensor === 1 || (experts === undefined && expert === undefined)) return {};
  if (run.expertTensor !== undefined) return { expertTensor: run.expertTensor };
  notes.defaults.push('tensor ranks of an expert');
  return { expertTensor: /megatron-core|bridge|fold/i.test(framework) ? 1 : tensor };
}

/** Defaults of the frameworks, unless a launcher says otherwise. */
function contextMethodOf(run: PublishedRun): string {
  const { framework } = run;
  if (/torchtitan/i.test(framework)) return 'all-gather';
  return launcherOf(run)?.contextMethod ?? (/megascale/i.test(framework) ? 'all-to-all' : 'ring');
}

/** Tensor ranks share the tokens of norms and residuals where the row says so, and by default since 2022. */
const splitsTokens = (run: PublishedRun): boolean =>
  (run.tensor ?? 1) === 1 || /\bsp\b/i.test(run.recompute) || !isBeforeSequenceParallelism(run);

/**
 * ZeRO stage by the words of the row, or of the framework's name; blank: replicated, but in frameworks that
 * shard by default. A number (`FSDP64`) is of ranks that share one set of shards.
 */
function shardingOf(run: PublishedRun, data: number, notes: MappingNotes): Plain {
  const { sharding, framework } = run;
  if (sharding === '') notes.defaults.push('sharding');
  const words = sharding === '' ? framework : sharding;
  if (/shard_grad_op/i.test(words)) return { zeroStage: 3, reshardAfterForward: false };
  if (/fsdp|full_shard|zero-3/i.test(words)) {
    const group = Number(/^fsdp(\d+)$/i.exec(sharding)?.[1] ?? data);
    return { zeroStage: 3, ...(group < data ? { shardingGroup: group } : {}) };
  }
  if (/zero-2/i.test(words)) return { zeroStage: 2 };
  const isSharded = /zero-1|dist-optimizer|core|mcore|nemo|hai-llm/i.test(words);
  return { zeroStage: isSharded ? 1 : 0 };
}

/**
 * Megatron-LM itself overlaps the collectives of a step when asked to (arguments.py: `overlap_grad_reduce`
 * and `overlap_param_gather` are false), what is built on Megatron Core as its recipes do: those of NeMo for
 * dense models split products over user buffers (tp_comm_overlap), but not in NVFP4
 * (NVIDIA-NeMo/Megatron-Bridge scripts/performance/configs/llama; TP_COMM_OVERLAP of MLPerf's
 * configurations).
 */
function overlapOf(run: PublishedRun): Plain {
  if (bridgeRecipe(run)?.overlapsExperts === true) return { overlap: { expert: true } };
  const isPlain = /megatron-lm/i.test(run.framework) && softwareLevelOf(run) === 'megatron-core-2025';
  if (isPlain) return { overlap: { gradientReduction: false, parameterGather: false } };
  return hidesTensor(run) ? { overlap: { tensor: true } } : {};
}

const hidesTensor = (run: PublishedRun): boolean =>
  (run.tensor ?? 1) > 1 &&
  /nemo|bridge/i.test(run.framework) &&
  run.experts === undefined &&
  (run.expert ?? 1) === 1 &&
  !/fp4/i.test(run.precision);

function batchOf(run: PublishedRun, data: number, pipeline: number, notes: MappingNotes): Plain {
  if (run.sequenceLength === undefined) throw new Inexpressible('The row gives no sequence length.');
  const perReplica = run.globalBatch === undefined ? undefined : run.globalBatch / data;
  if (run.microBatch === undefined) notes.defaults.push('micro-batch');
  const microBatch =
    run.microBatch ??
    (perReplica !== undefined && run.microBatches !== undefined ? perReplica / run.microBatches : 1);
  if (run.globalBatch === undefined) notes.defaults.push('global batch');
  const global = run.globalBatch ?? data * microBatch * (run.microBatches ?? MICRO_BATCHES * pipeline);
  return {
    sequenceLength: run.sequenceLength,
    globalSequences: global,
    microBatchSequences: microBatch,
  };
}

function scheduleOf(run: PublishedRun, notes: MappingNotes): { name: string; chunksPerDevice: number } {
  const chunks = run.chunks ?? 1;
  if (run.schedule === '') {
    if ((run.pipeline ?? 1) > 1) notes.defaults.push('schedule');
    return { name: chunks > 1 ? 'interleaved' : '1f1b', chunksPerDevice: chunks };
  }
  const name = SCHEDULES[run.schedule.toLowerCase()];
  if (name === undefined) throw new Inexpressible(`The schedule ${run.schedule} is not modelled.`);
  return { name, chunksPerDevice: name === 'interleaved' ? chunks : 1 };
}
