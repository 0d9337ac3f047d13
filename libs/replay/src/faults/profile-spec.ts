/**
 * Fault profiles as their owner writes them: the body of a fault-profile document. Keys carry their units.
 */
import { type Provenance } from '@railyard/base';
import { type ComponentKind } from './fleet.js';

export const FAULT_FAMILIES = [
  'interconnect',
  'hardware',
  'silent-corruption',
  'software',
  'slow',
  'planned',
] as const;
/** The paper's three families (section 6.1.1), and the rest of what stops a job. */
export type FaultFamily = (typeof FAULT_FAMILIES)[number];

/**
 * How network faults are modelled, never two ways at once: `category` is one class of job-killing switch and
 * cable faults with flaps transparent; `physical` is hard link and switch faults and flaps that kill when
 * they outlast the survivable window.
 */
export const NETWORK_MODELS = ['category', 'physical', 'none'] as const;
export type NetworkModel = (typeof NETWORK_MODELS)[number];

export type DurationSpec =
  | { readonly kind: 'fixed'; readonly seconds: number }
  /** Median and the standard deviation of the logarithm. */
  | { readonly kind: 'log-normal'; readonly medianS: number; readonly sigma: number }
  | { readonly kind: 'exponential'; readonly meanS: number };

export type ArrivalSpec =
  /** Independent exponential lifetimes: a Poisson process for the class. */
  | { readonly kind: 'exponential' }
  /**
   * Independent Weibull lifetimes of components that are new at the start and after each failure; shape below
   * 1 is infant mortality.
   */
  | { readonly kind: 'weibull'; readonly shape: number }
  /**
   * Bursts: clusters arrive as a Poisson process, the cluster size is logarithmic, so that counts are
   * negative-binomial with variance / mean = `dispersion` whatever the fleet's size. A burst stays on one
   * component and lasts up to `burstSpanS`.
   */
  | { readonly kind: 'negative-binomial'; readonly dispersion: number; readonly burstSpanS: number }
  /**
   * The whole fleet alternates between a quiet and a bursty state whose rate is `burstRateMultiple` times
   * higher; the mean rate is the class's.
   */
  | {
      readonly kind: 'markov-modulated';
      readonly burstRateMultiple: number;
      readonly meanQuietS: number;
      readonly meanBurstS: number;
    }
  /** At equal distances: maintenance windows. The first comes after one distance. */
  | { readonly kind: 'periodic' }
  /** Present from the start on this share of the components. */
  | { readonly kind: 'initial'; readonly fraction: number };

export type FaultEffect =
  /** Logged; nothing happens. */
  | { readonly kind: 'log-only' }
  /**
   * Kills the job, which restarts on the same nodes; with `drainProbability` the reset fails and the node is
   * drained.
   */
  | { readonly kind: 'restart'; readonly drainProbability: number }
  /** Kills the job; the node leaves it for `duration` (repair). */
  | { readonly kind: 'drain' }
  /**
   * A link is down for `duration`: a pause below the survivable window, a kill above it (physical model
   * only).
   */
  | { readonly kind: 'flap' }
  /**
   * A link, switch or plane is out for `duration`: the job dies or reroutes (policy), then runs on the
   * machine as it is.
   */
  | { readonly kind: 'outage' }
  /** The node runs `slowdown` times slower until it is drained (for `repairS`), at most for `duration`. */
  | { readonly kind: 'slow'; readonly slowdown: number; readonly repairS: number }
  /**
   * Silent corruption: a device turns defective and corrupts every step until its node leaves the job. A
   * share becomes visible to people without any detector (NaN, a diverging loss), after `visibleDelay`; the
   * rest is found by a detector or never. When found, the node is drained for `duration`.
   */
  | {
      readonly kind: 'corrupt';
      /** Left out: 1/6 (`VISIBLE_SHARE`). */
      readonly visibleShare?: number;
      /** Left out: log-normal with the class's `detectionS` as median. */
      readonly visibleDelay?: DurationSpec;
    }
  /** Planned: the job checkpoints first, then restarts. */
  | { readonly kind: 'maintenance' };

export const RATE_KEYS = [
  'ratePer1000GpuDays',
  'ratePer1000NodeDays',
  'ratePerLinkYear',
  'ratePerSwitchYear',
  'ratePerPlaneYear',
  'ratePerJobDay',
] as const;
export type RateKey = (typeof RATE_KEYS)[number];

export interface FaultClassSpec {
  readonly id: string;
  readonly family: FaultFamily;
  /** What the fault strikes; drawn uniformly among the members of the machine. */
  readonly component: ComponentKind;
  /**
   * Exactly one rate, unless the class is present from the start (`initial`). GPU and node rates of a `job`
   * fault count the job's, others the machine's.
   */
  readonly ratePer1000GpuDays?: number;
  readonly ratePer1000NodeDays?: number;
  /** Per host link, or per leaf-spine link for `fabric-link`. */
  readonly ratePerLinkYear?: number;
  readonly ratePerSwitchYear?: number;
  readonly ratePerPlaneYear?: number;
  /** Of the job as a whole, whatever its size. */
  readonly ratePerJobDay?: number;
  readonly arrivals: ArrivalSpec;
  readonly effect: FaultEffect;
  /**
   * How long the component stays out, in repair or slow; of a fault of the job as a whole, how long it is
   * down (0: as long as the policy takes).
   */
  readonly duration: DurationSpec;
  /**
   * Seconds from the fault until somebody knows; of silent corruption, the median delay until a visible one
   * is noticed without a detector.
   */
  readonly detectionS: number;
  /**
   * A share of the faults of a node takes the other nodes of its rack, power feed or switch along: groups of
   * so many nodes in order of their numbers.
   */
  readonly spread?: { readonly nodes: number; readonly probability: number };
  /** Network model that the class belongs to; left out when it belongs to every one. */
  readonly networkModel?: 'category' | 'physical';
  readonly provenance: Provenance;
  readonly source: string;
}

/** A share of the nodes fails more often; the fleet's mean rate is kept. */
export interface LemonSpec {
  readonly nodeFraction: number;
  /** A lemon's rate over a good node's. */
  readonly rateMultiple: number;
  readonly provenance: Provenance;
  readonly source: string;
}

export interface FaultProfileSpec {
  readonly name: string;
  readonly description: string;
  readonly networkModel: NetworkModel;
  readonly classes: readonly FaultClassSpec[];
  readonly lemons?: LemonSpec;
}
