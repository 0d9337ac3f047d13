/** `railyard accuracy anchored [csv]`: projections from a measured step, by pairs of published runs. */
import { type Command } from 'commander';
import { type AnchoredAccuracy } from '@railyard/experiments';
import { judgeRuns } from '../accuracy/judge-runs.js';
import { readRuns } from '../accuracy/read-published.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { withProgressBar } from '../output/progress.js';

export function registerAccuracyAnchored(accuracy: Command): void {
  accuracy
    .command('anchored')
    .description(
      'judge projections from a measured step: in each source and model the smallest job is the anchor of ' +
        'the others',
    )
    .argument('[file]', 'CSV with the columns of training-runs.csv; default: the shipped set')
    .addHelpText(
      'after',
      '\nExamples:\n  railyard accuracy anchored\n  railyard accuracy anchored my-runs.csv',
    )
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      const runs = await readRuns(file);
      const rows = await withProgressBar((bar) =>
        judgeRuns(runs, (share) => bar.update('published runs', share)),
      );
      const { anchoredAccuracy } = await import('@railyard/experiments');
      await print(command, answerOf(anchoredAccuracy(rows)));
    });
}

/** Rows printed of the worst ones. */
const WORST = 10;

function answerOf(accuracy: AnchoredAccuracy): Answer {
  const { summary, sources, rows } = accuracy;
  const columns = [
    'pairs',
    'median (%)',
    '90th percentile (%)',
    'bias (%)',
    'unanchored (%)',
    'by ratio (%)',
    'in band (%)',
  ];
  const figures = (of: Omit<AnchoredAccuracy['sources'][number], 'source' | 'device'>) => [
    of.rows,
    of.medianPct,
    of.p90Pct,
    of.biasPct,
    of.unanchoredMedianPct,
    of.ratioMedianPct,
    of.coveredPct,
  ];
  const worst = rows.toSorted((a, b) => Math.abs(b.errorPct) - Math.abs(a.errorPct)).slice(0, WORST);
  return {
    data: accuracy,
    tables: [
      { title: 'Pairs of an anchor and a target', columns, rows: [figures(summary)] },
      { columns: ['source', ...columns], rows: sources.map((of) => [of.source, ...figures(of)]) },
      {
        title: 'Worst pairs',
        columns: ['target', 'anchor', 'measured (s)', 'twin (s)', 'error (%)', 'explained (%)'],
        rows: worst.map((row) => [
          row.id,
          row.anchor,
          row.measured,
          row.twin,
          row.errorPct,
          row.explainedPct,
        ]),
      },
    ],
    notes: [
      'A target gives its document and nothing else. Unanchored and by ratio: medians of the same pairs ' +
        'without the anchor, and with its plain ratio of measured to computed.',
    ],
  };
}
