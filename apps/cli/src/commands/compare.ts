/** `railyard compare A B`: which inputs differ, and what that changed. */
import { type Command } from 'commander';
import { type ComparedRun, type Comparison } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { prepare } from '../input/prepare.js';
import { readDocument } from '../input/read-document.js';
import { canonical } from '../output/canonical.js';
import { type Answer, type Cell, type Table } from '../output/format.js';
import { print } from '../output/print.js';
import { type RemoteService } from '../service/remote-service.js';
import {
  type ServiceOptions,
  orByService,
  serviceAddress,
  untilTimeout,
} from '../service/service-options.js';
import { runWithProgress } from './run.js';

interface Options extends ServiceOptions {
  readonly baseline?: string;
}

export function registerCompare(program: Command): void {
  untilTimeout(orByService(program.command('compare')))
    .description('compare runs: list the inputs that differ and every metric against a baseline')
    .argument(
      '<runs...>',
      'experiments (file or preset), results saved with `railyard run --json`, or runs of the ' +
        'service by their id',
    )
    .option('--baseline <name>', 'one of the arguments; default: the first')
    .addHelpText(
      'after',
      `
Examples:
  railyard compare deepseek-v3-mpft deepseek-v3-mrft
  railyard compare deepseek-v3-mpft examples/half-nic.yaml -o md
  railyard compare run-06f... deepseek-v3-mrft --server http://127.0.0.1:3000`,
    )
    .action(async (names: readonly string[], options: Options, command: Command) => {
      if (names.length < 2)
        throw new CliError(
          ExitCode.usage,
          'usage',
          `A comparison needs two runs or more (got ${names.length}).`,
          'Name the runs, for example `railyard compare A B`.',
        );
      const baseline = options.baseline === undefined ? 0 : names.indexOf(options.baseline);
      if (baseline < 0)
        throw new CliError(
          ExitCode.usage,
          'usage',
          `--baseline must be one of the runs (got ${options.baseline}).`,
          `Use one of ${names.join(', ')}.`,
        );
      const { compareResults } = await import('@railyard/experiments');
      const runs: ComparedRun[] = [];
      const service = await serviceOf(options);
      for (const name of names) runs.push(await canonical(await runOf(name, service)));
      await print(command, answerOf(compareResults(runs, baseline), names));
    });
}

/** A saved result is taken as it is; an experiment is run. */
async function runOf(name: string, service: RemoteService | undefined): Promise<ComparedRun> {
  if (service !== undefined && /^run-[0-9a-z]{26}$/.test(name)) return service.result(name);
  const named = await readDocument(name);
  if (isResult(named.document)) return named.document;
  return service === undefined ? runWithProgress(await prepare(named)) : (await service.run(named)).result;
}

async function serviceOf(options: Options): Promise<RemoteService | undefined> {
  const address = serviceAddress(options);
  return address === undefined
    ? undefined
    : (await import('../service/remote-service.js')).connected(address);
}

const isResult = (document: unknown): document is ComparedRun =>
  typeof document === 'object' &&
  document !== null &&
  'metrics' in document &&
  'document' in document &&
  'id' in document &&
  'engineVersion' in document;

function answerOf(comparison: Comparison, names: readonly string[]): Answer {
  const others = names.map((_, index) => index).filter((index) => index !== comparison.baseline);
  const metricRows = comparison.metrics.map((metric): readonly Cell[] => [
    metric.name,
    ...metric.values,
    ...others.map((index) => `${signed(metric.differencePct[index])} ${metric.verdict[index]}`),
  ]);
  const inputRows = (missing: string): readonly (readonly Cell[])[] =>
    comparison.inputs.map(({ path, values }) => [path, ...values.map((value) => cell(value, missing))]);
  return {
    data: comparison,
    tables: [
      {
        title: 'Inputs that differ',
        columns: ['path', ...names],
        rows: inputRows('-'),
        plain: { columns: ['path', ...names], rows: inputRows('') },
      },
      {
        title: `Metrics, against ${names[comparison.baseline]}`,
        columns: ['metric', ...names, ...others.map((index) => `${names[index]} (%)`)],
        rows: metricRows,
        plain: plainMetrics(comparison, names, others),
      },
    ],
    notes: comparison.inputs.length === 0 ? ['The inputs are equal.'] : [],
  };
}

/** Differences as numbers, the verdicts in columns of their own. */
function plainMetrics(
  { metrics }: Comparison,
  names: readonly string[],
  others: readonly number[],
): Pick<Table, 'columns' | 'rows'> {
  return {
    columns: [
      'metric',
      ...names,
      ...others.flatMap((index) => [`${names[index]} (%)`, `${names[index]} (verdict)`]),
    ],
    rows: metrics.map(({ name, values, differencePct, verdict }) => [
      name,
      ...values,
      ...others.flatMap((index) => [differencePct[index], verdict[index]]),
    ]),
  };
}

const cell = (value: unknown, missing: string): Cell =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
    ? value
    : value === undefined
      ? missing
      : JSON.stringify(value);

const signed = (percent: number | null | undefined): string =>
  percent === null || percent === undefined ? '-' : `${percent >= 0 ? '+' : ''}${percent.toFixed(2)}`;
