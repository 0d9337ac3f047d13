/** docs/accuracy.md: what `railyard accuracy runs` and `anchored` found, as a page. */
import { type AnchoredAccuracy, type RunAccuracy } from '@railyard/experiments';
import { type Cell, type Table } from '../output/format.js';
import { markdown } from '../output/print.js';
import { runTables } from './run-tables.js';

const HEAD = (engineVersion: string): string => `# Accuracy

Made by \`npx railyard accuracy runs --report docs/accuracy.md\` with engine ${engineVersion}, of
\`test/data/training-runs.csv\` and \`mlperf-llama31-405b.csv\`
([their README](../test/data/training-runs.md)). Each row is mapped to a document by rules that read its
columns and none of its results; \`railyard accuracy runs --show <id>\` prints it. Rows that a constant of the
engine is fitted to are counted in no figure here. Errors are of the step time, (twin - measured) / measured:
*median* and *90th percentile* of their size, *bias* their median.
*In band* is the share of rows whose measured time lies in the 90 % band of validation families that the row
is no part of. *Memory* is the error of the peak memory where a row has it, *peers* the errors of other
performance models on the same rows.
\`railyard accuracy kernels\`, \`steps\` and \`collectives\` judge the parts.
`;

const ANCHORED = `
## From one measured step to others

\`railyard accuracy anchored\`: in each source and model the smallest job is the anchor of all others
(\`railyard project\`). *Unanchored* and *by ratio* are medians of the same pairs without the anchor, and with
its plain ratio of measured to computed. The prior's deviations are fitted to rows with an even hash
([how a measured step is used](model/calibration.md#from-a-measured-step)).
`;

export function reportPage(runs: RunAccuracy, anchored: AnchoredAccuracy, engineVersion: string): string {
  const [all, ...others] = runTables(runs).tables;
  const tables = all === undefined ? others : [all, ...others];
  return [
    HEAD(engineVersion),
    ...tables.map((table, i) => `${HEADINGS[i] ?? ''}${markdown(rounded(table))}`),
    ANCHORED,
    markdown(rounded(anchoredTable(anchored))),
  ].join('\n');
}

/** Of the tables of `runTables`, those without a title. */
const HEADINGS = ['', '## By source\n\n', '## By device\n\n', '## Validation families\n\n'] as const;

const anchoredTable = ({ summary, sources }: AnchoredAccuracy): Table => ({
  columns: [
    'source',
    'pairs',
    'median (%)',
    '90th percentile (%)',
    'unanchored (%)',
    'by ratio (%)',
    'in band (%)',
  ],
  rows: [{ ...summary, source: 'all' }, ...sources].map((of) => [
    of.source,
    of.rows,
    of.medianPct,
    of.p90Pct,
    of.unanchoredMedianPct,
    of.ratioMedianPct,
    of.coveredPct,
  ]),
});

/** Per cent and seconds to what the figures are worth. */
const rounded = (table: Table): Table => ({ ...table, rows: table.rows.map((row) => row.map(roundedCell)) });

const roundedCell = (cell: Cell): Cell =>
  typeof cell !== 'number' || Number.isInteger(cell)
    ? cell
    : Math.abs(cell) < 1
      ? Number(cell.toPrecision(2))
      : Math.round(10 * cell) / 10;
