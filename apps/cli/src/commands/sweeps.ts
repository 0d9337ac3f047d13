/** `railyard sweeps`: the sweeps of a service, listed, shown, followed, cancelled and retried. */
import { type Command } from 'commander';
import { exitCodeOfEnd } from '../exit-code.js';
import { type Cell } from '../output/format.js';
import { print } from '../output/print.js';
import { onceOnly } from '../service/once-only.js';
import { type SweepView } from '../service/remote-sweep.js';
import { type ServiceOptions, atService, untilTimeout } from '../service/service-options.js';
import { wholeNumber } from './options.js';
import { opened } from './runs.js';

interface ListOptions extends ServiceOptions {
  readonly limit: number;
}

export function registerSweeps(program: Command): void {
  const sweeps = program
    .command('sweeps')
    .description('the sweeps of a service: list, show, watch, cancel, retry, delete')
    .addHelpText(
      'after',
      '\nExamples:\n  railyard sweeps list --server http://127.0.0.1:3000\n  railyard sweeps show ' +
        'sweep-06f...\n  railyard sweeps retry sweep-06f...',
    );
  for (const register of [
    registerList,
    registerShow,
    registerWatch,
    registerCancel,
    registerRetry,
    registerDelete,
  ])
    register(sweeps);
}

function registerList(sweeps: Command): void {
  atService(sweeps.command('list'))
    .description('newest first')
    .option('--limit <n>', 'most sweeps, at most 500', wholeNumber(1), 50)
    .action(async ({ limit, ...options }: ListOptions, command: Command) => {
      const service = await opened(options);
      const { items } = await service.ask('sweeps list', () =>
        service.calls.GET('/v1/sweeps', { params: { query: { limit } } }),
      );
      await print(command, {
        data: { items },
        names: items.map(({ id }) => id),
        tables: [
          {
            columns: ['id', 'name', 'created'],
            rows: items.map(({ id, name, createdAt }) => [id, name, createdAt]),
          },
        ],
        notes: items.length === 0 ? ['No sweeps.'] : [],
      });
    });
}

function registerShow(sweeps: Command): void {
  atService(sweeps.command('show').argument('<id>'))
    .description('size, counts by state, best runs, failures by cause')
    .action(async (id: string, options: ServiceOptions, command: Command) => {
      const { readSweep } = await import('../service/remote-sweep.js');
      await shown(command, await readSweep(await opened(options), id));
    });
}

function registerWatch(sweeps: Command): void {
  untilTimeout(atService(sweeps.command('watch').argument('<id>')))
    .description('follow a sweep to its end; the exit code is that of the sweep')
    .action(async (id: string, options: ServiceOptions, command: Command) => {
      const { readSweep, sweepEnd } = await import('../service/remote-sweep.js');
      const service = await opened(options);
      const sweep = await sweepEnd(service, await readSweep(service, id));
      await shown(command, sweep);
      process.exitCode = exitCodeOfEnd(sweep.state);
    });
}

function registerCancel(sweeps: Command): void {
  atService(sweeps.command('cancel').argument('<id>'))
    .description('end a sweep and the runs that were made for it')
    .action(async (id: string, options: ServiceOptions, command: Command) => {
      const service = await opened(options);
      await shown(
        command,
        await service.ask(id, () =>
          service.calls.POST('/v1/sweeps/{id}/cancel', { params: { path: { id } } }),
        ),
      );
    });
}

function registerRetry(sweeps: Command): void {
  atService(sweeps.command('retry').argument('<id>'))
    .description('run again what failed; what succeeded stays')
    .action(async (id: string, options: ServiceOptions, command: Command) => {
      const service = await opened(options);
      await shown(
        command,
        await service.ask(id, () =>
          service.calls.POST('/v1/sweeps/{id}/retry-failed', { params: { path: { id }, ...onceOnly() } }),
        ),
      );
    });
}

function registerDelete(sweeps: Command): void {
  atService(sweeps.command('delete').argument('<id>'))
    .description('delete a sweep that has ended, and the runs that were made for it')
    .action(async (id: string, options: ServiceOptions, command: Command) => {
      const service = await opened(options);
      await service.ask(id, () => service.calls.DELETE('/v1/sweeps/{id}', { params: { path: { id } } }));
      await print(command, {
        data: { deleted: id },
        names: [id],
        tables: [],
        notes: [`Deleted: ${id} with its runs.`],
      });
    });
}

async function shown(command: Command, sweep: SweepView): Promise<void> {
  const { plan, counts, best, failures } = sweep;
  const paths = [...new Set(best.flatMap(({ parameters }) => Object.keys(parameters)))];
  const metric = plan?.objective.metric ?? '';
  const cell = (value: unknown): Cell =>
    typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
  await print(command, {
    data: sweep,
    names: [sweep.id],
    tables: [
      {
        title: `${sweep.id} (${sweep.name}): ${sweep.state}`,
        columns: Object.keys(counts),
        rows: [Object.values(counts)],
      },
      ...(best.length === 0
        ? []
        : [
            {
              title: 'Best',
              columns: ['run', ...paths, metric],
              rows: best.map(({ run, parameters, metrics }) => [
                run.replace('/v1/runs/', ''),
                ...paths.map((path) => cell(parameters[path])),
                metrics[metric],
              ]),
            },
          ]),
      ...(failures.length === 0
        ? []
        : [
            {
              title: 'Failures',
              columns: ['code', 'message', 'runs', 'one of them'],
              rows: failures.map(({ code, message, count, example }) => [
                code,
                message,
                count,
                example.replace('/v1/runs/', ''),
              ]),
            },
          ]),
    ],
    notes: [
      ...(plan === null
        ? []
        : [
            `${plan.size} points: ${plan.runs} to run, ${plan.duplicates} duplicates removed, ` +
              `${plan.infeasible.count} infeasible, ${plan.pruned} pruned.`,
          ]),
      ...(sweep.failure === null ? [] : [`It was ended: ${sweep.failure}.`]),
    ],
  });
}
