/**
 * A model served on a cluster: one pool of GPUs reads prompts (prefill), another writes answers (decode), and
 * the cache of keys and values goes from one to the other.
 */
import { type ClusterSpec } from '@railyard/cluster';
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
}

export interface DecodeSpec extends PoolSpec {
  /** Sequences of a replica of attention. */
  readonly batch: number;
}

export interface RequestsSpec {
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** Share of prompt tokens whose cache is kept from before. */
  readonly cachedShare: number;
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
  /** Of the cache of keys and values. */
  readonly cachePrecision: 'bf16' | 'fp8';
  readonly prefill: PrefillSpec;
  readonly decode: DecodeSpec;
  readonly requests: RequestsSpec;
  readonly speculation: SpeculationSpec;
  readonly routing: ServingRoutingSpec;
  readonly communication: ServingCommunicationSpec;
  /** Absent: no cache comes in beside a pass. */
  readonly transfer?: TransferSpec;
}

/** Replicas of attention in an instance: each has sequences of its own. */
export const replicasOf = ({ gpus, tensor }: PoolSpec): number => gpus / tensor;

export const cacheBytes = ({ cachePrecision }: Pick<ServingSpec, 'cachePrecision'>): 1 | 2 =>
  cachePrecision === 'fp8' ? 1 : 2;
