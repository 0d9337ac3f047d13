/**
 * The jobs that suggestions are priced on: the founding cluster training, its twin on RoCE, the same machine
 * serving for throughput and for speed, days of training under faults, an incast, and a network's cost.
 */
import { entryOf, InvalidDocumentError, invariant } from '@railyard/base';
import { type ClusterSpec, networkCost } from '@railyard/cluster';
import { microBatchesPerPipeline } from '@railyard/parallelism';
import {
  FAULT_PROFILES,
  type Metric,
  type ReplicaChunk,
  runReplicas,
  SDC_AEGIS,
  withClasses,
} from '@railyard/replay';
import { type Service, serve } from '@railyard/serving';
import { API_VERSION } from '../document.js';
import { assign, validateDocument } from '../documents/index.js';
import { prepareExperiment, runExperiment } from '../engine.js';
import { JobOnMachine } from '../job/index.js';
import { checkedNetwork, runNetwork } from '../network/index.js';
import { replayRequest } from '../replay/index.js';
import { prepareServing, runServing } from '../serving/index.js';
import { computedKernels } from '../timeline/index.js';
import { type Changes } from './changes.js';

/** What a job shows, and the seconds that its resources work, hidden or not. */
export interface Outcome {
  readonly value: number;
  readonly resources: Readonly<Record<string, number>>;
  /** Of a replay: replicas under the same faults. */
  readonly replicas?: ReplicaChunk;
}

interface WishJob {
  readonly quantity: string;
  readonly unit: string;
  readonly less: 'better' | 'worse';
  readonly document: Changes;
  readonly play: (document: unknown, seed: number) => Outcome;
  /** Of a replay; absent: goodput. */
  readonly metric?: Metric;
}

const training = { apiVersion: API_VERSION, kind: 'Experiment', preset: 'deepseek-v3-mpft' };
const pool = { gpus: 144, expert: 144, redundantExperts: 32 };
const serving = {
  apiVersion: API_VERSION,
  kind: 'Serving',
  cluster: { preset: 'h800-2048-mpft' },
  model: { preset: 'deepseek-v3' },
  precision: 'fp8',
  prefill: { gpus: 32, expert: 32, redundantExperts: 32, overlap: true, tokens: 16_384 },
  decode: { ...pool, overlap: true, batch: 96 },
  requests: { promptTokens: 4096, outputTokens: 1024 },
};
/** Few sequences and one micro-batch: nothing hides the network. */
const quick = { ...serving, decode: { ...pool, overlap: false, batch: 8 } };
const RACK = { gpus: 72, expert: 72, redundantExperts: 32 };

const timePerToken = {
  quantity: 'time per output token',
  unit: 'ms',
  less: 'better',
  play: (document: unknown, seed: number) => decoded(served(document, seed)),
} as const;

const underCorruption = {
  quantity: 'clean goodput',
  unit: 'points',
  less: 'worse',
  document: {
    ...training,
    replay: {
      faults: withClasses(entryOf(FAULT_PROFILES, 'llama3-h100-physical'), SDC_AEGIS),
      recovery: { preset: 'deepseek', silentCorruption: 'detect' },
    },
  },
  play: replayed,
} as const;

export const WISH_JOBS = {
  training: { quantity: 'step time', unit: 's', less: 'better', document: training, play: trained },
  'training on RoCE': {
    quantity: 'step time',
    unit: 's',
    less: 'better',
    document: { ...training, cluster: { preset: 'h800-2048-roce' } },
    play: trained,
  },
  'decode, 96 sequences': { ...timePerToken, document: serving },
  'decode, 8 sequences': { ...timePerToken, document: quick },
  'decode, 8 sequences, RoCE': {
    ...timePerToken,
    document: { ...quick, cluster: { preset: 'h800-2048-roce' } },
  },
  'decode, 72 GPUs': {
    ...timePerToken,
    document: {
      ...serving,
      prefill: { ...RACK, overlap: true, tokens: 16_384 },
      decode: { ...RACK, overlap: false, batch: 8 },
    },
  },
  'decode, Llama 3 70B over 8 GPUs': {
    ...timePerToken,
    document: {
      ...serving,
      model: { preset: 'llama3-70b' },
      precision: 'fp8-row',
      prefill: { gpus: 8, tensor: 8, tokens: 8192 },
      decode: { gpus: 8, tensor: 8, batch: 32 },
    },
  },
  prefill: {
    quantity: 'time to first token',
    unit: 'ms',
    less: 'better',
    document: serving,
    play: (document, seed) => prefilled(served(document, seed)),
  },
  'days under faults': {
    quantity: 'goodput',
    unit: 'points',
    less: 'worse',
    document: {
      ...training,
      replay: { faults: { preset: 'llama3-h100-physical' }, recovery: { preset: 'deepseek' } },
    },
    play: replayed,
  },
  'days under corruption': underCorruption,
  /** Without regard to what is spoilt: the time of productive steps. */
  'time under corruption': { ...underCorruption, quantity: 'effective training time', metric: 'ettr' },
  'send next to an incast, RoCE': {
    quantity: 'time of the victim',
    unit: 'us',
    less: 'better',
    document: {
      collective: 'send-receive',
      cluster: 'h800-2048-roce',
      gpus: 34,
      bytes: '2MB',
      beside: { collective: 'incast', bytes: '64MB' },
    },
    play: besideIncast,
  },
  'network for 16,384 GPUs': {
    quantity: 'cost of an endpoint',
    unit: 'USD',
    less: 'better',
    document: { apiVersion: API_VERSION, kind: 'Cluster', preset: 'h800-16384-fat-tree' },
    play: (document) => ({
      value: networkCost(clusterIn(document)).costPerEndpointUSD,
      resources: {},
    }),
  },
} as const satisfies Readonly<Record<string, WishJob>>;

