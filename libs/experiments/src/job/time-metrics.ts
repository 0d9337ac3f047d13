/** The metrics of a step that follow from its times. */
import { type StepParts, throughput } from '@railyard/parallelism';
import { type JobSpec } from '../document.js';
import { type TimeMetrics } from '../result.js';

export function timeMetrics({ cluster, workload }: JobSpec, parts: StepParts): TimeMetrics {
  return {
    stepTimeS: parts.total,
    ...throughput(cluster, workload, parts.total),
    forwardS: parts.forward,
    backwardInputS: parts.backwardInput,
    backwardWeightS: parts.backwardWeight,
    overlappedForwardBackwardS: parts.overlappedForwardBackward,
    bubbleS: parts.bubble,
    optimizerS: parts.optimizer,
    fullBackwardWeightS: parts.fullBackwardWeight,
    exposedCommunicationS: parts.exposedCommunication,
  };
}
