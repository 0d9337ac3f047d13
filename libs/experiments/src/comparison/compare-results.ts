/**
 * What differs between runs: the inputs that are not the same in all of them, and every metric against a
 * baseline.
 */
import { escapePointer, elementAt, invariant } from '@railyard/base';
import { type ExperimentDocument } from '../document.js';
import { type ExperimentResult } from '../result.js';
import {
  FLAP_METRIC_NAMES,
  METRIC_NAMES,
  MORE_IS_BETTER,
  type MetricName,
  REPLAY_METRIC_NAMES,
  type RunMetrics,
  runMetrics,
} from '../run-metrics.js';

/** What a comparison needs of a result. */
export type ComparedRun = Pick<ExperimentResult, 'id' | 'document' | 'metrics' | 'replay' | 'flaps'>;

export interface InputDifference {
  /** JSON pointer into the resolved document. */
  readonly path: string;
  /** One value for each run, in their order; absent where the run's document has no such key. */
  readonly values: readonly unknown[];
}

export interface MetricDifference {
  readonly name: MetricName;
  readonly values: readonly number[];
  /** Against the baseline, in percent; null where the baseline is 0 and the value is not. */
  readonly differencePct: readonly (number | null)[];
  /** Whether the run beats the baseline; `same` within a millionth. */
  readonly verdict: readonly ('better' | 'worse' | 'same')[];
}

export interface Comparison {
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  /** Index of the run that the others are compared with. */
  readonly baseline: number;
  readonly inputs: readonly InputDifference[];
  readonly metrics: readonly MetricDifference[];
}

/** Compares two runs or more; `baseline` is the index of one of them. */
export function compareResults(runs: readonly ComparedRun[], baseline = 0): Comparison {
  const base = runs[baseline];
  invariant(base !== undefined, 'the baseline is one of the runs', { baseline, runs: runs.length });
  const metrics = runs.map(runMetrics);
  // Metrics of a replay, and of flaps, are compared where every run has them.
  const names = [
    ...METRIC_NAMES,
    ...(runs.every(({ replay }) => replay !== undefined) ? REPLAY_METRIC_NAMES : []),
    ...FLAP_METRIC_NAMES.filter((name) => metrics.every((run) => run[name] !== undefined)),
  ];
  return {
    runs: runs.map(({ id, document }) => ({ id, name: document.name })),
    baseline,
    inputs: documentDifferences(runs.map((run) => run.document)),
    metrics: names.map((name) =>
      metricDifference(
        name,
        metrics.map((run) => metricOf(run, name)),
        metricOf(elementAt(metrics, baseline), name),
      ),
    ),
  };
}

function metricOf(metrics: RunMetrics, name: MetricName): number {
  const value = metrics[name];
  invariant(value !== undefined, 'a compared run has the metric', { name });
  return value;
}

/**
 * The leaves that are not equal in all documents, in the order in which the documents have them; names left
 * aside.
 */
export function documentDifferences(documents: readonly ExperimentDocument[]): readonly InputDifference[] {
  const leaves = documents.map((document) => new Map(leavesOf(document, '')));
  const paths = new Set(leaves.flatMap((map) => [...map.keys()]));
  return [...paths]
    .filter((path) => !isLabel(path))
    .map((path) => ({ path, values: leaves.map((map) => map.get(path)) }))
    .filter(({ values }) => values.some((value) => JSON.stringify(value) !== JSON.stringify(values[0])));
}

/** What something is called changes nothing; the name of a schedule is the schedule. */
const isLabel = (path: string): boolean =>
  path.endsWith('/source') || (path.endsWith('/name') && path !== '/workload/schedule/name');

/** Lists count as leaves: one that differs is shown whole. */
function* leavesOf(value: unknown, path: string): Generator<readonly [string, unknown]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield [path, value];
    return;
  }
  for (const [key, child] of Object.entries(value)) yield* leavesOf(child, `${path}/${escapePointer(key)}`);
}

/** Values of runs against `base`, which need not be a run's. */
export function metricDifference(
  name: MetricName,
  values: readonly number[],
  base: number,
): MetricDifference {
  const differencePct = values.map((value) => relative(value, base));
  const verdict = differencePct.map((percent) => {
    if (percent !== null && Math.abs(percent) < 1e-4) return 'same' as const;
    return (percent === null || percent > 0) === MORE_IS_BETTER.has(name)
      ? ('better' as const)
      : ('worse' as const);
  });
  return { name, values, differencePct, verdict };
}

const relative = (value: number, base: number): number | null =>
  value === base ? 0 : base === 0 ? null : (value / base - 1) * 100;
