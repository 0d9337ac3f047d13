/** A step as a profile that recordings are held to. */
import { type RecordedTimeline } from '@railyard/parallelism';
import { type ComparedProfile } from '@railyard/profile';
import { type JobOnMachine } from '../job/index.js';
import { type ExperimentResult } from '../result.js';
import { stepKernels } from './step-kernels.js';

/**
 * Communication that computation hides counts as computation in the parts; kernels are reported one by one.
 */
export function stepProfile(
  { metrics, network }: Pick<ExperimentResult, 'metrics' | 'network'>,
  job: JobOnMachine,
  timeline: RecordedTimeline,
): ComparedProfile {
  const { stepTimeS, exposedCommunicationS, bubbleS } = metrics;
  const exposed =
    exposedCommunicationS + secondsOf(network.gradientReduceS) + secondsOf(network.weightGatherS);
  return {
    steps: 1,
    spanMs: 1e3 * stepTimeS,
    overlap: {
      computeOnlyMs: 1e3 * (stepTimeS - exposed - bubbleS),
      communicationOnlyMs: 1e3 * exposed,
      neitherMs: 1e3 * bubbleS,
    },
    ...stepKernels(job, timeline),
    phases: [],
  };
}

/** Parts of a result that its schema leaves open. */
const secondsOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
