/**
 * Search for the best layout: points are run in the order of a bound that none of them can beat, until no
 * point that is left could still win. The result is the best of the whole grid, without running all of it.
 * The layout as written is run too, and ranked among all points: those whose bound is no better than it is
 * cannot stand before it.
 */
import { elementAt, invariant } from '@railyard/base';
import { type MetricName, type RunMetrics } from '../run-metrics.js';
import { type SweepObjective } from '../sweep-document.js';
import { type SecondsBehind, secondsBehind } from './behind.js';
import { bestRuns, type ScoredRun } from './best.js';
import { CandidateQueue } from './candidate-queue.js';
import { type LosingBound } from './losing-bound.js';
import { type SweepPoint } from './points.js';
import { type PreparedSweep, type SweepRun } from './prepare-sweep.js';

export interface SearchedRun extends ScoredRun {
  readonly parameters: SweepPoint;
}

/** A point that was not run because even its bound loses. */
export interface PrunedPoint {
  readonly id: string;
  readonly parameters: SweepPoint;
  readonly by: LosingBound;
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

/** A run, and where it loses time to the best. */
interface RankedRun extends SearchedRun {
  readonly behind: SecondsBehind;
}

export interface SearchResult {
  /** Runs that were made, best first. */
  readonly runs: readonly RankedRun[];
  readonly pruned: readonly PrunedPoint[];
  /** Absent when the layout as written cannot run. */
  readonly reference?: ReferenceRun;
}

/** Best runs that are surely the best: the winner and five behind it. */
const LEADERS = 6;

/** Runs that are made only to rank the layout as written: one that is far behind is ranked by a range. */
const RANKING_RUNS = 200;

/** @param evaluate runs one experiment; `onProgress` is called with how many of the points are settled. */
export function searchBest(
  sweep: PreparedSweep,
  evaluate: (run: SweepRun) => RunMetrics,
  onProgress: (settled: number, points: number) => void = () => undefined,
): SearchResult {
  const { objective } = sweep.document;
  const cost = (metrics: RunMetrics): number => signOf(objective) * valueOf(metrics, objective.metric);
  const searched = ({ parameters, prepared: { id } }: SweepRun, metrics: RunMetrics): SearchedRun => ({
    id,
    parameters,
    metrics,
  });
  const { reference: written } = sweep;
  const own = written === undefined || 'issues' in written ? undefined : written;
  const reference = own === undefined ? undefined : searched(own, evaluate(own));
  const ownCost = reference === undefined ? -Infinity : cost(reference.metrics);
  const candidates = new CandidateQueue(sweep.runs, objective);
  const runs: SearchedRun[] = [];
  const leading: number[] = [];
  let toRank = 0;
  for (let next = candidates.first(); next !== undefined; next = candidates.first()) {
    const isReference = next.run.key === own?.key;
    const bar = leading.length < LEADERS ? Infinity : Math.max(...leading);
    if (next.cost >= bar && !isReference) {
      if (next.cost >= ownCost || toRank === RANKING_RUNS) break;
      if (next.isExact) toRank += 1;
    }
    if (!next.isExact && !isReference) {
      candidates.refine();
      continue;
    }
    onProgress(candidates.settled, sweep.runs.length);
    candidates.take();
    const metrics = isReference && reference !== undefined ? reference.metrics : evaluate(next.run);
    leading.push(cost(metrics));
    if (leading.length > LEADERS) leading.splice(leading.indexOf(Math.max(...leading)), 1);
    runs.push(searched(next.run, metrics));
  }
  const pruned = candidates.rest().flatMap(({ run, cost: bound, by }): readonly PrunedPoint[] => {
    if (run.key !== own?.key || reference === undefined)
      return [prunedPoint(run, signOf(objective) * bound, by)];
    runs.push(searched(run, reference.metrics));
    return [];
  });
  const ranking = bestRuns(runs, objective, runs.length);
  return {
    runs: ranking.map((run) => ({
      ...run,
      behind: secondsBehind(run.metrics, elementAt(ranking, 0).metrics),
    })),
    pruned,
    ...(reference === undefined ? {} : { reference: ranked(reference, runs, pruned, objective) }),
  };
}

const signOf = ({ goal }: SweepObjective): number => (goal === 'minimize' ? 1 : -1);

const prunedPoint = ({ parameters, prepared }: SweepRun, bound: number, by: LosingBound): PrunedPoint => ({
  get id() {
    return prepared.id;
  },
  parameters,
  by,
  bound,
});

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
