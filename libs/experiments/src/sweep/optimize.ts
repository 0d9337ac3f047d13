/**
 * Search for the best layout: points are run in the order of a bound that none of them can beat, until no
 * point that is left could still win. The result is the best of the whole grid, without running all of it.
 * The layout as written is run too, and ranked among all points: those whose bound is no better than it is
 * cannot stand before it.
 */
import { invariant } from '@railyard/base';
import { type MetricName, type RunMetrics } from '../run-metrics.js';
import { type SweepObjective } from '../sweep-document.js';
import { bestRuns, type ScoredRun } from './best.js';
import { StepBound } from './lower-bound.js';
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

/** Where the layout as written stands. */
interface ReferenceRun extends SearchedRun {
  /** 1 is the best: one more than the points that were run and are better. */
  readonly rank: number;
  /** No worse than this: above `rank` when points are left whose bound is better. */
  readonly rankAtMost: number;
  /** Points that can run, the layout as written among them. */
  readonly of: number;
}

export interface SearchResult {
  /** Runs that were made, best first. */
  readonly runs: readonly SearchedRun[];
  readonly pruned: readonly PrunedPoint[];
  /** Absent when the layout as written cannot run. */
  readonly reference?: ReferenceRun;
}

interface Candidate {
  readonly run: SweepRun;
  /** No better value of the objective is possible. */
  readonly bound: number;
}

/** Runs that are made only to rank the layout as written: one that is far behind is ranked by a range. */
const RANKING_RUNS = 200;

/** @param evaluate runs one experiment; `onProgress` is called with how many of the points are settled. */
export function searchBest(
  sweep: PreparedSweep,
  evaluate: (run: SweepRun) => RunMetrics,
  onProgress: (settled: number, points: number) => void = () => undefined,
): SearchResult {
  const { objective } = sweep.document;
  const sign = objective.goal === 'minimize' ? 1 : -1;
  const searched = ({ parameters, prepared: { id } }: SweepRun, metrics: RunMetrics): SearchedRun => ({
    id,
    parameters,
    metrics,
  });
  const written = sweep.reference;
  const reference =
    written === undefined || 'issues' in written ? undefined : searched(written, evaluate(written));
  const referenceCost =
    reference === undefined ? -Infinity : sign * valueOf(reference.metrics, objective.metric);
  const stepBound = new StepBound();
  const candidates = sweep.runs
    .map((run): Candidate => ({ run, bound: boundOf(run, objective, stepBound) }))
    .sort((a, b) => sign * (a.bound - b.bound));
  const runs: SearchedRun[] = [];
  const pruned: PrunedPoint[] = [];
  let best = Infinity;
  let ranking = 0;
  candidates.forEach(({ run, bound }, index) => {
    onProgress(index, candidates.length);
    const {
      parameters,
      prepared: { id },
    } = run;
    const isReference = id === reference?.id;
    if (sign * bound >= best && !isReference) {
      const couldBeBetter = sign * bound < referenceCost;
      if (!couldBeBetter || ranking === RANKING_RUNS) {
        pruned.push({ id, parameters, bound });
        return;
      }
      ranking += 1;
    }
    const metrics = isReference ? reference.metrics : evaluate(run);
    best = Math.min(best, sign * valueOf(metrics, objective.metric));
    runs.push(searched(run, metrics));
  });
  return {
    runs: bestRuns(runs, objective, runs.length),
    pruned,
    ...(reference === undefined ? {} : { reference: ranked(reference, runs, pruned, objective) }),
  };
}

function ranked(
  reference: SearchedRun,
  runs: readonly SearchedRun[],
  pruned: readonly PrunedPoint[],
  { metric, goal }: SweepObjective,
): ReferenceRun {
  const own = valueOf(reference.metrics, metric);
  const isBetter = (value: number): boolean => (goal === 'minimize' ? value < own : value > own);
  const rank = 1 + runs.filter(({ metrics }) => isBetter(valueOf(metrics, metric))).length;
  const rankAtMost = rank + pruned.filter(({ bound }) => isBetter(bound)).length;
  const isPoint = runs.some(({ id }) => id === reference.id);
  return { ...reference, rank, rankAtMost, of: runs.length + pruned.length + (isPoint ? 0 : 1) };
}

/** The sweep was checked: runs have the metric of its objective. */
function valueOf(metrics: RunMetrics, name: MetricName): number {
  const value = metrics[name];
  invariant(value !== undefined, 'a run has the metric of the objective', { name });
  return value;
}

const SECONDS_PER_DAY_PER_BILLION = 86_400 / 1e9;

/** Only what follows from the step's time alone has a bound; any other objective is searched in full. */
function boundOf(
  { prepared: { document } }: SweepRun,
  { metric, goal }: SweepObjective,
  stepBound: StepBound,
): number {
  if (metric === 'stepTimeS' && goal === 'minimize') return stepBound.seconds(document);
  if (metric === 'tokensPerDayB' && goal === 'maximize') {
    const { batch } = document.workload;
    return (
      (batch.globalSequences * batch.sequenceLength * SECONDS_PER_DAY_PER_BILLION) /
      stepBound.seconds(document)
    );
  }
  return goal === 'minimize' ? -Infinity : Infinity;
}
