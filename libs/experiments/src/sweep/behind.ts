/** Where a run of a search loses time to the winner, by the parts that a step adds up of. */
import { type RunMetrics } from '../run-metrics.js';

/** Seconds beyond the winner's, of the mean rank; together they are the difference of the steps. */
export interface SecondsBehind {
  /** Kernels, and what recomputation repeats of them. */
  readonly computationS: number;
  readonly exposedCommunicationS: number;
  readonly bubbleS: number;
  readonly optimizerS: number;
}

export const PARTS_BEHIND = [
  'computationS',
  'exposedCommunicationS',
  'bubbleS',
  'optimizerS',
] as const satisfies readonly (keyof SecondsBehind)[];

export function secondsBehind(run: RunMetrics, winner: RunMetrics): SecondsBehind {
  const more = (of: (metrics: RunMetrics) => number): number => of(run) - of(winner);
  return {
    computationS: more(computed),
    exposedCommunicationS: more(({ exposedCommunicationS }) => exposedCommunicationS),
    bubbleS: more(({ bubbleS }) => bubbleS),
    optimizerS: more(({ optimizerS }) => optimizerS),
  };
}

const computed = ({ stepTimeS, exposedCommunicationS, bubbleS, optimizerS }: RunMetrics): number =>
  stepTimeS - exposedCommunicationS - bubbleS - optimizerS;
