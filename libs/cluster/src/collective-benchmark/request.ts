/** What a benchmark measures: one collective on the first GPUs of one cluster, and what disturbs it. */
import { type ClusterSpec, type RoutingOptions } from '../definition/index.js';
import { type AllReduceAlgorithm } from '../traffic/index.js';
import { type Control } from '../congestion/index.js';
import { type CollectiveName } from './named-collective.js';
import { type SizeRange } from './size-curve.js';

/** A collective, and the buffer of one rank in bytes. */
export interface SizedCollective {
  readonly collective: CollectiveName;
  /** Dispatch and combine: what one rank sends if every token went to one expert. */
  readonly bytes: number;
}

/** How many rails of every node each of two collectives keeps to, the first on the lowest. */
export type RailSplit = readonly number[];

/** Routing is the cluster's where it is left out. */
export interface BenchmarkRequest extends SizedCollective, Partial<RoutingOptions> {
  readonly cluster: ClusterSpec;
  /** The cluster's first GPUs. */
  readonly gpus: number;
  /** Sizes to go through as well, the largest being `bytes`. */
  readonly sizes?: SizeRange;
  /** Parts that are down, or degraded: `leaf:3`, `node:0/nic:2=0.5`. */
  readonly fail?: readonly string[];
  /** Parts that are down for a while: `node:0/nic:2@0.01+3` from 0.01 s on, for 3 s. */
  readonly flap?: readonly string[];
  /** Seconds from a flap's start to the moment traffic takes another way; left out, it waits for the link. */
  readonly reroute?: number;
  /** What an all-reduce takes; left out, whichever is sooner. */
  readonly algorithm?: AllReduceAlgorithm;
  /** ECMP: so many hashes are drawn, for a band of the time. */
  readonly seeds?: number;
  /** Busiest links that are shown; default `TOP_LINKS`. */
  readonly top?: number;
  /** Another collective of the same GPUs at the same time. */
  readonly beside?: SizedCollective;
  /** With `beside`: how senders slow down where switches pause each other; left out, no answer of it. */
  readonly control?: Control;
  /**
   * With `beside`: on how many rails of each node the first and the second keep, where they keep apart;
   * default: in proportion to what they put on NICs.
   */
  readonly rails?: RailSplit;
}

/** Messages of two collectives whose pauses are followed: each solve looks at all of them. */
export const PAUSED_MESSAGES = 10_000;
export const TOP_LINKS = 20;
export const MOST_SEEDS = 10_000;
export const MOST_LINKS = 10_000;
/** Parts that fail, and that flap: each takes a look at what it carries. */
export const MOST_FAULTS = 1000;
/**
 * Largest collective whose links are followed over time, in messages; above it, what they carry is added up.
 */
export const FOLLOWED_MESSAGES = 70_000;
