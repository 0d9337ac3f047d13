/**
 * Search for the best layout: points are run in the order of a bound that none of them can beat, until no point that is left could still win. The
 * result is the best of the whole grid, without running all of it.
 */
import { type StepMetrics } from '../result.js';
import { type SweepObjective } from '../sweep-document.js';
import { bestRuns, type ScoredRun } from './best.js';
import { stepLowerBoundS } from './lower-bound.js';
import { type SweepPoint } from './points.js';
import { type PreparedSweep, type SweepRun } from './prepare-sweep.js';

export interface SearchedRun extends ScoredRun {
  readonly parameters: SweepPoint;
}

/** A point that was not run because even its bound loses. */
export interface PrunedPoint {
  readonly id: string;
  readonly parameters: SweepPoint;
  /** The objective that the point cannot beat. */
  readonly bound: number;
}

export interface SearchResult {
  /** Runs that were made, best first. */
  readonly runs: readonly SearchedRun[];
  readonly pruned: readonly PrunedPoint[];
}

interface Candidate {
  readonly run: SweepRun;
  /** No better value of the objective is possible. */
  readonly bound: number;
}

/** @param evaluate runs one experiment; `onProgress` is told how many of the points are settled. */
export function searchBest(
  sweep: PreparedSweep, evaluate: (run: SweepRun) => StepMetrics, onProgress: (settled: number, points: number) => void = () => undefined,
): SearchResult {
  const { objective } = sweep.document;
  const sign = objective.goal === 'minimize' ? 1 : -1;
  const candidates = sweep.runs.map((run): Candidate => ({ run, bound: boundOf(run, objective) })).sort((a, b) => sign * (a.bound - b.bound));
  const runs: SearchedRun[] = [];
  const pruned: PrunedPoint[] = [];
  let best = Infinity;
  candidates.forEach(({ run, bound }, index) => {
    onProgress(index, candidates.length);
    const { parameters, prepared: { id } } = run;
    if (sign * bound >= best) {
      pruned.push({ id, parameters, bound });
      return;
    }
    const metrics = evaluate(run);
    best = Math.min(best, sign * metrics[objective.metric]);
    runs.push({ id, parameters, metrics });
  });
  return { runs: bestRuns(runs, objective, runs.length), pruned };
}

const SECONDS_PER_DAY_PER_BILLION = 86_400 / 1e9;

/** Only what follows from the step's time alone has a bound; any other objective is searched in full. */
function boundOf({ prepared: { document: { cluster, workload } } }: SweepRun, { metric, goal }: SweepObjective): number {
  if (metric === 'stepTimeS' && goal === 'minimize') return stepLowerBoundS(cluster, workload);
  if (metric === 'tokensPerDayB' && goal === 'maximize') {
    return (workload.batch.globalSequences * workload.batch.sequenceLength * SECONDS_PER_DAY_PER_BILLION) / stepLowerBoundS(cluster, workload);
  }
  return goal === 'minimize' ? -Infinity : Infinity;
}
