/**
 * The metrics by which runs are ranked and compared: those of the step and, of a run over days, those of its
 * replay.
 */
import { type FlapSection } from './flap-result.js';
import { type ReplaySection } from './replay-result.js';
import { type ServingMetricName } from './serving-metrics.js';
import { type ExperimentResult, type StepMetrics } from './result.js';

export const REPLAY_METRIC_NAMES = [
  'ettr',
  'goodput',
  'effectiveTime',
  'interruptions',
  'wallDays',
] as const satisfies readonly (keyof ReplaySection)[];
export type ReplayMetricName = (typeof REPLAY_METRIC_NAMES)[number];

type ReplayMetrics = Pick<ReplaySection, ReplayMetricName>;

/** Of a run with `flap`. */
export const FLAP_METRIC_NAMES = ['flapLostS'] as const satisfies readonly (keyof FlapMetrics)[];

export interface FlapMetrics {
  /**
   * Seconds of training that its flaps cost, on average over the moments at which each may begin; of several
   * their sum, since each strikes by itself.
   */
  readonly flapLostS: number;
}

/** Metrics of a replay and of flaps are there where the document has them. */
export type RunMetrics = StepMetrics & Partial<ReplayMetrics> & Partial<FlapMetrics>;
export type MetricName = keyof RunMetrics;

/** Metrics by name, of a run of any kind. */
export type MetricValues = Readonly<Partial<Record<AnyMetricName, number>>>;
export type AnyMetricName = MetricName | ServingMetricName;

/** Names of the metrics of a step, in the order of the contract. */
export const METRIC_NAMES = [
  'stepTimeS',
  'tokensPerDayB',
  'tflopsCausal',
  'tflopsNonCausal',
  'mfuCausal',
  'mfuNonCausal',
  'forwardS',
  'backwardInputS',
  'backwardWeightS',
  'overlappedForwardBackwardS',
  'bubbleS',
  'optimizerS',
  'fullBackwardWeightS',
  'exposedCommunicationS',
  'peakMemoryGB',
] as const satisfies readonly (keyof StepMetrics)[];

/** Metrics of which more is better; of the others less is. */
export const MORE_IS_BETTER: ReadonlySet<MetricName> = new Set<MetricName>([
  'tokensPerDayB',
  'tflopsCausal',
  'tflopsNonCausal',
  'mfuCausal',
  'mfuNonCausal',
  'ettr',
  'goodput',
  'effectiveTime',
]);

export const isReplayMetric = (name: string): name is ReplayMetricName =>
  (REPLAY_METRIC_NAMES as readonly string[]).includes(name);

export const isFlapMetric = (name: string): name is keyof FlapMetrics =>
  (FLAP_METRIC_NAMES as readonly string[]).includes(name);

export const flapMetrics = (flaps: readonly FlapSection[] = []): Partial<FlapMetrics> =>
  flaps.length === 0 ? {} : { flapLostS: flaps.reduce((sum, { lostS }) => sum + lostS, 0) };

export function runMetrics({
  metrics,
  replay,
  flaps,
}: Pick<ExperimentResult, 'metrics' | 'replay' | 'flaps'>): RunMetrics {
  const step = { ...metrics, ...flapMetrics(flaps) };
  if (replay === undefined) return step;
  const { ettr, goodput, effectiveTime, interruptions, wallDays } = replay;
  return { ...step, ettr, goodput, effectiveTime, interruptions, wallDays };
}
