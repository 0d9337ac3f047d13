/**
 * A sweep for a reader: its runs, best first, what cannot run and why and, of a search, where the layout as
 * written stands.
 */
import {
  type AnyPreparedSweep,
  type LosingBound,
  PARTS_BEHIND,
  type SecondsBehind,
  isReplayMetric,
  isServingSweep,
  type MetricName,
  type MetricValues,
  type PrunedPoint,
  type SearchResult,
  bestRuns,
  paretoFront,
  tradeOff,
} from '@railyard/experiments';
import { retentionWarning } from '@railyard/replay';
import { type Answer, type Cell, show } from '../output/format.js';
import { type SweptRun } from './run-point.js';

export interface Swept {
  readonly runs: readonly SweptRun[];
  /** Points that a search did not have to run. */
  readonly pruned?: readonly PrunedPoint[];
  /** The layout as written, ranked. */
  readonly reference?: SearchResult['reference'];
}

/** Runs of the ranking, and causes of infeasible points that a reader is shown. */
const BEST = 10;
const SHOWN = 30;

export function sweepAnswer(sweep: AnyPreparedSweep, swept: Swept): Answer {
  const { runs, pruned, reference } = swept;
  const { objective } = sweep.document;
  const scored = runs.flatMap((run) => (run.metrics === undefined ? [] : [{ ...run, metrics: run.metrics }]));
  const ranked = bestRuns(scored, objective, scored.length);
  const shown = [...ranked, ...runs.filter((run) => run.metrics === undefined)];
  const paths = [...new Set(runs.flatMap((run) => Object.keys(run.parameters)))];
  const best = ranked.slice(0, BEST).map((run) => run.id);
  const metrics = scored.length === 0 ? [] : shownMetrics(sweep, pruned !== undefined);
  const pareto = isServingSweep(sweep) ? frontOf(objective, scored) : undefined;
  const warnings = retentionWarnings(sweep, best);
  return {
    data: {
      id: sweep.id,
      size: sweep.size,
      duplicates: sweep.duplicates,
      objective,
      infeasible: sweep.infeasible.map(({ parameters, issues }) => ({ parameters, issues })),
      runs,
      ...(best.length === 0 ? {} : { best }),
      ...(pareto === undefined ? {} : { pareto }),
      ...(warnings.length === 0 ? {} : { warnings }),
      ...(pruned === undefined ? {} : { pruned }),
      ...(reference === undefined ? {} : { reference }),
    },
    tables: [
      {
        columns: [
          'run',
          ...paths,
          ...metrics,
          ...(pareto === undefined ? [] : ['Pareto']),
          ...(pruned === undefined ? [] : ['why']),
        ],
        rows: shown.map((run) => [
          run.id.slice(0, 12),
          ...paths.map((path) => cell(run.parameters[path])),
          ...metrics.map((metric) => run.metrics?.[metric] ?? run.error?.code),
          ...(pareto === undefined ? [] : [pareto.runs.includes(run.id) ? 'yes' : '']),
          ...(pruned === undefined ? [] : [whyBehind(run)]),
        ]),
      },
      ...lostTables(sweep, pruned),
      ...infeasibleTables(sweep.infeasible),
    ],
    notes: [
      `${sweep.size} points: ${sweep.runs.length} to run, ${sweep.duplicates} duplicates removed, ` +
        `${sweep.infeasible.length} infeasible.`,
      ...warnings.slice(0, 1).map(({ run, message }) => `Warning: Run ${run.slice(0, 12)}: ${message}`),
      ...searchNotes(sweep, swept, ranked[0]),
    ],
  };
}

function infeasibleTables(points: AnyPreparedSweep['infeasible']): Answer['tables'] {
  if (points.length === 0) return [];
  return [
    {
      title: 'Infeasible, by cause',
      columns: ['points', 'path', 'why', 'for example'],
      rows: causesOf(points).slice(0, SHOWN),
      plain: {
        columns: ['parameters', 'path', 'why'],
        rows: points.map(({ parameters, issues }) => [cell(parameters), issues[0]?.path, issues[0]?.message]),
      },
    },
  ];
}

/** Points that were not run, by the bound that says so, and the best that it lets one of them reach. */
function lostTables(
  { document: { objective } }: AnyPreparedSweep,
  pruned: readonly PrunedPoint[] = [],
): Answer['tables'] {
  if (pruned.length === 0) return [];
  const rows = Object.entries(LOST).flatMap(([by, why]): readonly (readonly Cell[])[] => {
    const bounds = pruned.filter((point) => point.by === by).map(({ bound }) => bound);
    if (bounds.length === 0) return [];
    const isBetter = (a: number, b: number): boolean => (objective.goal === 'minimize' ? a < b : a > b);
    return [[bounds.length, why, bounds.reduce((best, bound) => (isBetter(bound, best) ? bound : best))]];
  });
  return [{ title: 'Not run', columns: ['points', 'why', `${objective.metric} at best`], rows }];
}

const LOST: Readonly<Record<LosingBound, string>> = {
  work: 'kernels and exposed communication alone, spread over all ranks, take too long',
  schedule: 'the bubble of their schedule takes too long, experts in balance',
  routing: 'one expert group with its routing, sends and optimizer takes too long',
};

