/** What was measured of a published run, as a time: given, or from the throughput that the row gives. */
import { type StepMetrics } from '../../result.js';
import { type PublishedRun } from './published-run.js';

/**
 * Phases of a step, as table 4 of the DeepSeek-V3 paper names them, in the reading of DualPipe's program: a
 * full backward is one call and belongs to 1B whole (docs/model/step.md).
 */
const PHASES: Readonly<Record<string, (metrics: StepMetrics) => number>> = {
  '1F1B': ({ overlappedForwardBackwardS }) => overlappedForwardBackwardS,
  '1F': ({ forwardS }) => forwardS,
  '1B': ({ backwardInputS, fullBackwardWeightS }) => backwardInputS + fullBackwardWeightS,
  '1W': ({ backwardWeightS, fullBackwardWeightS }) => backwardWeightS - fullBackwardWeightS,
  bubble: ({ bubbleS }) => bubbleS,
  opt: ({ optimizerS }) => optimizerS,
};

export interface MeasuredTime {
  /** A whole step, or one phase of it. */
  readonly isStep: boolean;
  readonly seconds: number;
  /** The same of the engine. */
  readonly twin: number;
  /** Column that it is from. */
  readonly column: string;
}

/** A row of one phase names it in its notes: `phase 1F of the 19.926 s step`. */
export function phaseOf({ kind, notes }: PublishedRun) {
  const found = kind === 'phase' ? /phase (\w+) of the ([\d.]+) s step/.exec(notes) : null;
  const of = PHASES[found?.[1] ?? ''];
  return of === undefined ? undefined : { of, stepTimeS: Number(found?.[2]) };
}

/**
 * Throughputs are of model FLOPs with the whole attention matrix, as Megatron counts them. `twin`: metrics of
 * the model's own step, whose FLOPs turn TFLOP/s and MFU into a time; undefined when nothing was measured.
 */
export function measuredTime(run: PublishedRun, twin: StepMetrics): MeasuredTime | undefined {
  const phase = phaseOf(run);
  const step = (seconds: number, column: string): MeasuredTime => ({
    isStep: phase === undefined,
    seconds,
    twin: phase?.of(twin) ?? twin.stepTimeS,
    column,
  });
  if (run.stepTimeS !== undefined) return step(run.stepTimeS, 'step_time_s');
  const { gpus, globalBatch, sequenceLength, tokensPerSecondPerGpu, samplesPerSecondPerGpu } = run;
  if (gpus === undefined || sequenceLength === undefined) return undefined;
  if (tokensPerSecondPerGpu !== undefined) {
    const tokens = globalBatch === undefined ? undefined : globalBatch * sequenceLength;
    return tokens === undefined
      ? step((twin.tokensPerDayB * 1e9 * twin.stepTimeS) / (86_400 * gpus * tokensPerSecondPerGpu), TOKENS)
      : step(tokens / (gpus * tokensPerSecondPerGpu), TOKENS);
  }
  if (samplesPerSecondPerGpu !== undefined && globalBatch !== undefined)
    return step(globalBatch / (gpus * samplesPerSecondPerGpu), 'samples_per_s_per_gpu');
  if (run.tflopsPerGpu !== undefined)
    return step((twin.stepTimeS * twin.tflopsNonCausal) / run.tflopsPerGpu, 'tflops_per_gpu');
  if (run.mfuPct !== undefined)
    return step((twin.stepTimeS * 100 * twin.mfuNonCausal) / run.mfuPct, 'mfu_pct');
  return undefined;
}

const TOKENS = 'tokens_per_s_per_gpu';