export type WishJobName = keyof typeof WISH_JOBS;

/** The document of a job with changes; a mapping without `kind` is a request. */
export const changed = (name: WishJobName, changes: Changes): unknown =>
  assign(
    WISH_JOBS[name].document,
    Object.entries(changes).map(([path, value]) => ({ path, value })),
  );

export const replayMetric = (name: WishJobName): Metric => (WISH_JOBS[name] as WishJob).metric ?? 'goodput';

export const playWish = (name: WishJobName, changes: Changes, seed: number): Outcome =>
  (WISH_JOBS[name] as WishJob).play(changed(name, changes), seed);

/** Steps of one layout share their network: twins of a machine are many. */
function trained(document: unknown, seed: number): Outcome {
  const { cluster, workload } = prepareExperiment(document).document;
  const job = new JobOnMachine({ cluster, workload, seed });
  const seconds = (matrix: boolean): number =>
    computedKernels(job)
      .filter(({ kind }) => (kind === 'gemm') === matrix)
      .reduce((sum, kernel) => sum + kernel.seconds, 0);
  return {
    value: job.step.parts.total,
    resources: {
      'tensor cores': seconds(true),
      'other kernels': seconds(false),
      'dispatch and combine': exchangeSeconds(job),
    },
  };
}

/** Of one rank in a step, alongside computation. */
function exchangeSeconds({ spec: { workload }, step: { expert } }: JobOnMachine): number {
  const { model, parallelism } = workload;
  if (expert?.collectives === undefined || model.moe === undefined) return 0;
  const layers = model.layers - model.moe.denseLayers;
  const passes = (microBatchesPerPipeline(workload) * layers) / parallelism.pipeline;
  return Object.values(expert.collectives.overlapped).reduce(
    (sum, { fixed, perLoad }) => sum + passes * (fixed + perLoad),
    0,
  );
}

const served = (document: unknown, seed: number): Service => serve(prepareServing(document).document, seed);

const parts = ({
  attentionS,
  denseS,
  expertS,
  dispatchS,
  combineS,
  allReduceS,
  incomingDelayS = 0,
}: Service['decode']['pass']): Readonly<Record<string, number>> => ({
  attention: 1e3 * attentionS,
  'dense layers': 1e3 * denseS,
  experts: 1e3 * expertS,
  'dispatch and combine': 1e3 * (dispatchS + combineS + incomingDelayS),
  'all-reduce': 1e3 * allReduceS,
});

const decoded = ({ decode }: Service): Outcome => ({
  value: 1e3 * decode.timePerTokenS,
  resources: parts(decode.pass),
});

const prefilled = ({ prefill }: Service): Outcome => ({
  value: 1e3 * prefill.timeToFirstTokenS,
  resources: { ...parts(prefill.pass), 'host link': 1e3 * (prefill.pass.incomingS ?? 0) },
});

/** Replicas of a question about faults; the same faults with a switch and without. */
const REPLICAS = 40;

function replayed(document: unknown, seed: number): Outcome {
  const { cluster, workload, replay } = prepareExperiment(document).document;
  invariant(replay !== undefined, 'a job under faults has a replay section', {});
  const job = new JobOnMachine({ cluster, workload, seed });
  const replicas = runReplicas(replayRequest(job, replay), 0, REPLICAS);
  return { value: NaN, resources: {}, replicas };
}

function clusterIn(document: unknown): ClusterSpec {
  const { issues, document: cluster } = validateDocument(document, 'Cluster');
  if (cluster === undefined) throw new InvalidDocumentError(issues);
  return cluster as unknown as ClusterSpec;
}

/** With a control, on switches that pause each other; without one, in a queue of its own. */
function besideIncast(document: unknown): Outcome {
  const { beside } = runNetwork(checkedNetwork(document));
  const victim = beside?.[0];
  invariant(victim !== undefined, 'two collectives run at the same time', {});
  return { value: victim.controlledUs ?? victim.queuedUs, resources: {} };
}

type Interval = readonly [low: number, high: number];

const bands = new Map<WishJobName, Interval>();

/** The 90 % interval of a job's time over its value; of others 1: theirs is in what is measured of them. */
export function wishBand(name: WishJobName): Interval {
  const known = bands.get(name) ?? computedBand(name);
  bands.set(name, known);
  return known;
}

const over = ([low, high]: Interval, value: number): Interval => [low / value, high / value];

function computedBand(name: WishJobName): Interval {
  const { play, document } = WISH_JOBS[name] as WishJob;
  if (play === trained) {
    const { band, metrics } = runExperiment(prepareExperiment(document));
    return band === undefined ? [1, 1] : over(band.stepTimeS, metrics.stepTimeS);
  }
  if (play === timePerToken.play) {
    const { band, decode } = runServing(prepareServing(document));
    return over(band.timePerTokenS, decode.timePerTokenS);
  }
  if (name !== 'prefill') return [1, 1];
  const { band, prefill } = runServing(prepareServing(document));
  return over(band.timeToFirstTokenS, prefill.timeToFirstTokenS);
}