const PART_NAMES: Readonly<Record<keyof SecondsBehind, string>> = {
  computationS: 'computation',
  exposedCommunicationS: 'exposed communication',
  bubbleS: 'bubble',
  optimizerS: 'optimizer',
};

/** The part of the step in which a run loses most to the best. */
function whyBehind({ behind }: SweptRun): Cell {
  if (behind === undefined) return undefined;
  const [part] = [...PARTS_BEHIND].sort((a, b) => behind[b] - behind[a]);
  if (part === undefined || behind[part] <= 0) return 'the best';
  return `${PART_NAMES[part]} +${behind[part].toPrecision(2)} s`;
}

/** Points with one first issue are one row, the most frequent cause first. */
function causesOf(points: AnyPreparedSweep['infeasible']): readonly (readonly Cell[])[] {
  const causes = new Map<string, { points: number; least: number; readonly row: readonly Cell[] }>();
  for (const { parameters, issues } of points) {
    const [issue] = issues;
    // What a value would have to be differs from point to point; the rule does not.
    const rule = (issue?.message ?? '')
      .replace(/ \(got .*\)\.$/, '.')
      .replace(/^Pipeline rank \d+ /, 'The fullest pipeline rank ');
    const over = Number(OVER.exec(issue?.message ?? '')?.[1] ?? Infinity);
    const known = causes.get(`${issue?.path} ${rule}`);
    if (known === undefined)
      causes.set(`${issue?.path} ${rule}`, {
        points: 1,
        least: over,
        row: [issue?.path, rule, cell(parameters)],
      });
    else {
      known.points += 1;
      known.least = Math.min(known.least, over);
    }
  }
  return [...causes.values()]
    .sort((a, b) => b.points - a.points)
    .map(({ points: count, least, row: [path, rule, example] }): readonly Cell[] => [
      count,
      path,
      least === Infinity ? rule : `${rule} The nearest is ${least} % over.`,
      example,
    ]);
}

/** By how much a layout does not fit. */
const OVER = /([\d.]+) % over/;

/** Days are reported in time and in clean work: goodput is next to ETTR, whichever is the objective. */
function shownMetrics(sweep: AnyPreparedSweep, isSearch: boolean): readonly (keyof MetricValues)[] {
  if (isServingSweep(sweep))
    return [
      ...new Set([
        sweep.document.objective.metric,
        ...(['ttftMs', 'tpotMs', 'tokensPerSecondPerGpu', 'tokensPerSecondPerUser', 'maxBatch'] as const),
      ]),
    ];
  const objective: MetricName = sweep.document.objective.metric;
  // What a layout is chosen for besides.
  if (isSearch) return [...new Set([objective, 'stepTimeS', 'bubbleS', 'peakMemoryGB'] as const)];
  if (!isReplayMetric(objective)) return [objective];
  return [...new Set([objective, 'goodput', 'ettr'] as const)];
}

/** Services that none beats in the objective and in what it costs. */
function frontOf(
  objective: AnyPreparedSweep['document']['objective'],
  scored: readonly { readonly id: string; readonly metrics: MetricValues }[],
) {
  const objectives = tradeOff(objective);
  return { objectives, runs: paretoFront(scored, objectives).map(({ id }) => id) };
}

/** Those of the best runs that cannot roll back a corruption which they find. */
function retentionWarnings(
  sweep: AnyPreparedSweep,
  best: readonly string[],
): readonly { readonly run: string; readonly code: string; readonly message: string }[] {
  if (isServingSweep(sweep)) return [];
  return best.flatMap((id) => {
    const replay = sweep.runs.find(({ prepared }) => prepared.id === id)?.prepared.document.replay;
    const warning = replay === undefined ? undefined : retentionWarning(replay.faults, replay.recovery);
    return warning === undefined ? [] : [{ run: id, ...warning }];
  });
}

function searchNotes(
  sweep: AnyPreparedSweep,
  { runs, pruned, reference }: Swept,
  best: Required<Pick<SweptRun, 'metrics'>> | undefined,
): readonly string[] {
  if (pruned === undefined || isServingSweep(sweep)) return [];
  const { reference: written } = sweep;
  const { metric } = sweep.document.objective;
  return [
    `${runs.length} were run; ${pruned.length} are surely behind the best six, by a bound that no run beats.`,
    ...(written === undefined || !('issues' in written)
      ? []
      : [`The layout as written cannot run, so it has no rank: ${written.issues[0]?.message}`]),
    ...(reference === undefined || best === undefined
      ? []
      : [
          `The layout as written ranks ${rankOf(reference)} of ${reference.of}: ${metric} ` +
            `${show(reference.metrics[metric])}, the best ${show(best.metrics[metric])}.`,
        ]),
  ];
}

const rankOf = ({ rank, rankAtMost }: { readonly rank: number; readonly rankAtMost: number }): string =>
  rank === rankAtMost ? `${rank}` : `between ${rank} and ${rankAtMost}`;

const cell = (value: unknown): Cell =>
  typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
