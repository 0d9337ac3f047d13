/** `railyard accuracy serving [csv]`: the serving model against published measurements. */
import { type Command } from 'commander';
import { type ServingAccuracy, type ServingGroup } from '@railyard/experiments';
import { readServices } from '../accuracy/read-published.js';
import { CliError, ExitCode } from '../exit-code.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';

/** Rows printed of the worst ones. */
const WORST = 10;

interface Options {
  readonly rows?: true;
  readonly show?: string;
}

export function registerAccuracyServing(accuracy: Command): void {
  accuracy
    .command('serving')
    .description('compare the serving model with published measurements, by source and device')
    .argument('[file]', 'CSV with the columns of serving.csv; default: the shipped set')
    .option('--rows', 'print every judged row with its band')
    .option('--show <id>', 'print one row and the document that it is mapped to')
    .addHelpText(
      'after',
      `
Examples:
  railyard accuracy serving
  railyard accuracy serving --rows
  railyard accuracy serving my-rows.csv --json
  railyard accuracy serving --show sgl-003`,
    )
    .action(async (file: string | undefined, { rows, show }: Options, command: Command) => {
      const table = await readServices(file);
      const { servingAccuracy } = await import('@railyard/experiments');
      const found = servingAccuracy(table, show);
      await print(command, show === undefined ? answerOf(found, rows === true) : rowOf(found, show));
    });
}

const COLUMNS = ['rows', 'judged', 'median (%)', '90th percentile (%)', 'bias (%)', 'in band (%)'];

const figures = (group: ServingGroup) => [
  group.rows,
  group.judged,
  group.medianPct,
  group.p90Pct,
  group.biasPct,
  group.inBandPct,
];

const ROW_COLUMNS = ['row', 'metric', 'measured', 'twin', '90 % band', 'error (%)', 'in band', 'family'];

type Row = ServingAccuracy['rows'][number];

const cellsOf = ({ id, metric, measured, twin, band, errorPct, isInBand, familyName }: Row) => [
  id,
  metric,
  measured,
  twin,
  band === undefined ? '' : `${band[0].toPrecision(3)} to ${band[1].toPrecision(3)}`,
  errorPct,
  isInBand === undefined ? '' : isInBand ? 'yes' : 'no',
  familyName,
];

/** GPUs of a pool above which a service of DeepSeek's models is one of many nodes. */
const NODE = 8;

/** DeepSeek's own figures, and what others reach with its models over many nodes. */
const isReproduction = ({ model, gpus = 0, metric }: Row): boolean =>
  model === 'deepseek-v3' && gpus > NODE && metric.startsWith('t');

function answerOf(accuracy: ServingAccuracy, withRows: boolean): Answer {
  const { summary, sources, devices, rows } = accuracy;
  const judged = rows.filter(({ errorPct }) => errorPct !== null);
  const worst = judged
    .toSorted((a, b) => Math.abs(b.errorPct ?? 0) - Math.abs(a.errorPct ?? 0))
    .slice(0, WORST);
  const named = judged.filter(isReproduction);
  const whys = new Map<string, number>();
  for (const { errorPct, why } of rows) if (errorPct === null) whys.set(why, (whys.get(why) ?? 0) + 1);
  return {
    data: accuracy,
    tables: [
      { title: 'Services', columns: COLUMNS, rows: [figures(summary)] },
      { columns: ['source', ...COLUMNS], rows: sources.map((group) => [group.name, ...figures(group)]) },
      { columns: ['device', ...COLUMNS], rows: devices.map((group) => [group.name, ...figures(group)]) },
      ...(withRows ? [{ title: 'Rows', columns: ROW_COLUMNS, rows: judged.map(cellsOf) }] : []),
      { title: 'Worst rows', columns: ROW_COLUMNS, rows: worst.map(cellsOf) },
      { title: 'DeepSeek and open reproductions of it', columns: ROW_COLUMNS, rows: named.map(cellsOf) },
      {
        title: 'Left out',
        columns: ['rows', 'why'],
        rows: [...whys].toSorted((a, b) => b[1] - a[1]).map(([why, count]) => [count, why]),
      },
    ],
    notes: [
      'Errors are of times: a rate that is too high counts as a time that is too short.',
      'The 90 % band of a row is from families that nothing of its publisher is in, and from inputs that ' +
        'are not known exactly. --json has the band and family of every row.',
    ],
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
        columns: ROW_COLUMNS,
        rows: [cellsOf(row)],
      },
    ],
    notes: [
      ...(row.why === '' ? [] : [row.why]),
      ...(row.document === undefined ? [] : [JSON.stringify(row.document, null, 2)]),
    ],
  };
}
