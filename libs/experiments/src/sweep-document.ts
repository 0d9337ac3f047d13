/** The sweep document: a training job or a service, and how to make many of it. */
import { type ClusterSpec } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';
import { type ReplaySpec } from '@railyard/replay';
import { type ServingSpec } from '@railyard/serving';
import { type API_VERSION } from './document.js';
import { type MetricName } from './run-metrics.js';
import { type ServingMetricName } from './serving-metrics.js';

export const SWEEP_METHODS = ['grid', 'list', 'random', 'latin-hypercube', 'optimize'] as const;
export type SweepMethod = (typeof SWEEP_METHODS)[number];

/** Listed values, or a range from `min` to `max`. */
export interface SweepParameter {
  readonly values?: readonly unknown[];
  readonly min?: number;
  readonly max?: number;
  readonly steps?: number;
  readonly scale?: 'linear' | 'log';
}

export interface SweepObjective<M extends string = MetricName> {
  readonly metric: M;
  readonly goal: 'maximize' | 'minimize';
}

export interface SweepLimits {
  readonly runs: number;
  readonly minutes: number;
}

/** How points are made, whatever of. */
interface SweepPlan<M extends string> {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'Sweep';
  readonly name: string;
  readonly seed: number;
  readonly method: SweepMethod;
  readonly parameters: Readonly<Record<string, SweepParameter>>;
  readonly points?: readonly Readonly<Record<string, unknown>>[];
  readonly samples?: number;
  readonly objective: SweepObjective<M>;
  readonly limits: SweepLimits;
}

/**
 * In full form; `cluster`, `workload`, `seed` and `replay` are the experiment that every point starts from.
 */
export interface SweepDocument extends SweepPlan<MetricName> {
  readonly cluster: ClusterSpec;
  readonly workload: WorkloadSpec;
  readonly serving?: undefined;
  /**
   * The job over days, where each point is also played; what a point's cluster and layout decide may be open.
   */
  readonly replay?: Omit<ReplaySpec, 'spareNodes' | 'dataReplicas'> &
    Partial<Pick<ReplaySpec, 'spareNodes' | 'dataReplicas'>>;
}

/** In full form; `serving` and `seed` are the service that every point starts from. */
export interface ServingSweep extends SweepPlan<ServingMetricName> {
  readonly serving: ServingSpec;
}

export type AnySweepDocument = SweepDocument | ServingSweep;
