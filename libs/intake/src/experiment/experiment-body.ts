/** The experiment as a plain document, and a comment for every value that no file gave. */
import { CLUSTERS } from '@railyard/cluster';
import { type ModelSpec } from '@railyard/parallelism';
import { type JobValues, PARALLELISM_KEYS, RECOMPUTE_KEYS } from '../source/index.js';
import { type Layout, NODE } from './choose-layout.js';
import { type MergedJob } from './merge-drafts.js';

/** Non-blocking InfiniBand, one 400G NIC a GPU; nodes and device are replaced. */
const NETWORK = 'h800-2048-mrft';

export interface ExperimentBody {
  readonly document: Readonly<Record<string, unknown>>;
  /** By dotted path of the document. */
  readonly comments: Readonly<Record<string, string>>;
}

export interface BodyRequest {
  readonly name: string;
  readonly device: string;
  readonly deviceGiven: boolean;
  readonly model: ModelSpec | string;
  readonly job: MergedJob;
  readonly layout: Layout;
  /** Parts of the layout that were chosen here. */
  readonly chosen: readonly (keyof Layout)[];
  /** What is said of these parts. */
  readonly why: string;
}

export function experimentBody(request: BodyRequest): ExperimentBody {
  const { layout, job, chosen } = request;
  const comments: Record<string, string> = {};
  const batch = batchOf(job.values, layout, comments);
  const searched = `default: ${request.why}`;
  for (const key of chosen)
    comments[key === 'recompute' ? 'workload.recompute' : `workload.parallelism.${key}`] = searched;
  comments['cluster'] = [
    'default: the network is in no file',
    ...(chosen.includes('gpus') ? ['as few GPUs as hold the job'] : []),
    ...(request.deviceGiven ? [] : ['name your device with --device']),
  ].join('; ');
  const schedule = scheduleOf(job.values, layout, comments);
  if (job.values.precision === undefined) comments['workload.precision'] = 'default';
  if (job.values.zeroStage === undefined) comments['workload.parallelism.zeroStage'] = 'default';
  const { stageLayers, optimizer, communication, software } = job.values;
  return {
    comments,
    document: {
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      name: request.name,
      cluster: clusterOf(request),
      workload: {
        name: request.name,
        model: typeof request.model === 'string' ? { preset: request.model } : request.model,
        parallelism: {
          pipeline: layout.pipeline,
          tensor: layout.tensor,
          expert: layout.expert,
          zeroStage: job.values.zeroStage ?? 1,
          ...stated(job.values, PARALLELISM_KEYS),
        },
        batch,
        precision: job.values.precision ?? 'bf16',
        ...(optimizer === undefined ? {} : { optimizer }),
        ...(communication === undefined ? {} : { communication }),
        ...(software === undefined ? {} : { software }),
        schedule,
        recompute: layout.recompute,
        ...stated(job.values, RECOMPUTE_KEYS),
        ...(stageLayers === undefined ? {} : { stageLayers }),
      },
    },
  };
}

const stated = (values: JobValues, keys: readonly (keyof JobValues)[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(keys.filter((key) => values[key] !== undefined).map((key) => [key, values[key]]));

/** A preset of that device and size, or nodes of it on the network of another one. */
function clusterOf({ device, layout }: BodyRequest): Readonly<Record<string, unknown>> {
  const name = `${device}-${layout.gpus}`;
  if (Object.hasOwn(CLUSTERS, name)) return { preset: name };
  return {
    preset: NETWORK,
    name,
    nodes: Math.ceil(layout.gpus / NODE),
    gpusPerNode: Math.min(NODE, layout.gpus),
    device: { preset: device },
  };
}

/** Tokens of a sequence where no file says. */
const SEQUENCE = 4096;
/** Micro-batches of a pipeline in place of an unknown batch: enough that the bubble is small. */
const MICRO_BATCHES = 8;

function batchOf(values: JobValues, layout: Layout, comments: Record<string, string>) {
  const at = 'workload.batch';
  const replicas = layout.gpus / (layout.pipeline * layout.tensor * (values.context ?? 1));
  const microBatchSequences = values.microBatchSequences ?? 1;
  if (values.microBatchSequences === undefined) comments[`${at}.microBatchSequences`] = 'default';
  if (values.sequenceLength === undefined) comments[`${at}.sequenceLength`] = 'default';
  const microBatches = values.accumulation ?? MICRO_BATCHES * layout.pipeline;
  if (values.globalSequences === undefined)
    comments[`${at}.globalSequences`] =
      values.accumulation === undefined
        ? `default: ${microBatches} micro-batches on each of ${replicas} replicas`
        : `${microBatches} micro-batches on each of ${replicas} replicas`;
  return {
    sequenceLength: values.sequenceLength ?? SEQUENCE,
    globalSequences: values.globalSequences ?? replicas * microBatchSequences * microBatches,
    microBatchSequences,
  };
}

function scheduleOf(values: JobValues, layout: Layout, comments: Record<string, string>) {
  const name = values.schedule ?? '1f1b';
  if (values.schedule === undefined && layout.pipeline > 1) comments['workload.schedule'] = 'default';
  return { name, chunksPerDevice: values.chunksPerDevice ?? 1 };
}
