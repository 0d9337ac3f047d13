/** `railyard sweep <file>`: many experiments from one document; or, dry, what it would expand to. */
import { type Command } from 'commander';
import { type PreparedSweep } from '@railyard/experiments';
import { ExitCode } from '../exit-code.js';
import { readDocument } from '../input/read-document.js';
import { about } from '../output/errors.js';
import { print } from '../output/print.js';
import { progressBar } from '../output/progress.js';
import { type Swept } from '../sweep/sweep-answer.js';
import { wholeNumber } from './options.js';

interface Options {
  readonly dryRun?: boolean;
  readonly threads?: number;
}

export function registerSweep(program: Command): void {
  program.command('sweep')
    .description('run every experiment of a sweep, and rank them by its objective')
    .argument('<file>', 'YAML or JSON file, or - for standard input')
    .option('--dry-run', 'show the size, what cannot run and why, and run nothing')
    .option('--threads <n>', 'threads that run points; the result is the same', wholeNumber(1))
    .addHelpText('after', `
Examples:
  railyard sweep examples/pipeline-sweep.yaml --dry-run
  railyard sweep examples/nic-and-sms.yaml -o csv > runs.csv
  railyard sweep examples/best-layout.yaml`)
    .action(async (file: string, options: Options, command: Command) => {
      const { prepareSweep } = await import('@railyard/experiments');
      const { sweepAnswer } = await import('../sweep/sweep-answer.js');
      const { source, document } = await readDocument(file);
      const sweep = about(source, () => prepareSweep(document));
      const swept = await sweptBy(sweep, options);
      await print(command, sweepAnswer(sweep, swept));
      if (swept.runs.some((run) => run.error !== undefined)) process.exitCode = ExitCode.failed;
    });
}

async function sweptBy(sweep: PreparedSweep, { dryRun, threads }: Options): Promise<Swept> {
  if (dryRun === true) return { runs: sweep.runs.map((run) => ({ id: run.prepared.id, parameters: run.parameters })) };
  if (sweep.document.method === 'optimize') return searched(sweep);
  const { runPoints } = await import('../sweep/run-points.js');
  const bar = await progressBar();
  const runs = await runPoints(sweep, (done, points) => bar.update(`${done} of ${points} points`, done / points), threads);
  bar.stop();
  return { runs };
}

/** One point after the other: what the next one is follows from those before it. */
async function searched(sweep: PreparedSweep): Promise<Swept> {
  const { runExperiment, searchBest } = await import('@railyard/experiments');
  const bar = await progressBar();
  const result = searchBest(sweep, (run) => runExperiment(run.prepared).metrics, (settled, points) => bar.update(`point ${settled + 1} of ${points}`, settled / points));
  bar.stop();
  return result;
}
