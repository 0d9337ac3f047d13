/** `railyard runs`: the runs of a service, listed, shown, followed, ended, repeated and brought here. */
import { type Command } from 'commander';
import { type Schemas } from '@railyard/client';
import { type ExperimentResult, type ServingResult } from '@railyard/experiments';
import { CliError, ExitCode, exitCodeOfEnd } from '../exit-code.js';
import { type Cell, type Table } from '../output/format.js';
import { print } from '../output/print.js';
import { type LinkOptions, resultAnswer, withLinks } from '../output/run-answer.js';
import { servingAnswer } from '../output/serving-answer.js';
import { writeText } from '../output/write-file.js';
import { type TraceOptions, requireTrace, withTrace } from '../output/write-trace.js';
import { onceOnly } from '../service/once-only.js';
import { type RemoteService, type RunView } from '../service/remote-service.js';
import { type ServiceOptions, atService, namedService, untilTimeout } from '../service/service-options.js';
import { wholeNumber } from './options.js';

interface ListOptions extends ServiceOptions {
  readonly state?: string;
  readonly name?: string;
  readonly sort?: string;
  readonly limit: number;
}

type ExportOptions = ServiceOptions & TraceOptions & LinkOptions;

const PAGE = 500;

export function registerRuns(program: Command): void {
  const runs = program
    .command('runs')
    .description('the runs of a service: list, show, watch, cancel, retry, delete, export')
    .addHelpText(
      'after',
      '\nExamples:\n  railyard runs list --state failed --server http://127.0.0.1:3000\n  ' +
        'railyard runs watch run-06f...\n  railyard runs export run-06f... --json > result.json',
    );
  for (const register of [
    registerList,
    registerShow,
    registerWatch,
    registerCancel,
    registerRetry,
    registerDelete,
    registerExport,
  ])
    register(runs);
}

function registerList(runs: Command): void {
  atService(runs.command('list'))
    .description('newest first')
    .option('--state <states>', 'queued, running, succeeded, failed, cancelled; several with commas')
    .option('--name <part>', 'part of the name of the experiment')
    .option('--sort <key>', 'createdAt, finishedAt, or a headline metric; -key for the largest first')
    .option('--limit <n>', 'most runs', wholeNumber(1), 50)
    .action(async (options: ListOptions, command: Command) => {
      const items = await listed(await opened(options), options);
      await print(command, {
        data: { items },
        names: items.map(({ id }) => id),
        tables: [tableOf(items)],
        notes: items.length === 0 ? ['No runs.'] : [],
      });
    });
}

function registerShow(runs: Command): void {
  atService(runs.command('show').argument('<id>'))
    .description('state, progress, headline metrics, failure')
    .action(async (id: string, options: ServiceOptions, command: Command) =>
      shown(command, await read(await opened(options), id)),
    );
}

function registerWatch(runs: Command): void {
  untilTimeout(atService(runs.command('watch').argument('<id>')))
    .description('follow a run to its end; the exit code is that of the run')
    .action(async (id: string, options: ServiceOptions, command: Command) => {
      const service = await opened(options);
      await service.follow(id);
      const run = await read(service, id);
      await shown(command, run);
      process.exitCode = exitCodeOfEnd(run.state);
    });
}

function registerCancel(runs: Command): void {
  atService(runs.command('cancel').argument('<id>'))
    .description('end a run now; one that has ended stays as it is')
    .action(async (id: string, options: ServiceOptions, command: Command) => {
      const service = await opened(options);
      await shown(
        command,
        await service.ask(id, () => service.calls.POST('/v1/runs/{id}/cancel', { params: { path: { id } } })),
      );
    });
}

function registerRetry(runs: Command): void {
  atService(runs.command('retry').argument('<id>'))
    .description('run the experiment of a failed or cancelled run again')
    .action(async (id: string, options: ServiceOptions, command: Command) => {
      const service = await opened(options);
      await shown(
        command,
        await service.ask(id, () =>
          service.calls.POST('/v1/runs/{id}/retry', { params: { path: { id }, ...onceOnly() } }),
        ),
      );
    });
}

function registerDelete(runs: Command): void {
  atService(runs.command('delete').argument('<ids...>'))
    .description('delete runs that have ended, and their results unless other runs name them')
    .action(async (ids: readonly string[], options: ServiceOptions, command: Command) => {
      const service = await opened(options);
      for (const id of ids)
        await service.ask(id, () => service.calls.DELETE('/v1/runs/{id}', { params: { path: { id } } }));
      await print(command, {
        data: { deleted: ids },
        names: ids,
        tables: [],
        notes: [`Deleted: ${ids.join(', ')}.`],
      });
    });
}

function registerExport(runs: Command): void {
  withLinks(withTrace(atService(runs.command('export').argument('<id>'))))
    .description('the result, printed as by `railyard run`')
    .action(async (id: string, options: ExportOptions, command: Command) => {
      requireTrace(options);
      const service = await opened(options);
      const result = await service.anyResult(id);
      if (isService(result)) {
        if (options.trace !== undefined) throw noTrace(id);
        return print(command, { ...servingAnswer(result), names: [id] });
      }
      if (options.trace !== undefined) await writeText(options.trace, await service.trace(id, options));
      await print(command, { ...(await resultAnswer(result, options)), names: [id] });
    });
}

const isService = (result: ExperimentResult | ServingResult): result is ServingResult =>
  result.document.kind === 'Serving';

const noTrace = (id: string): CliError =>
  new CliError(ExitCode.usage, 'usage', `${id} is a service, which has no trace.`, 'Leave --trace out.');

export async function opened(options: ServiceOptions): Promise<RemoteService> {
  return (await import('../service/remote-service.js')).connected(namedService(options));
}

async function listed(
  service: RemoteService,
  { state, name, sort, limit }: ListOptions,
): Promise<readonly RunView[]> {
  const items: RunView[] = [];
  for (let cursor: string | null = null; items.length < limit;) {
    const given = { state, name, sort, cursor: cursor ?? undefined };
    const query = {
      limit: Math.min(PAGE, limit - items.length),
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    };
    const page: Schemas['RunPage'] = await service.ask('runs list', () =>
      service.calls.GET('/v1/runs', { params: { query } }),
    );
    items.push(...page.items);
    cursor = page.next;
    if (cursor === null) break;
  }
  return items;
}

async function read(service: RemoteService, id: string): Promise<RunView> {
  const { result: _result, ...run } = await service.ask(id, () =>
    service.calls.GET('/v1/runs/{id}', { params: { path: { id } } }),
  );
  return run;
}

async function shown(command: Command, run: RunView): Promise<void> {
  await print(command, {
    data: run,
    names: [run.id],
    tables: [tableOf([run])],
    notes: run.failure === null ? [] : [`It failed (${run.failure.code}): ${run.failure.message}`],
  });
}

const METRICS = ['stepTimeS', 'tokensPerDayB', 'mfuCausal', 'peakMemoryGB', 'ettr', 'goodput'] as const;

function tableOf(runs: readonly RunView[]): Table {
  return {
    columns: ['id', 'name', 'state', 'done (%)', 'created', ...METRICS, 'failure'],
    rows: runs.map((run): readonly Cell[] => [
      run.id,
      run.name,
      run.state,
      Math.round(100 * run.share),
      run.createdAt,
      ...METRICS.map((metric) => run.summary?.[metric]),
      run.failure?.code,
    ]),
  };
}
