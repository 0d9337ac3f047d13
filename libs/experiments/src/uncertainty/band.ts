/**
 * The 90 % interval of a run's metrics: over draws of the routing, and over the ranges of inputs that are not
 * known exactly.
 *
 * Every term is a difference of two steady steps (`steadyParts`: one micro-batch stands for all, which is
 * what lasts of the routing), with common random numbers: draws keep the job, inputs keep the draw. Terms are
 * taken as independent, so their half-widths add in squares, upwards and downwards each for itself.
 */
import { type PricedStep, steadyParts } from '@railyard/parallelism';
import { type JobOnMachine, timeMetrics } from '../job/index.js';
import { type Band, type TimeMetrics, type Uncertainty } from '../result.js';
import { changedStep } from './job-change.js';
import { type RangedInput, rangedInputs } from './ranged-inputs.js';

const LEVEL = 0.9;
/** Half-width of a normal 90 % interval, in deviations. */
const DEVIATIONS = 1.6449;
const DRAWS = 16;

type MetricName = keyof TimeMetrics;

/** @param onShare is called with the share of the inputs that are done */
export function bandOf(
  job: JobOnMachine,
  metrics: TimeMetrics,
  onShare: (done: number) => void = () => undefined,
): { readonly band: Band; readonly uncertainty: Uncertainty } {
  const { spec, step } = job;
  const steady = (priced: PricedStep, optimizerS: number, seed = spec.seed): TimeMetrics =>
    timeMetrics(spec, steadyParts(priced, optimizerS, seed));
  const base = steady(step, step.optimizer.seconds);
  const draws =
    step.draws === undefined
      ? []
      : Array.from({ length: DRAWS }, (_, i) => steady(step, step.optimizer.seconds, spec.seed + 1 + i));
  const inputs = rangedInputs(spec).map((input, index, all) => {
    onShare(index / all.length);
    const ends = input.range.map((value) => {
      const { priced, optimizerS } = changedStep(job, input.changeTo(value));
      return steady(priced, optimizerS);
    }) as [TimeMetrics, TimeMetrics];
    return { input, ends };
  });
  const names = Object.keys(base) as MetricName[];
  const intervals = names.map((name) => {
    const drawn = draws.map((draw) => draw[name] - base[name]);
    return interval(
      metrics[name] + meanOf(drawn),
      DEVIATIONS * deviationOf(drawn),
      inputs.map(({ ends }) => ends.map((end) => end[name] - base[name]) as [number, number]),
    );
  });
  const record = <T>(of: (interval: Interval) => T): Record<MetricName, T> =>
    Object.fromEntries(names.map((name, i) => [name, of(intervals[i] as Interval)])) as Record<MetricName, T>;
  return {
    band: record(({ low, high }) => [low, high] as const),
    uncertainty: {
      level: LEVEL,
      mean: record(({ mean }) => mean),
      ...(draws.length === 0 ? {} : { draws: { count: DRAWS, stepPct: spreadPct(draws, base) } }),
      inputs: inputs.map(({ input, ends }) => described(input, ends, base)),
    },
  };
}

interface Interval {
  readonly low: number;
  readonly mean: number;
  readonly high: number;
}

/** @param ends of each input, the change of the metric at the low and at the high end of its range */
function interval(mean: number, drawn: number, ends: readonly (readonly [number, number])[]): Interval {
  const half = (side: (change: number) => number): number =>
    Math.sqrt(
      ends.reduce((sum, [low, high]) => {
        const most = Math.max(0, side(low), side(high));
        return sum + most * most;
      }, drawn * drawn),
    );
  return { low: mean - half((change) => -change), mean, high: mean + half((change) => change) };
}

const described = (
  { name, value, range, provenance, reason }: RangedInput,
  ends: readonly [TimeMetrics, TimeMetrics],
  { stepTimeS }: TimeMetrics,
): Uncertainty['inputs'][number] => ({
  name,
  value,
  range,
  provenance,
  reason,
  stepPct: [100 * (ends[0].stepTimeS / stepTimeS - 1), 100 * (ends[1].stepTimeS / stepTimeS - 1)],
});

const spreadPct = (draws: readonly TimeMetrics[], { stepTimeS }: TimeMetrics): number =>
  (100 * deviationOf(draws.map((draw) => draw.stepTimeS))) / stepTimeS;

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1));
}
