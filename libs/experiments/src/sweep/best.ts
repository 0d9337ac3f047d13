/** The best runs of a sweep, and those that no other run beats in every respect. */
import { isServingMetric } from '../serving-metrics.js';
import { type SweepObjective } from '../sweep-document.js';
import { type AnyMetricName, type MetricValues, type RunMetrics } from '../run-metrics.js';

export type AnyObjective = SweepObjective<AnyMetricName>;

/**
 * The objective, and what it costs: memory, or speed when memory is the objective; of services the speed of
 * one user, or what a GPU gives when that is the objective.
 */
export function tradeOff(objective: AnyObjective): readonly [AnyObjective, AnyObjective] {
  if (isServingMetric(objective.metric))
    return [
      objective,
      objective.metric === 'tpotMs'
        ? { metric: 'tokensPerSecondPerGpu', goal: 'maximize' }
        : { metric: 'tpotMs', goal: 'minimize' },
    ];
  return [
    objective,
    objective.metric === 'peakMemoryGB'
      ? { metric: 'tokensPerDayB', goal: 'maximize' }
      : { metric: 'peakMemoryGB', goal: 'minimize' },
  ];
}

/** A run of a sweep that succeeded, of either kind. */
interface Scored {
  readonly id: string;
  readonly metrics: MetricValues;
}

/** Of an experiment. */
export interface ScoredRun extends Scored {
  readonly metrics: RunMetrics;
}

/** The metric as a cost: less is better; a run that does not have it comes last. */
function cost({ metrics }: Scored, { metric, goal }: AnyObjective): number {
  const value = metrics[metric];
  if (value === undefined) return Number.MAX_VALUE;
  return goal === 'minimize' ? value : -value;
}

const byId = (a: Scored, b: Scored): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The `most` best runs, best first; equal ones in the order of their ids. */
export function bestRuns<R extends Scored>(
  runs: readonly R[],
  objective: AnyObjective,
  most: number,
): readonly R[] {
  return [...runs].sort((a, b) => cost(a, objective) - cost(b, objective) || byId(a, b)).slice(0, most);
}

/**
 * Runs that no other run equals or beats in every objective and beats in one, best by the first objective
 * first.
 */
export function paretoFront<R extends Scored>(
  runs: readonly R[],
  objectives: readonly AnyObjective[],
): readonly R[] {
  const [first] = objectives;
  if (first === undefined) return [];
  const front: R[] = [];
  for (const run of bestRuns(runs, first, runs.length)) {
    if (front.some((other) => dominates(other, run, objectives))) continue;
    const beaten = front.filter((other) => dominates(run, other, objectives));
    for (const other of beaten) front.splice(front.indexOf(other), 1);
    front.push(run);
  }
  return front;
}

function dominates(a: Scored, b: Scored, objectives: readonly AnyObjective[]): boolean {
  let better = false;
  for (const objective of objectives) {
    const difference = cost(a, objective) - cost(b, objective);
    if (difference > 0) return false;
    if (difference < 0) better = true;
  }
  return better;
}
