/** The sweep document: an experiment, and how to make many of it. */
import { type ClusterSpec } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';
import { type ReplaySpec } from '@railyard/replay';
import { type API_VERSION } from './document.js';
import { type MetricName } from './run-metrics.js';

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

export interface SweepObjective {
  readonly metric: MetricName;
  readonly goal: 'maximize' | 'minimize';
}

export interface SweepLimits {
  readonly runs: number;
  readonly minutes: number;
}

/**
 * A sweep in full form: `cluster`, `workload`, `seed` and `replay` are the experiment that every point starts
 * from.
 */
export interface SweepDocument {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'Sweep';
  readonly name: string;
  readonly cluster: ClusterSpec;
  readonly workload: WorkloadSpec;
  readonly seed: number;
  /**
   * The job over days, where each point is also played; what a point's cluster and layout decide may be open.
   */
  readonly replay?: Omit<ReplaySpec, 'spareNodes' | 'dataReplicas'> &
    Partial<Pick<ReplaySpec, 'spareNodes' | 'dataReplicas'>>;
  readonly method: SweepMethod;
  readonly parameters: Readonly<Record<string, SweepParameter>>;
  readonly points?: readonly Readonly<Record<string, unknown>>[];
  readonly samples?: number;
  readonly objective: SweepObjective;
  readonly limits: SweepLimits;
}
