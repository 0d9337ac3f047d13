/** The metrics by which services are ranked: in the words and units of those who run them. */

/** Of one service. */
export interface ServingMetrics {
  /** Time to the first token, nothing waiting before the prompt unless the document says how many wait. */
  readonly ttftMs: number;
  /** Time per token of an answer. */
  readonly tpotMs: number;
  /** Answered tokens/s, over the GPUs that write answers. */
  readonly tokensPerSecondPerGpu: number;
  readonly tokensPerSecondPerUser: number;
  /** Answered tokens/s, over all GPUs: those that read prompts in the proportion in which neither waits. */
  readonly outputTokensPerSecondPerGpu: number;
  /** Sequences of a replica of attention. */
  readonly batch: number;
  /** The most that fit at full length. */
  readonly maxBatch: number;
  /** Of all GPUs and the network, for an answered token; absent where the board's rating is not known. */
  readonly joulesPerToken?: number;
}

export const SERVING_METRIC_NAMES = [
  'ttftMs',
  'tpotMs',
  'tokensPerSecondPerGpu',
  'tokensPerSecondPerUser',
  'outputTokensPerSecondPerGpu',
  'batch',
  'maxBatch',
  'joulesPerToken',
] as const satisfies readonly (keyof ServingMetrics)[];
export type ServingMetricName = keyof ServingMetrics;

/** Metrics of which more is better; of the others less is. */
export const MORE_IS_BETTER_OF_SERVICES: ReadonlySet<ServingMetricName> = new Set<ServingMetricName>([
  'tokensPerSecondPerGpu',
  'tokensPerSecondPerUser',
  'outputTokensPerSecondPerGpu',
  'batch',
  'maxBatch',
]);

export const isServingMetric = (name: string): name is ServingMetricName =>
  (SERVING_METRIC_NAMES as readonly string[]).includes(name);
