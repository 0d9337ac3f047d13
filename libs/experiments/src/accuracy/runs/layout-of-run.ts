/** Layout, batch and schedule of a published run. */
import { type PublishedRun } from './published-run.js';
import { isBefore2022 } from './software-of-run.js';
import { Inexpressible, type MappingNotes } from './mapping-notes.js';

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
  const schedule = scheduleOf(run, notes);
  return {
    parallelism: {
      pipeline,
      tensor,
      expert: run.expert ?? 1,
      data,
      ...(context === 1 ? {} : { context, contextMethod: contextMethodOf(run) }),
      ...shardingOf(run, notes),
      ...(splitsTokens(run) ? {} : { sequenceParallel: false }),
    },
    batch: batchOf(run, data, pipeline, notes),
    schedule,
    stages: pipeline * schedule.chunksPerDevice,
  };
}

/** Defaults of the frameworks. */
const contextMethodOf = ({ framework }: PublishedRun): string =>
  /torchtitan/i.test(framework) ? 'all-gather' : /megascale/i.test(framework) ? 'all-to-all' : 'ring';

/** Tensor ranks share the tokens of norms and residuals where the row says so, and by default since 2022. */
const splitsTokens = (run: PublishedRun): boolean =>
  (run.tensor ?? 1) === 1 || /\bsp\b/i.test(run.recompute) || !isBefore2022(run);

/** ZeRO stage by the row's words; blank: replicated, but in frameworks that shard by default. */
function shardingOf({ sharding, framework }: PublishedRun, notes: MappingNotes): Plain {
  if (/fsdp|full_shard|zero-3|shard_grad_op|zero-2/i.test(sharding)) {
    notes.substitutes.push(`${sharding} is stated as ZeRO-1`);
    return { zeroStage: 1 };
  }
  if (/zero-1|dist-optimizer/i.test(sharding)) return { zeroStage: 1 };
  const isSharded = /core|mcore|nemo|fsdp|hai-llm/i.test(framework);
  notes.defaults.push('sharding of the optimizer');
  return { zeroStage: isSharded ? 1 : 0 };
}

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
