/** `railyard accuracy runs [csv]`: the whole engine against published training runs. */
import { type Command } from 'commander';
import { type RunAccuracyRow } from '@railyard/experiments';
import { judgeRuns } from '../accuracy/judge-runs.js';
import { readRuns } from '../accuracy/read-published.js';
import { reportPage } from '../accuracy/report-page.js';
import { runRow, runTables } from '../accuracy/run-tables.js';
import { CliError, ExitCode } from '../exit-code.js';
import { print } from '../output/print.js';
import { withProgressBar } from '../output/progress.js';
import { writeText } from '../output/write-file.js';

interface Options {
  readonly show?: string;
  readonly plot?: string;
  readonly report?: string;
}

export function registerAccuracyRuns(accuracy: Command): void {
  accuracy
    .command('runs')
    .description('compare the whole engine with published training runs, by source and device')
    .argument('[file]', 'CSV with the columns of training-runs.csv; default: the shipped set')
    .option('--show <id>', 'print one row and the document that it is mapped to')
    .option('--plot <file>', 'write measured and computed step times as a scatter plot (SVG or HTML)')
    .option('--report <file>', 'write all tables, and those of `anchored`, as a Markdown page')
    .addHelpText(
      'after',
      `
Examples:
  railyard accuracy runs
  railyard accuracy runs my-runs.csv -o csv > rows.csv
  railyard accuracy runs --show vtrain-multi-0004 > experiment.yaml`,
    )
    .action(async (file: string | undefined, options: Options, command: Command) => {
      const runs = await readRuns(file);
      if (options.show !== undefined) {
        const chosen = runs.filter(({ id }) => id === options.show);
        const [row] = await judgeRuns(chosen, () => undefined);
        return showRow(command, row, options.show);
      }
      const rows = await withProgressBar((bar) =>
        judgeRuns(runs, (share) => bar.update('published runs', share)),
      );
      const { MEASURED_ROWS, runAccuracy } = await import('@railyard/experiments');
      const found = runAccuracy(rows, file === undefined ? 'halves' : MEASURED_ROWS);
      if (options.plot !== undefined) {
        const { renderScatter } = await import('@railyard/reports');
        await writeText(options.plot, renderScatter(found, options.plot.endsWith('.html')));
      }
      if (options.report !== undefined) {
        const { ENGINE_VERSION, anchoredAccuracy } = await import('@railyard/experiments');
        const page = reportPage(found, anchoredAccuracy(rows), ENGINE_VERSION);
        await writeText(options.report, page);
      }
      await print(command, runTables(found));
    });
}

/** On a terminal the document is YAML, below what the engine says of the row as comments. */
async function showRow(command: Command, row: RunAccuracyRow | undefined, id: string): Promise<void> {
  if (row === undefined)
    throw new CliError(
      ExitCode.notFound,
      'not-found',
      `There is no row ${id}.`,
      'Use -o csv to list the rows.',
    );
  const { stringify } = await import('yaml');
  const says = [
    `${row.id}: ${row.status}${row.grade === null ? '' : `, ${row.grade}`}`,
    ...(row.measured === null || row.twin === null || row.errorPct === null
      ? []
      : [`measured ${row.measured} s, twin ${row.twin} s: ${row.errorPct.toFixed(1)} %`]),
    ...(row.why === '' ? [] : [row.why]),
  ];
  const comments = says.map((line) => `# ${line}\n`).join('');
  const document =
    row.document === undefined ? '' : stringify(row.document, { aliasDuplicateObjects: false });
  await print(command, { ...runRow(row), ready: { table: `${comments}${document}` } });
}
