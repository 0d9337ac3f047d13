/** The sweep document: an experiment, and how to make many of it. */
import { type ClusterSpec } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';
import { type API_VERSION } from './document.js';
import { type StepMetrics } from './result.js';

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

export type MetricName = keyof StepMetrics;

/** Names of the metrics of a run, in the order of the contract. */
export const METRIC_NAMES = [
  'stepTimeS', 'tokensPerDayB', 'tflopsCausal', 'tflopsNonCausal', 'mfuCausal', 'mfuNonCausal', 'forwardS', 'backwardInputS', 'backwardWeightS',
  'overlappedForwardBackwardS', 'bubbleS', 'optimizerS', 'exposedCommunicationS', 'peakMemoryGB',
] as const satisfies readonly MetricName[];

export interface SweepObjective {
  readonly metric: MetricName;
  readonly goal: 'maximize' | 'minimize';
}

export interface SweepLimits {
  readonly runs: number;
  readonly minutes: number;
}

/** A sweep in full form: `cluster`, `workload` and `seed` are the experiment that every point starts from. */
export interface SweepDocument {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'Sweep';
  readonly name: string;
  readonly cluster: ClusterSpec;
  readonly workload: WorkloadSpec;
  readonly seed: number;
  readonly method: SweepMethod;
  readonly parameters: Readonly<Record<string, SweepParameter>>;
  readonly points?: readonly Readonly<Record<string, unknown>>[];
  readonly samples?: number;
  readonly objective: SweepObjective;
  readonly limits: SweepLimits;
}
