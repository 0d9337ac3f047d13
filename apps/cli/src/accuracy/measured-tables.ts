/** Measured kernels and collectives compared with the model, as tables. */
import { type KernelAccuracy } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { type Answer } from '../output/format.js';

/** Rows printed of the worst ones. */
const WORST = 10;

export function measuredTables(accuracy: KernelAccuracy): Answer {
  const { summary, sources, rows } = accuracy;
  const worst = rows
    .filter(({ status }) => status === 'judged')
    .toSorted((a, b) => Math.abs(b.errorPct ?? 0) - Math.abs(a.errorPct ?? 0))
    .slice(0, WORST);
  return {
    data: accuracy,
    tables: [
      {
        title: `${summary.rows} rows, ${summary.expressible} expressible`,
        columns: ['median (%)', '90th percentile (%)', 'bias (%)'],
        rows: [[summary.medianPct, summary.p90Pct, summary.biasPct]],
      },
      {
        columns: ['source', 'device', 'family', 'rows', 'median (%)', '90th percentile (%)', 'bias (%)'],
        rows: sources.map(({ source, device, family, rows: count, medianPct, p90Pct, biasPct }) => [
          source,
          device,
          family,
          count,
          medianPct,
          p90Pct,
          biasPct,
        ]),
      },
      {
        title: 'Worst rows',
        columns: ['row', 'measured (s)', 'twin (s)', 'error (%)'],
        rows: worst.map(({ id, measured, twin, errorPct }) => [id, measured, twin, errorPct]),
      },
    ],
    notes: ['Errors are of the half that was not fitted; the other half is in --json as `fitted`.'],
  };
}

export function measuredRow({ rows }: KernelAccuracy, id: string): Answer {
  const row = rows.find((one) => one.id === id);
  if (row === undefined)
    throw new CliError(
      ExitCode.notFound,
      'not-found',
      `There is no row ${id}.`,
      'Use --json to list the ids.',
    );
  const { status, measured, twin, errorPct, why } = row;
  return {
    data: row,
    tables: [
      {
        title: id,
        columns: ['status', 'measured (s)', 'twin (s)', 'error (%)', 'why'],
        rows: [[status, measured, twin, errorPct, why]],
      },
    ],
  };
}
