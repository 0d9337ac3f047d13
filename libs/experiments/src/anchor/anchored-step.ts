/** A step and its memory as anchors correct them. */
import { exp } from '@railyard/base';
import {
  type MemoryEstimate,
  type RankMemory,
  type StepParts,
  estimateMemory,
  fullestRank,
} from '@railyard/parallelism';
import { type AnchorSpec, type JobSpec } from '../document.js';
import { JobOnMachine, timeMetrics } from '../job/index.js';
import { type AnchorSection, type StepMetrics } from '../result.js';
import { type Components, componentsOf } from './components.js';
import { type Corrections, corrections } from './corrections.js';
import { traitsOf } from './job-traits.js';

/** Half-width of a normal 90 % interval, in deviations. */
const DEVIATIONS = 1.6449;

/** 90 % interval of a factor whose logarithm has a standard deviation of `deviation` around 0. */
export const intervalOf = (deviation: number): readonly [low: number, high: number] => [
  exp(-DEVIATIONS * deviation),
  exp(DEVIATIONS * deviation),
];

export interface AnchoredStep {
  readonly metrics: StepMetrics;
  readonly section: AnchorSection;
  /** 90 % interval of the step's true over its corrected time, by the doubt that the anchors leave. */
  readonly interval: readonly [low: number, high: number];
}

export function anchoredStep(
  spec: JobSpec,
  parts: StepParts,
  memory: MemoryEstimate,
  anchors: readonly AnchorSpec[],
): AnchoredStep {
  const measured = anchors.map(measuredAnchor);
  const computed = timeMetrics(spec, parts);
  const components = componentsOf(computed);
  const found = corrections({ components, traits: traitsOf(spec) }, measured);
  const factor = memoryFactor(measured);
  return {
    metrics: {
      ...timeMetrics(spec, correctedParts(parts, components, found)),
      peakMemoryGB: correctedMemory(fullestRank(memory), factor ?? 1),
    },
    interval: intervalOf(found.deviation),
    section: {
      explainedPct: found.explainedPct,
      corrections: { ...found.factors, ...(factor === undefined ? {} : { memory: factor }) },
      computedStepTimeS: computed.stepTimeS,
      anchors: measured.map(({ name, measuredS, computedS }) => ({
        name,
        measuredStepS: measuredS,
        computedStepS: computedS,
      })),
    },
  };
}

function measuredAnchor({ document, measuredStepS, measuredMemoryGB }: AnchorSpec) {
  const { step } = new JobOnMachine(document);
  const times = timeMetrics(document, step.parts);
  const { cluster, workload } = document;
  const plan = { schedule: step.schedule, stages: step.plan.assignment };
  const rank = fullestRank(estimateMemory(cluster, workload, plan));
  return {
    name: document.name,
    components: componentsOf(times),
    traits: traitsOf(document),
    measuredS: measuredStepS,
    computedS: times.stepTimeS,
    rank,
    measuredMemoryGB,
  };
}

/** Chunks by the factors of kernels and communication, the bubble as the chunks that it waits for. */
function correctedParts(parts: StepParts, components: Components, { factors }: Corrections): StepParts {
  const { kernels, communication } = components;
  const whole = kernels + communication;
  const chunk = whole > 0 ? (kernels * factors.kernels + communication * factors.communication) / whole : 1;
  const optimizer = parts.optimizer * factors.optimizer;
  return {
    forward: parts.forward * chunk,
    backwardInput: parts.backwardInput * chunk,
    backwardWeight: parts.backwardWeight * chunk,
    fullBackwardWeight: parts.fullBackwardWeight * chunk,
    overlappedForwardBackward: parts.overlappedForwardBackward * chunk,
    bubble: parts.bubble * chunk,
    optimizer,
    total: (parts.total - parts.optimizer) * chunk + optimizer,
    exposedCommunication: parts.exposedCommunication * factors.communication,
  };
}

/** Weights, gradients and optimizer follow from the layout; the rest is what a measurement corrects. */
const stateOf = ({ parametersGB, gradientsGB, optimizerGB }: RankMemory): number =>
  parametersGB + gradientsGB + optimizerGB;

const correctedMemory = (rank: RankMemory, factor: number): number =>
  stateOf(rank) + factor * (rank.totalGB - stateOf(rank));

/** Mean over the anchors that give their memory; nothing measured below the state alone is followed. */
function memoryFactor(anchors: readonly ReturnType<typeof measuredAnchor>[]): number | undefined {
  const factors = anchors.flatMap(({ rank, measuredMemoryGB }) =>
    measuredMemoryGB === undefined
      ? []
      : [Math.max(0, measuredMemoryGB - stateOf(rank)) / (rank.totalGB - stateOf(rank))],
  );
  return factors.length === 0 ? undefined : factors.reduce((sum, value) => sum + value, 0) / factors.length;
}
