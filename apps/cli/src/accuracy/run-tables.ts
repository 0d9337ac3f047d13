/** Accuracy on published runs as tables. */
import { type RunAccuracy, type RunAccuracyRow, type RunSource } from '@railyard/experiments';
import { type Answer, type Cell, type Table } from '../output/format.js';

/** Rows printed of the worst ones. */
const WORST = 10;

const NOTE =
  'Fitted rows, to which the launches of one host are fitted, are not counted. Errors are of the step time ' +
  '(twin / measured - 1), bias is their median. Bands are of the validation families of other rows.';

export function runTables(accuracy: RunAccuracy): Answer {
  const { summary, sources, devices, families, rows } = accuracy;
  const judged = rows.filter(({ status }) => status === 'judged');
  const worst = judged
    .toSorted((a, b) => Math.abs(b.errorPct ?? 0) - Math.abs(a.errorPct ?? 0))
    .slice(0, WORST);
  return {
    data: accuracy,
    tables: [
      {
        title:
          `${summary.rows} rows: ${summary.expressible} expressible, ${summary.exact} of them stated as ` +
          `they were run; ${summary.fitted} fitted`,
        columns: FIGURES,
        rows: [figuresOf(summary)],
      },
      grouped('source', sources, ({ source }) => source),
      grouped('device', devices, ({ device }) => device),
      {
        columns: [
          'validation family',
          'rows',
          'median (%)',
          '90th percentile (%)',
          'band, low (%)',
          'high (%)',
        ],
        rows: families.map((family) => [
          family.name,
          family.rows,
          family.medianPct,
          family.p90Pct,
          family.lowPct,
          family.highPct,
        ]),
      },
      counted(
        'Left out',
        rows.filter(({ status }) => status === 'left-out'),
      ),
      counted(
        'Stated otherwise',
        judged.filter(({ grade }) => grade === 'substituted'),
      ),
      {
        title: 'Worst rows',
        columns: ['row', 'measured (s)', 'twin (s)', 'error (%)', 'of'],
        rows: worst.map(({ id, measured, twin, errorPct, column }) => [id, measured, twin, errorPct, column]),
        plain: {
          columns: ROW_COLUMNS,
          rows: rows.map((row) => ROW_COLUMNS.map((name): Cell => row[name])),
        },
      },
    ],
    notes: [NOTE],
  };
}

const ROW_COLUMNS = [
  'id',
  'source',
  'device',
  'status',
  'grade',
  'measured',
  'twin',
  'errorPct',
  'memoryErrorPct',
  'peerErrorPct',
  'column',
  'why',
] as const satisfies readonly (keyof RunAccuracyRow)[];

const FIGURES = [
  'rows',
  'expressible',
  'as run',
  'median (%)',
  '90th percentile (%)',
  'bias (%)',
  'in band (%)',
  'memory rows',
  'memory median (%)',
  'memory bias (%)',
  "peers' rows",
  "peers' median (%)",
  'ours there (%)',
] as const;

const figuresOf = (of: Omit<RunSource, 'source' | 'device'>): readonly Cell[] => [
  of.rows,
  of.expressible,
  of.exact,
  of.medianPct,
  of.p90Pct,
  of.biasPct,
  of.coveredPct,
  ...(of.memoryRows === 0 ? [null, null, null] : [of.memoryRows, of.memoryMedianPct, of.memoryBiasPct]),
  ...(of.peerRows === 0 ? [null, null, null] : [of.peerRows, of.peerMedianPct, of.twinOnPeerRowsPct]),
];

const grouped = (
  name: 'source' | 'device',
  groups: readonly RunSource[],
  nameOf: (group: RunSource) => string,
): Table => ({
  columns: [name, ...FIGURES],
  rows: groups.map((group) => [nameOf(group), ...figuresOf(group)]),
});

/** How many rows for each reason. */
function counted(title: string, rows: readonly RunAccuracyRow[]): Table {
  const reasons = new Map<string, string[]>();
  for (const { id, why } of rows) reasons.set(why, [...(reasons.get(why) ?? []), id]);
  return {
    title,
    columns: ['rows', 'why', 'first'],
    rows: [...reasons]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([why, ids]) => [ids.length, why, ids[0]]),
  };
}

/** One row, with its document. */
export function runRow(row: RunAccuracyRow): Answer {
  return {
    data: row,
    tables: [
      {
        title: row.id,
        columns: ['status', 'grade', 'measured (s)', 'twin (s)', 'error (%)', 'why'],
        rows: [[row.status, row.grade, row.measured, row.twin, row.errorPct, row.why]],
      },
    ],
  };
}
