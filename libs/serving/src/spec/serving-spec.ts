/**
 * A model served on a cluster: one pool of GPUs reads prompts (prefill), another writes answers (decode), and
 * the cache of keys and values goes from one to the other.
 */
import { type ClusterSpec, type PriceList } from '@railyard/cluster';
import { type LengthsSpec } from './lengths.js';
import { type ModelSpec, type Precision, type WirePrecision } from '@railyard/parallelism';

/** One instance of a pool: what works on a batch together. */
export interface PoolSpec {
  readonly gpus: number;
  /** GPUs that split the heads and the dense layers; gpus / tensor replicas of attention share the batch. */
  readonly tensor: number;
  /** GPUs that the experts are spread over; gpus / expert of them split each expert's matrices. */
  readonly expert: number;
  /** Copies of experts beyond one each. */
  readonly redundantExperts: number;
  /** Two micro-batches, each of which communicates while the other computes. */
  readonly overlap: boolean;
  /** Host time between two passes that nothing hides, milliseconds; absent: none. */
  readonly hostMs?: number;
  /** Instances of the pool; absent: as many as the other pool needs. */
  readonly instances?: number;
}

export interface PrefillSpec extends PoolSpec {
  /** Tokens that a replica of attention takes in one pass. */
  readonly tokens: number;
  /**
   * Of one pool that does both: tokens of prompts that a step of decode takes along; absent: prompts are read
   * in passes of their own.
   */
  readonly chunk?: number;
}

export interface DecodeSpec extends PoolSpec {
  /** Sequences of a replica of attention. */
  readonly batch: number;
  /** A step is replayed as a CUDA graph; else a host launches its kernels one by one. */
  readonly graphs: boolean;
}

/** Weights that are kept in fewer bits than products take: of the experts, or of every linear layer. */
export const NARROW_WEIGHTS = ['experts', 'linear'] as const;

export interface WeightsSpec {
  /** Of a weight, its share of the scales included. */
  readonly bits: number;
  readonly of: (typeof NARROW_WEIGHTS)[number];
  /** Of every other matrix, the head included; absent: as the products take them. */
  readonly otherBits?: number;
}

/** Who computes routed experts that lie in the host's memory: its processors, or the GPU that they go to. */
export const HOST_EXPERTS = ['processor', 'gpu'] as const;

export interface HostExpertsSpec {
  readonly by: (typeof HOST_EXPERTS)[number];
  /** Peak of the host's memory, for each GPU. */
  readonly bandwidthGBps: number;
}

export interface RequestsSpec {
  /** The mean, where lengths differ. */
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** Absent: all have the same. */
  readonly promptLengths?: LengthsSpec;
  readonly outputLengths?: LengthsSpec;
  /** Share of prompt tokens whose cache is kept from before. */
  readonly cachedShare: number;
  /** Requests under way in a deployment whose instances are given: each answer is followed by a request. */
  readonly concurrency?: number;
}

export interface SpeculationSpec {
  /** Tokens drafted by multi-token-prediction modules; 0 is none. */
  readonly depth: number;
  /** Probability that a drafted token is right, given that those before it are. */
  readonly acceptance: number;
}

export interface ServingRoutingSpec {
  /** Coefficient of variation of one expert's load; 0 is balanced. */
  readonly expertLoadCv: number;
  /** Experts are placed, and copied, by their loads; else they lie in order. */
  readonly balancer: boolean;
}

export interface ServingCommunicationSpec {
  readonly dispatchPrecision: WirePrecision;
  readonly combinePrecision: WirePrecision;
  /** SMs of the kernels that prefill dispatches with; decode's hold none. */
  readonly sms: number;
  /** Of LogFMT: what encoding and decoding take over the exchange itself; 0 in hardware. */
  readonly codecShare?: number;
  /** Decode's exchanges over those whose messages the GPU itself issues; absent: 1, it does. */
  readonly hostProxy?: number;
  /**
   * Round trips of decode between data and the flag that announces them: 0 (absent) where one path keeps
   * order or the receiver does, 1 where data of several paths may be overtaken.
   */
  readonly signalRoundTrips?: number;
  /** Of decode: start of an exchange with the hops of its way, microseconds; absent: as measured. */
  readonly startUs?: number;
  /** Of decode: what exchanges reach of the links' line rates; absent: as measured. */
  readonly lineShare?: number;
}

/**
 * How the cache of prompts, which comes in over the host link of each GPU, shares that link with its NIC:
 * evenly, behind dispatch and combine, or not at all.
 */
export const LINK_SHARING = ['fair', 'experts-first', 'apart'] as const;

export interface TransferSpec {
  readonly sharing: (typeof LINK_SHARING)[number];
}

export interface ServingSpec {
  readonly cluster: ClusterSpec;
  readonly model: ModelSpec;
  /** Recipe of the linear layers and of their weights. */
  readonly precision: Precision;
  /** Of attention's projections; absent: the same. */
  readonly attentionPrecision?: Precision;
  /** Absent: weights are kept as the products take them. */
  readonly weights?: WeightsSpec;
  /** Of the cache of keys and values. */
  readonly cachePrecision: 'bf16' | 'fp8';
  readonly prefill: PrefillSpec;
  readonly decode: DecodeSpec;
  readonly requests: RequestsSpec;
  readonly speculation: SpeculationSpec;
  readonly routing: ServingRoutingSpec;
  readonly communication: ServingCommunicationSpec;
  /** Absent: experts lie in the memory of the GPUs. */
  readonly hostExperts?: HostExpertsSpec;
  /** Absent: no cache comes in alongside a pass. */
  readonly transfer?: TransferSpec;
  /** Parts of the network, whose watts count for the energy; absent: usual ones. */
  readonly prices?: PriceList;
}

/** Replicas of attention in an instance: each has sequences of its own. */
export const replicasOf = ({ gpus, tensor }: PoolSpec): number => gpus / tensor;

/** Bytes of a weight as it lies in memory; undefined: as products take it. */
export function narrowBytes(
  { weights }: Pick<ServingSpec, 'weights'>,
  of: 'experts' | 'linear' | 'head',
): number | undefined {
  if (weights === undefined) return undefined;
  const bits = of === 'experts' || of === weights.of ? weights.bits : weights.otherBits;
  return bits === undefined ? undefined : bits / 8;
}

export const cacheBytes = ({ cachePrecision }: Pick<ServingSpec, 'cachePrecision'>): 1 | 2 =>
  cachePrecision === 'fp8' ? 1 : 2;
