/** Megatron-LM's arguments as a job: model, layout, batch, precision, recomputation. */
import { type IssueList } from '@railyard/base';
import { Fields, type FileKind, type JobDraft, type JobValues } from '../source/index.js';
import { communicationOf } from './expert-flags.js';
import { isIgnoredFlag } from './ignored-flags.js';
import { softwareOf } from './launch-flags.js';
import { pipelineLayout } from './layer-frequency.js';
import { modelOfFlags } from './model-of-flags.js';
import { expand } from './shell-script.js';
import { optimizerOf, precisionOf } from './number-flags.js';
import { sharedLayout, shardingOf } from './parallel-flags.js';
import { offloadOf } from './offload-flags.js';
import { recomputeOf } from './recompute-flags.js';
import { leaveUnstated } from './unstated-flags.js';

export interface MegatronArguments {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, string>>;
}

export function readFlags(
  source: string,
  { flags, variables }: MegatronArguments,
  issues: IssueList,
  kind: FileKind = 'megatron',
): JobDraft {
  const { resolved, open } = resolveVariables(flags, variables);
  const fields = new Fields(resolved, source, issues);
  for (const [key, text] of open) fields.leave(key, `${text} cannot be resolved from the file`);
  const tensor = fields.count('tensor-model-parallel-size') ?? 1;
  const model = modelOfFlags(fields, nameOf(source), tensor);
  const values = layoutOf(fields, variables, tensor);
  leaveUnstated(fields, values.software !== undefined);
  const remarks = fields.remarks(isIgnoredFlag);
  return { source, kind, ...(model === undefined ? {} : { model }), values, ...remarks };
}

type Resolved = { readonly resolved: Record<string, unknown>; readonly open: readonly [string, string][] };

function resolveVariables(
  flags: MegatronArguments['flags'],
  variables: MegatronArguments['variables'],
): Resolved {
  const resolved: Record<string, unknown> = {};
  const open: [string, string][] = [];
  for (const [key, value] of Object.entries(flags)) {
    const text =
      typeof value === 'string'
        ? expand(
            expand(value, (name) => variables[name]),
            (name) => variables[name],
          )
        : value;
    const unset = typeof text === 'string' && /\$[\w{(]/.test(text) && !isIgnoredFlag(key);
    if (unset) open.push([key, text]);
    else resolved[key] = text;
  }
  return { resolved, open };
}

function layoutOf(fields: Fields, variables: MegatronArguments['variables'], tensor: number): JobValues {
  const gpus = gpusOf(fields, variables);
  const { software } = softwareOf(fields);
  return {
    ...(gpus === undefined ? {} : { gpus }),
    ...(hasLayout(fields) ? parallelismOf(fields, tensor, software !== undefined) : {}),
    ...given('sequenceLength', fields.count('seq-length', 'encoder-seq-length')),
    ...given('globalSequences', fields.count('global-batch-size')),
    ...given('microBatchSequences', fields.count('micro-batch-size')),
    ...precisionOf(fields),
    ...optimizerOf(fields),
    ...offloadOf(fields),
    ...communicationOf(fields),
    ...given('software', software),
    ...(hasLayout(fields) ||
    fields.has('recompute-granularity', 'recompute-activations', 'moe-layer-recompute')
      ? recomputeOf(fields)
      : {}),
  };
}

/** Files of a model alone say nothing of the layout, and Megatron's defaults of 1 are not meant. */
const hasLayout = (fields: Fields): boolean =>
  [
    'tensor-model-parallel-size',
    'pipeline-model-parallel-size',
    'expert-model-parallel-size',
    'context-parallel-size',
    'use-distributed-optimizer',
  ].some((flag) => fields.has(flag));

function parallelismOf(fields: Fields, tensor: number, hasLevel: boolean): JobValues {
  const pipeline = fields.count('pipeline-model-parallel-size') ?? 1;
  const stageLayers = stagesOf(fields);
  const chunks = chunksOf(fields, pipeline, stageLayers);
  return {
    tensor,
    pipeline,
    expert: fields.count('expert-model-parallel-size') ?? 1,
    ...sharedLayout(fields, tensor),
    ...shardingOf(fields, tensor, hasLevel),
    ...(chunks > 1 ? { schedule: 'interleaved', chunksPerDevice: chunks } : {}),
    ...(stageLayers === undefined ? {} : { stageLayers }),
  };
}

const given = <K extends keyof JobValues>(
  key: K,
  value: JobValues[K] | undefined,
): Pick<JobValues, K> | object => (value === undefined ? {} : { [key]: value });

/** `--world-size`, or nodes x processes of torchrun; both may stand in variables alone. */
function gpusOf(fields: Fields, variables: MegatronArguments['variables']): number | undefined {
  const world = fields.count('world-size');
  const nodes = fields.count('nnodes', 'num-nodes') ?? wholeOf(variables['NUM_NODES'] ?? variables['NNODES']);
  const each = fields.count('nproc-per-node', 'nproc_per_node') ?? wholeOf(variables['GPUS_PER_NODE']);
  if (world !== undefined) return world;
  return nodes === undefined || each === undefined ? undefined : nodes * each;
}

const wholeOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/** Layers of every stage, where a pipeline layout says them. */
function stagesOf(fields: Fields): readonly number[] | undefined {
  const text = fields.text('pipeline-model-parallel-layout');
  if (text === undefined) return undefined;
  const stages = pipelineLayout(text);
  if (stages === undefined)
    fields.leave('pipeline-model-parallel-layout', `${text} is not understood; layers are balanced`);
  return stages;
}

function chunksOf(fields: Fields, pipeline: number, stageLayers: readonly number[] | undefined): number {
  const perRank = fields.count(
    'num-virtual-stages-per-pipeline-rank',
    'virtual-pipeline-model-parallel-size',
  );
  const perStage = fields.count('num-layers-per-virtual-pipeline-stage');
  if (stageLayers !== undefined) return stageLayers.length / pipeline;
  if (perRank !== undefined) return perRank;
  const layers = fields.count('num-layers');
  return perStage === undefined || layers === undefined ? 1 : layers / pipeline / perStage;
}

const nameOf = (source: string): string =>
  (source.split('/').at(-1) ?? source).replace(/\.[a-z]+$/, '').slice(0, 100) || 'model';
