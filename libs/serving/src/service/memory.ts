/** What a GPU of a pool holds: its share of the weights, the cache of its sequences, and room for a pass. */
import { normalQuantile } from '@railyard/base';
import {
  type ModelSpec,
  PRECISION_RECIPES,
  isRouted,
  keyValueBytes,
  layerCounts,
  layerKinds,
  layerParameters,
  mtpLayerKind,
  operandBytes,
  parameterCounts,
  sharedParametersOfRank,
} from '@railyard/parallelism';
import {
  type PoolSpec,
  type RequestsSpec,
  type ServingSpec,
  cacheBytes,
  narrowBytes,
  requestsUnderWay,
} from '../spec/index.js';

export interface PoolMemory {
  readonly weightsGB: number;
  /** Of one sequence under way at its full length, on one GPU; the mean where lengths differ. */
  readonly cachePerSequenceGB: number;
  readonly reserveGB: number;
  readonly deviceGB: number;
  /** Sequences of a replica of attention that fit; 0 when the weights alone do not. */
  readonly mostSequences: number;
  /** The same when each is in the middle of its answer: of requests that follow each other. */
  readonly mostAtMeanLength: number;
}

/** Context, allocator and communication buffers of an engine, and a pass's activations. */
const RESERVE_SHARE = 0.1;

export function poolMemory(spec: ServingSpec, pool: PoolSpec): PoolMemory {
  const { model, requests, cluster } = spec;
  const weightsGB = weightBytes(spec, pool) / 1e9;
  const cacheOf = (tokens: number): number =>
    keyValueBytes(model, tokens, cacheBytes(spec)) / cacheSplit(model, pool);
  const whole = cachesUnderWay(requests, cacheOf, 1);
  const half = cachesUnderWay(requests, cacheOf, 0.5);
  const deviceGB = cluster.device.memoryGB;
  const reserveGB = RESERVE_SHARE * deviceGB;
  const left = (deviceGB - reserveGB - weightsGB) * 1e9;
  return {
    weightsGB,
    cachePerSequenceGB: whole.mean / 1e9,
    reserveGB,
    deviceGB,
    mostSequences: most(left, whole),
    mostAtMeanLength: most(left, half),
  };
}

/** Of the caches of sequences under way. */
interface CacheSizes {
  readonly mean: number;
  readonly deviation: number;
}

/** @param share of an answer that is written: 1 at the end of it, half on average */
function cachesUnderWay(
  requests: RequestsSpec,
  cacheOf: (tokens: number) => number,
  share: number,
): CacheSizes {
  const { promptTokens, outputTokens, promptLengths, outputLengths } = requests;
  if (promptLengths === undefined && outputLengths === undefined)
    return { mean: cacheOf(promptTokens + share * outputTokens), deviation: 0 };
  let [mean, square] = [0, 0];
  for (const request of requestsUnderWay(requests)) {
    const bytes = cacheOf(request.promptTokens + share * request.outputTokens);
    mean += request.share * bytes;
    square += request.share * bytes * bytes;
  }
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean * mean)) };
}

/** Deviations that are kept free, so that caches of unequal lengths fit 99 times in a hundred. */
const KEPT_FREE = normalQuantile(0.99);

/** The most sequences whose caches fit: n mean + kept deviations sqrt(n) <= left, solved for sqrt(n). */
function most(left: number, { mean, deviation }: CacheSizes): number {
  if (left <= 0) return 0;
  if (deviation === 0) return Math.floor(left / mean);
  const kept = KEPT_FREE * deviation;
  const root = (Math.sqrt(kept * kept + 4 * mean * left) - kept) / (2 * mean);
  return Math.floor(root * root);
}

/** A latent is whole on every GPU of a tensor group; KV heads are divided as far as they go. */
function cacheSplit(model: ModelSpec, { tensor }: PoolSpec): number {
  const heads = layerKinds(model).flatMap(({ mixer }) =>
    mixer.kind === 'gqa'
      ? [mixer.keyValueHeads]
      : mixer.kind === 'mla' || mixer.kind === 'compressed'
        ? [1]
        : [],
  );
  return heads.length === 0 ? tensor : Math.min(tensor, ...heads);
}

function weightBytes(spec: ServingSpec, pool: PoolSpec): number {
  const { model, precision, speculation } = spec;
  const counts = layerCounts(model);
  const bytes = narrowBytes(spec, 'linear') ?? operandBytes(precision);
  const expertBytes = narrowBytes(spec, 'experts') ?? operandBytes(precision);
  const plain = narrowBytes(spec, 'head') ?? PRECISION_RECIPES[precision].elementBytes;
  const own = (kind: ReturnType<typeof layerKinds>[number], layers: number): number => {
    const shared = sharedParametersOfRank(model, kind, pool.tensor);
    const { routed } = layerParameters(model, kind);
    const copies =
      isRouted(kind) && model.moe !== undefined
        ? (model.moe.routedExperts + pool.redundantExperts) / model.moe.routedExperts
        : 1;
    // Of those in the memory of the host, none.
    const kept = spec.hostExperts === undefined ? (expertBytes * routed * copies) / pool.gpus : 0;
    return layers * (bytes * shared + kept);
  };
  const layers = layerKinds(model).reduce((sum, kind) => sum + own(kind, counts[kind.index] ?? 0), 0);
  const drafting = speculation.depth > 0 ? own(mtpLayerKind(model), 1) : 0;
  const { embedding, head } = parameterCounts(model);
  return layers + drafting + (plain * (embedding + head)) / pool.tensor;
}
