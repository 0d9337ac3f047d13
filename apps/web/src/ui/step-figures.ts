/** What a person asks of a step, from its result. */
import { type Band, type StepSections } from '@railyard/experiments';
import { type BarRow } from './bars.js';
import { type Loss } from './waterfall.js';

const HOURS = 24;
const BILLION = 1e9;
const SECONDS_PER_DAY = 86_400;

export const gpusOf = ({ document: { cluster } }: StepSections): number =>
  cluster.nodes * cluster.gpusPerNode;

export const tokensPerGpuSecond = (step: StepSections): number =>
  (step.metrics.tokensPerDayB * BILLION) / SECONDS_PER_DAY / gpusOf(step);

/** Without faults. */
export function trainingOf(step: StepSections, tokensB: number, dollarsPerGpuHour: number) {
  const days = tokensB / step.metrics.tokensPerDayB;
  return { days, dollars: days * HOURS * gpusOf(step) * dollarsPerGpuHour };
}

/** Days for billions of tokens: the band is that of the step. */
export const daysBand = (
  { tokensPerDayB: [low, high] }: Band,
  tokensB: number,
): readonly [number, number] => [tokensB / high, tokensB / low];

/** From the peak of the device to the causal MFU: each loss as a share of the step. */
export function lossesOf({ metrics }: StepSections): readonly Loss[] {
  const { stepTimeS, bubbleS, optimizerS, exposedCommunicationS, mfuCausal } = metrics;
  const [bubble, optimizer, exposed] = [bubbleS, optimizerS, exposedCommunicationS].map(
    (each) => each / stepTimeS,
  ) as [number, number, number];
  return [
    {
      name: 'kernels below peak',
      share: 1 - mfuCausal - bubble - optimizer - exposed,
      note: 'Computing that is no model FLOP, or slower than the peak: with recomputation and imbalance',
    },
    { name: 'exposed communication', share: exposed, note: 'Communication during which nothing is computed' },
    { name: 'pipeline bubble', share: bubble, note: 'Ranks that wait for others' },
    { name: 'optimizer phase', share: optimizer, note: 'Gradients reduced, weights updated and gathered' },
  ];
}

const MEMORY_PARTS = [
  ['weights', 'parametersGB'],
  ['gradients', 'gradientsGB'],
  ['optimizer', 'optimizerGB'],
  ['activations', 'activationsGB'],
  ['buffers', 'buffersGB'],
  ['reserve', 'reserveGB'],
] as const;

export function memoryRows({ memory }: StepSections): readonly BarRow[] {
  const ranks = memory['ranks'] as readonly Readonly<Record<string, number>>[];
  return ranks.map((rank) => ({
    label: `rank ${rank['rank']}`,
    parts: MEMORY_PARTS.map(([name, key]) => ({ name, value: rank[key] ?? 0 })),
  }));
}

/** Where the time of a rank goes, means over ranks. */
export function timeRow({ metrics }: StepSections): BarRow {
  return {
    label: 'step',
    parts: [
      { name: 'forward', value: metrics.forwardS },
      { name: 'backward, input', value: metrics.backwardInputS },
      { name: 'backward, weights', value: metrics.backwardWeightS },
      { name: 'overlapped F&B', value: metrics.overlappedForwardBackwardS },
      { name: 'bubble', value: metrics.bubbleS },
      { name: 'optimizer', value: metrics.optimizerS },
    ],
  };
}
