/** The best runs of a sweep, and those that no other run beats in every respect. */
import { type SweepObjective } from '../sweep-document.js';
import { type RunMetrics } from '../run-metrics.js';

/** A run of a sweep that succeeded. */
export interface ScoredRun {
  readonly id: string;
  readonly metrics: RunMetrics;
}

/** The metric as a cost: less is better; a run that does not have it comes last. */
function cost({ metrics }: ScoredRun, { metric, goal }: SweepObjective): number {
  const value = metrics[metric];
  if (value === undefined) return Number.MAX_VALUE;
  return goal === 'minimize' ? value : -value;
}

const byId = (a: ScoredRun, b: ScoredRun): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The `most` best runs, best first; equal ones in the order of their ids. */
export function bestRuns<R extends ScoredRun>(
  runs: readonly R[],
  objective: SweepObjective,
  most: number,
): readonly R[] {
  return [...runs].sort((a, b) => cost(a, objective) - cost(b, objective) || byId(a, b)).slice(0, most);
}

/**
 * Runs that no other run equals or beats in every objective and beats in one, best by the first objective
 * first.
 */
export function paretoFront<R extends ScoredRun>(
  runs: readonly R[],
  objectives: readonly SweepObjective[],
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

function dominates(a: ScoredRun, b: ScoredRun, objectives: readonly SweepObjective[]): boolean {
  let better = false;
  for (const objective of objectives) {
    const difference = cost(a, objective) - cost(b, objective);
    if (difference > 0) return false;
    if (difference < 0) better = true;
  }
  return better;
}
