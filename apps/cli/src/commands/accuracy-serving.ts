/** `railyard accuracy serving [csv]`: the serving model against published measurements. */
import { type Command } from 'commander';
import { type ServingAccuracy, type ServingGroup } from '@railyard/experiments';
import { readServices } from '../accuracy/read-published.js';
import { CliError, ExitCode } from '../exit-code.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';

/** Rows printed of the worst ones. */
const WORST = 10;

export function registerAccuracyServing(accuracy: Command): void {
  accuracy
    .command('serving')
    .description('compare the serving model with published measurements, by source and device')
    .argument('[file]', 'CSV with the columns of serving.csv; default: the shipped set')
    .option('--show <id>', 'print one row and the document that it is mapped to')
    .addHelpText(
      'after',
      `
Examples:
  railyard accuracy serving
  railyard accuracy serving my-rows.csv --json
  railyard accuracy serving --show sgl-003`,
    )
    .action(async (file: string | undefined, { show }: { readonly show?: string }, command: Command) => {
      const table = await readServices(file);
      const { servingAccuracy } = await import('@railyard/experiments');
      const wanted = show === undefined ? table : table.filter(({ id }) => id === show);
      const found = servingAccuracy(wanted);
      await print(command, show === undefined ? answerOf(found) : rowOf(found, show));
    });
}

const COLUMNS = ['rows', 'judged', 'median (%)', '90th percentile (%)', 'bias (%)'];

const figures = (group: ServingGroup) => [
  group.rows,
  group.judged,
  group.medianPct,
  group.p90Pct,
  group.biasPct,
];

function answerOf(accuracy: ServingAccuracy): Answer {
  const { summary, sources, devices, rows } = accuracy;
  const judged = rows.filter(({ errorPct }) => errorPct !== null);
  const worst = judged
    .toSorted((a, b) => Math.abs(b.errorPct ?? 0) - Math.abs(a.errorPct ?? 0))
    .slice(0, WORST);
  const whys = new Map<string, number>();
  for (const { errorPct, why } of rows) if (errorPct === null) whys.set(why, (whys.get(why) ?? 0) + 1);
  return {
    data: accuracy,
    tables: [
      { title: 'Services', columns: COLUMNS, rows: [figures(summary)] },
      { columns: ['source', ...COLUMNS], rows: sources.map((group) => [group.name, ...figures(group)]) },
      { columns: ['device', ...COLUMNS], rows: devices.map((group) => [group.name, ...figures(group)]) },
      {
        title: 'Worst rows',
        columns: ['row', 'metric', 'measured', 'twin', 'error (%)'],
        rows: worst.map((row) => [row.id, row.metric, row.measured, row.twin, row.errorPct]),
      },
      {
        title: 'Left out',
        columns: ['rows', 'why'],
        rows: [...whys].toSorted((a, b) => b[1] - a[1]).map(([why, count]) => [count, why]),
      },
    ],
    notes: ['Errors are of times: a rate that is too high counts as a time that is too short.'],
  };
}

function rowOf({ rows }: ServingAccuracy, id: string): Answer {
  const [row] = rows;
  if (row === undefined)
    throw new CliError(
      ExitCode.notFound,
      'not-found',
      `There is no row ${id}.`,
      'Use --json to list the rows.',
    );
  return {
    data: row,
    tables: [
      {
        columns: ['row', 'metric', 'measured', 'twin', 'error (%)'],
        rows: [[row.id, row.metric, row.measured, row.twin, row.errorPct]],
      },
    ],
    notes: [
      ...(row.why === '' ? [] : [row.why]),
      ...(row.document === undefined ? [] : [JSON.stringify(row.document, null, 2)]),
    ],
  };
}
