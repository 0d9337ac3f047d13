/** Table 4 by the names of a run's metrics: what any run can be compared with. */
import { type MetricName } from '@railyard/experiments';
import { TABLE_4, type Table4Case } from './paper.js';

/** Metrics that the paper prints, in their units; without 1B and 1W, whose split has two readings. */
export function publishedMetrics(network: Table4Case): Readonly<Partial<Record<MetricName, number>>> {
  const row = TABLE_4[network];
  return {
    tokensPerDayB: row.tokensPerDayB,
    forwardS: row.forwardS,
    bubbleS: row.bubbleS,
    overlappedForwardBackwardS: row.overlappedS,
    optimizerS: row.optimizerS,
    tflopsNonCausal: row.tflopsNonCausal,
    tflopsCausal: row.tflopsCausal,
    mfuNonCausal: row.mfuNonCausal / 100,
    mfuCausal: row.mfuCausal / 100,
  };
}
