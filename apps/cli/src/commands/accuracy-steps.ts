/** `railyard accuracy steps [json]`: the engine against measured steps of one GPU. */
import { type Command } from 'commander';
import { type StepAccuracy } from '@railyard/experiments';
import { readSteps } from '../accuracy/read-steps.js';
import { CliError, ExitCode } from '../exit-code.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';

interface Options {
  readonly show?: string;
}

export function registerAccuracySteps(accuracy: Command): void {
  accuracy
    .command('steps')
    .description('compare the engine with measured steps of one GPU: training, prefill and decode')
    .argument(
      '[file]',
      'JSON with the columns of host-bound.json or inference-steps.json; default: the shipped sets',
    )
    .option('--show <id>', 'print one row and the document that it is mapped to')
    .addHelpText(
      'after',
      `
Examples:
  railyard accuracy steps
  railyard accuracy steps my-steps.json --json`,
    )
    .action(async (file: string | undefined, { show }: Options, command: Command) => {
      const { stepAccuracy } = await import('@railyard/experiments');
      const found = stepAccuracy(await readSteps(file));
      await print(command, show === undefined ? answerOf(found) : await rowOf(found, show));
    });
}

function answerOf(accuracy: StepAccuracy): Answer {
  const { summary, families, rows } = accuracy;
  return {
    data: accuracy,
    tables: [
      {
        title: `${summary.rows} steps of one GPU`,
        columns: ['family', 'device', 'rows', 'median (%)', '90th percentile (%)', 'bias (%)'],
        rows: families.map(({ family, device, rows: count, medianPct, p90Pct, biasPct }) => [
          family,
          device,
          count,
          medianPct,
          p90Pct,
          biasPct,
        ]),
      },
      {
        columns: ['row', 'status', 'measured (ms)', 'twin (ms)', 'error (%)', 'memory error (%)'],
        rows: rows.map(({ id, status, measuredMs, twinMs, errorPct, memoryErrorPct }) => [
          id,
          status,
          measuredMs,
          twinMs,
          errorPct,
          memoryErrorPct,
        ]),
      },
    ],
    notes: ['Errors of families are of rows that were not fitted.'],
  };
}

async function rowOf({ rows }: StepAccuracy, id: string): Promise<Answer> {
  const row = rows.find((one) => one.id === id);
  if (row === undefined)
    throw new CliError(
      ExitCode.notFound,
      'not-found',
      `There is no row ${id}.`,
      'Use --json to list the ids.',
    );
  const { status, measuredMs, twinMs, errorPct, why, document } = row;
  const { stringify } = await import('yaml');
  const twin = twinMs === null ? '' : `, twin ${twinMs} ms`;
  const says = `# ${id}: ${status}, measured ${measuredMs} ms${twin}\n`;
  return {
    data: row,
    tables: [
      {
        title: id,
        columns: ['status', 'measured (ms)', 'twin (ms)', 'error (%)', 'why'],
        rows: [[status, measuredMs, twinMs, errorPct, why]],
      },
    ],
    ...(document === undefined ? {} : { ready: { table: `${says}${stringify(document)}` } }),
  };
}
