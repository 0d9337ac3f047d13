/** `railyard sweep <file>`: many experiments or services from one document; or, dry, what it would be. */
import { type Command } from 'commander';
import { type AnyPreparedSweep, type PreparedSweep } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { readDocument } from '../input/read-document.js';
import { canonical } from '../output/canonical.js';
import { about } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { progressBar } from '../output/progress.js';
import { printDetached } from '../service/detached.js';
import {
  type ServiceAddress,
  type ServiceOptions,
  orDetached,
  serviceAddress,
} from '../service/service-options.js';
import { type Swept } from '../sweep/sweep-answer.js';
import { wholeNumber } from './options.js';

interface Options extends ServiceOptions {
  readonly dryRun?: boolean;
  readonly threads?: number;
}

export function registerSweep(program: Command): void {
  orDetached(program.command('sweep'))
    .description('run every experiment or service of a sweep, and rank them by its objective')
    .argument('<file>', 'YAML or JSON file, or - for standard input')
    .option('--dry-run', 'show the size, what cannot run and why, and run nothing')
    .option('--threads <n>', 'threads that run points; the result is the same', wholeNumber(1))
    .addHelpText(
      'after',
      `
Examples:
  railyard sweep examples/pipeline-sweep.yaml --dry-run
  railyard sweep examples/nic-and-sms.yaml -o csv > runs.csv
  railyard sweep examples/best-layout.yaml
  railyard sweep examples/serving-sweep.yaml`,
    )
    .action(async (file: string, options: Options, command: Command) => {
      const { source, document } = await readDocument(file);
      const address = serviceAddress(options);
      if (address !== undefined) return sweepByService(address, source, document, options, command);
      const { prepareAnySweep } = await import('@railyard/experiments');
      const sweep = about(source, () => prepareAnySweep(document));
      return answered(command, sweep, await sweptBy(sweep, options));
    });
}

async function answered(
  command: Command,
  sweep: AnyPreparedSweep,
  swept: Swept,
  { notes = [], names }: Pick<Answer, 'notes' | 'names'> = {},
): Promise<void> {
  const { sweepAnswer } = await import('../sweep/sweep-answer.js');
  const answer = sweepAnswer(sweep, swept);
  await print(command, {
    ...answer,
    data: await canonical(answer.data),
    notes: [...(answer.notes ?? []), ...notes],
    ...(names === undefined ? {} : { names }),
  });
  if (swept.runs.some((run) => run.error !== undefined)) process.exitCode = ExitCode.failed;
}

/**
 * The service expands the same document; it is expanded here too, to show what cannot run and where a layout
 * stands.
 */
async function sweepByService(
  address: ServiceAddress,
  source: string,
  written: unknown,
  options: Options,
  command: Command,
): Promise<void> {
  if (options.threads !== undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      '--threads must be used without a service.',
      'Add --local: a service has threads of its own.',
    );
  const { connected } = await import('../service/remote-service.js');
  const { withDefinitions } = await import('../service/definitions.js');
  const { submitSweep, sweepEnd, sweptByService } = await import('../service/remote-sweep.js');
  const { prepareAnySweep } = await import('@railyard/experiments');
  const service = await connected(address);
  const document = await withDefinitions(service, source, written);
  const sweep = about(source, () => prepareAnySweep(document));
  if (options.dryRun === true) {
    const preview = await service.ask(source, () =>
      service.calls.POST('/v1/sweeps', { params: { query: { dryRun: 'true' } }, body: document as never }),
    );
    const minutes = 'expectedMinutes' in preview ? preview.expectedMinutes : null;
    return answered(
      command,
      sweep,
      await sweptBy(sweep, options),
      minutes === null ? {} : { notes: [`The service expects to take ${minutes.toPrecision(2)} minutes.`] },
    );
  }
  const accepted = await submitSweep(service, source, document);
  if (options.detach === true) return printDetached(command, address, accepted);
  const ended = await sweepEnd(service, accepted);
  await answered(command, sweep, await sweptByService(service, sweep, ended), { names: [ended.id] });
  if (ended.state === 'cancelled' && ended.failure === null) process.exitCode = ExitCode.cancelled;
}

async function sweptBy(sweep: AnyPreparedSweep, { dryRun, threads }: Options): Promise<Swept> {
  if (dryRun === true)
    return { runs: sweep.runs.map((run) => ({ id: run.prepared.id, parameters: run.parameters })) };
  const { isServingSweep } = await import('@railyard/experiments');
  if (!isServingSweep(sweep) && sweep.document.method === 'optimize') return searched(sweep);
  const { runPoints } = await import('../sweep/run-points.js');
  const bar = await progressBar();
  const runs = await runPoints(
    sweep,
    (done, points) => bar.update(`${done} of ${points} points`, done / points),
    threads,
  );
  bar.stop();
  return { runs };
}

/** One point after the other: what the next one is follows from those before it. */
async function searched(sweep: PreparedSweep): Promise<Swept> {
  const { metricsOf, searchBest } = await import('@railyard/experiments');
  const bar = await progressBar();
  const result = searchBest(
    sweep,
    (run) => metricsOf(run.prepared),
    (settled, points) => bar.update(`point ${settled + 1} of ${points}`, settled / points),
  );
  bar.stop();
  return result;
}
