/** A sweep as a report's page: the best, the trade-off, what could not run and why. */
import {
  type AnySweepDocument,
  type InfeasiblePoint,
  type MetricValues,
  bestRuns,
  paretoFront,
  tradeOff,
} from '@railyard/experiments';
import { type Chart, axesChart, heatMap } from '../charts/index.js';
import { type PageCell, type PageSection, type ReportPage } from './page.js';

interface SweptPoint {
  readonly id: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly metrics?: MetricValues;
  readonly error?: { readonly code: string; readonly message: string };
}

type Scored = SweptPoint & { readonly metrics: MetricValues };

export interface SweptPage {
  readonly document: Pick<AnySweepDocument, 'name' | 'objective' | 'serving'>;
  readonly engineVersion: string;
  readonly points: readonly SweptPoint[];
  readonly infeasible: readonly InfeasiblePoint[];
}

const COLUMNS = {
  training: ['stepTimeS', 'tokensPerDayB', 'mfuCausal', 'bubbleS', 'peakMemoryGB'],
  serving: ['ttftMs', 'tpotMs', 'tokensPerSecondPerGpu', 'tokensPerSecondPerUser', 'maxBatch'],
} as const;

export function sweepPage({ document, engineVersion, points, infeasible }: SweptPage): ReportPage {
  const { metric, goal } = document.objective;
  const scored = points.flatMap((point): readonly Scored[] =>
    point.metrics === undefined ? [] : [{ ...point, metrics: point.metrics }],
  );
  const ranked = bestRuns(scored, document.objective, scored.length);
  const paths = [...new Set(points.flatMap(({ parameters }) => Object.keys(parameters)))];
  const columns = document.serving === undefined ? COLUMNS.training : COLUMNS.serving;
  const metrics = [...new Set([metric, ...columns])];
  const failed = points.filter(({ error }) => error !== undefined);
  return {
    title: `${document.name}: ${goal} ${metric}`,
    lead: [
      `${points.length} points, ${scored.length} computed, ${failed.length} failed, ` +
        `${infeasible.length} infeasible. Engine ${engineVersion}.`,
    ],
    sections: [
      ...(scored.length === 0 ? [] : [chartsSection(document, scored, paths)]),
      {
        heading: 'Points, best first',
        tables: [
          {
            title: `Ranked by ${metric}`,
            columns: ['run', ...paths, ...metrics],
            rows: ranked.map((point) => [
              point.id.slice(0, 12),
              ...paths.map((path) => cellOf(point.parameters[path])),
              ...metrics.map((name) => point.metrics[name] ?? null),
            ]),
          },
        ],
      },
      ...causesSection([
        ...failed.map(({ error }) => error?.message ?? ''),
        ...infeasible.map(({ issues }) => issues[0]?.message ?? ''),
      ]),
    ],
  };
}

const LABELS: Readonly<Record<string, string>> = {
  peakMemoryGB: 'peak memory',
  tpotMs: 'time per token',
};
const AXES: Readonly<Record<string, string>> = {
  peakMemoryGB: 'peak memory (GB)',
  tpotMs: 'time per token (ms)',
};

function chartsSection(
  { objective }: SweptPage['document'],
  scored: readonly Scored[],
  paths: readonly string[],
): PageSection {
  const { metric } = objective;
  const goals = tradeOff(objective);
  const [, { metric: other }] = goals;
  const at = ({ metrics }: Scored) => [metrics[other] ?? 0, metrics[metric] ?? 0] as const;
  const front = new Set<unknown>(paretoFront(scored, goals));
  const charts: Chart[] = [
    axesChart(
      'trade-off',
      `${metric} over ${LABELS[other] ?? other}, with the points that none beats in both`,
      { xLabel: AXES[other] ?? other, yLabel: metric },
      [
        { name: 'points', points: scored.filter((point) => !front.has(point)).map(at), isLoose: true },
        { name: 'Pareto front', points: scored.filter((point) => front.has(point)).map(at), isLoose: true },
      ],
    ),
  ];
  const [column, row] = paths;
  if (column !== undefined && row !== undefined && paths.length === 2) {
    const cells = scored.map(({ parameters, metrics }) => ({
      column: word(parameters[column]),
      row: word(parameters[row]),
      value: metrics[metric] ?? 0,
    }));
    if (isGrid(cells))
      charts.push(heatMap('heat-map', `${metric} over both parameters`, { column, row }, cells));
  }
  return { heading: 'Trade-off', charts };
}

const MOST_COLUMNS = 12;

/** Points drawn at random have a row and a column each, which is no map. */
function isGrid(cells: readonly { readonly column: string; readonly row: string }[]): boolean {
  const columns = new Set(cells.map(({ column }) => column)).size;
  const rows = new Set(cells.map(({ row }) => row)).size;
  return columns <= MOST_COLUMNS && cells.length >= (columns * rows) / 2;
}

/** Of what did not run, each cause once with its count. */
function causesSection(messages: readonly string[]): readonly PageSection[] {
  if (messages.length === 0) return [];
  const counts = new Map<string, number>();
  for (const message of messages) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [
    {
      heading: 'What did not run',
      tables: [
        {
          title: 'By cause',
          columns: ['points', 'cause'],
          rows: [...counts].sort(([, a], [, b]) => b - a).map(([message, count]) => [count, message]),
        },
      ],
    },
  ];
}

const cellOf = (value: unknown): PageCell => (typeof value === 'number' ? value : word(value));

const word = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
