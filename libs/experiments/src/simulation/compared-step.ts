/** A step as a profile that recordings are held to. */
import { type ComparedProfile } from '@railyard/profile';
import { type ExperimentResult } from '../result.js';

/** Communication that computation hides counts as computation. */
export function comparedStep({ metrics, network }: ExperimentResult): ComparedProfile {
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
    kindsMs: {},
    topKernels: [],
    phases: [],
  };
}

/** Parts of a result that its schema leaves open. */
const secondsOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
