/** The parts of a step that a measured step can correct, each by a factor of its own. */
import { type TimeMetrics } from '../result.js';

export const COMPONENTS = ['kernels', 'communication', 'optimizer'] as const;
export type ComponentName = (typeof COMPONENTS)[number];

/** Seconds of a step by component. */
export type Components = Readonly<Record<ComponentName, number>>;

type StepTimes = Pick<TimeMetrics, 'stepTimeS' | 'bubbleS' | 'optimizerS' | 'exposedCommunicationS'>;

/** A bubble is waiting for other ranks' chunks, so it counts as they do. */
export function componentsOf(times: StepTimes): Components {
  const { stepTimeS, bubbleS, optimizerS, exposedCommunicationS } = times;
  const chunks = stepTimeS - optimizerS;
  const busy = chunks - bubbleS;
  const share = busy > 0 ? Math.min(1, exposedCommunicationS / busy) : 0;
  return { kernels: chunks * (1 - share), communication: chunks * share, optimizer: optimizerS };
}

export const totalOf = (components: Components, factors: Components): number =>
  COMPONENTS.reduce((sum, name) => sum + components[name] * factors[name], 0);
