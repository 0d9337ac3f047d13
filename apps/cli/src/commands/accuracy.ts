/** `railyard accuracy kernels [file]`: the kernel model against measured kernels. */
import { type Command } from 'commander';
import { type KernelAccuracy } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { readKernels } from '../accuracy/read-kernels.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { registerAccuracyAnchored } from './accuracy-anchored.js';
import { registerAccuracyRuns } from './accuracy-runs.js';
import { registerAccuracyServing } from './accuracy-serving.js';
import { registerAccuracySteps } from './accuracy-steps.js';

interface Options {
  readonly show?: string;
}

/** Rows printed of the worst ones. */
const WORST = 10;

export function registerAccuracy(program: Command): void {
  const accuracy = program
    .command('accuracy')
    .description('compare the engine with what others measured; errors are of rows that were not fitted')
    .addHelpText('after', '\nExamples:\n  railyard accuracy runs\n  railyard accuracy kernels');
  registerAccuracyRuns(accuracy);
  registerAccuracyAnchored(accuracy);
  registerAccuracyServing(accuracy);
  registerAccuracySteps(accuracy);
  accuracy
    .command('kernels')
    .description('compare the kernel model with measured kernels, by source, device and family')
    .argument(
      '[file]',
      'JSON with the columns of hopper-kernels.json or CSV with those of public-kernels; default: the ' +
        'shipped sets',
    )
    .option('--show <id>', 'print one row and what the model says of it')
    .addHelpText(
      'after',
      `
Examples:
  railyard accuracy kernels
  railyard accuracy kernels my-kernels.json --json`,
    )
    .action(async (file: string | undefined, { show }: Options, command: Command) => {
      const { kernelAccuracy } = await import('@railyard/experiments');
      const found = kernelAccuracy(await readKernels(file));
      await print(command, show === undefined ? answerOf(found) : rowOf(found, show));
    });
}

function answerOf(accuracy: KernelAccuracy): Answer {
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

function rowOf({ rows }: KernelAccuracy, id: string): Answer {
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
