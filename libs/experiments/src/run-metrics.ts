/**
 * The metrics by which runs are ranked and compared: those of the step and, of a run over days, those of its
 * replay.
 */
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

/** Metrics of a replay are there where the document has one. */
export type RunMetrics = StepMetrics & Partial<ReplayMetrics>;
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

export function runMetrics({ metrics, replay }: Pick<ExperimentResult, 'metrics' | 'replay'>): RunMetrics {
  if (replay === undefined) return metrics;
  const { ettr, goodput, effectiveTime, interruptions, wallDays } = replay;
  return { ...metrics, ettr, goodput, effectiveTime, interruptions, wallDays };
}
