/** `railyard sweep <file>`: many experiments from one document; or, dry, what it would expand to. */
import { type Command } from 'commander';
import { type PreparedSweep, type PrunedPoint, type StepMetrics, type SweepPoint } from '@railyard/experiments';
import { ExitCode } from '../exit-code.js';
import { readDocument } from '../input/read-document.js';
import { about } from '../output/errors.js';
import { type Answer, type Cell } from '../output/format.js';
import { print } from '../output/print.js';
import { progressBar } from '../output/progress.js';

/** A run of the sweep: computed, failed, or (dry) only planned. */
interface SweptRun {
  readonly id: string;
  readonly parameters: SweepPoint;
  readonly metrics?: StepMetrics;
  readonly error?: { readonly code: string; readonly message: string };
}

export function registerSweep(program: Command): void {
  program.command('sweep')
    .description('run every experiment of a sweep, and rank them by its objective')
    .argument('<file>', 'YAML or JSON file, or - for standard input')
    .option('--dry-run', 'show the size, what cannot run and why, and run nothing')
    .addHelpText('after', `
Examples:
  railyard sweep examples/pipeline-sweep.yaml --dry-run
  railyard sweep examples/nic-and-sms.yaml -o csv > runs.csv
  railyard sweep examples/best-layout.yaml`)
    .action(async (file: string, options: { readonly dryRun?: boolean }, command: Command) => {
      const { prepareSweep } = await import('@railyard/experiments');
      const { source, document } = await readDocument(file);
      const sweep = about(source, () => prepareSweep(document));
      const swept = await sweptBy(sweep, options.dryRun === true);
      await print(command, await answerOf(sweep, swept));
      if (swept.runs.some((run) => run.error !== undefined)) process.exitCode = ExitCode.failed;
    });
}

interface Swept {
  readonly runs: readonly SweptRun[];
  /** Points that a search did not have to run. */
  readonly pruned?: readonly PrunedPoint[];
}

async function sweptBy(sweep: PreparedSweep, dry: boolean): Promise<Swept> {
  if (dry) return { runs: sweep.runs.map((run) => ({ id: run.prepared.id, parameters: run.parameters })) };
  return sweep.document.method === 'optimize' ? searched(sweep) : { runs: await runAll(sweep) };
}

async function searched(sweep: PreparedSweep): Promise<Swept> {
  const { runExperiment, searchBest } = await import('@railyard/experiments');
  const bar = await progressBar();
  const result = searchBest(sweep, (run) => runExperiment(run.prepared).metrics, (settled, points) => bar.update(`point ${settled + 1} of ${points}`, settled / points));
  bar.stop();
  return result;
}

/** One after the other; a run that fails does not stop the others, the time limit does. */
async function runAll(sweep: PreparedSweep): Promise<readonly SweptRun[]> {
  const { runExperiment } = await import('@railyard/experiments');
  const bar = await progressBar();
  const deadline = performance.now() + sweep.document.limits.minutes * 60_000;
  const runs = sweep.runs.map(({ parameters, prepared }, index): SweptRun => {
    bar.update(`run ${index + 1} of ${sweep.runs.length}`, index / sweep.runs.length);
    const { id } = prepared;
    if (performance.now() > deadline) return { id, parameters, error: { code: 'timed-out', message: `limits.minutes ${sweep.document.limits.minutes} is over` } };
    try {
      return { id, parameters, metrics: runExperiment(prepared).metrics };
    } catch (error) {
      return { id, parameters, error: { code: 'crashed', message: error instanceof Error ? error.message : String(error) } };
    }
  });
  bar.stop();
  return runs;
}

/** Runs of the ranking, and infeasible points that a reader is shown. */
const BEST = 10;
const SHOWN = 30;

async function answerOf(sweep: PreparedSweep, { runs, pruned }: Swept): Promise<Answer> {
  const { bestRuns } = await import('@railyard/experiments');
  const { objective } = sweep.document;
  const scored = runs.flatMap((run) => (run.metrics === undefined ? [] : [{ ...run, metrics: run.metrics }]));
  const best = bestRuns(scored, objective, BEST).map((run) => run.id);
  const shown = scored.length === 0 ? runs : [...bestRuns(scored, objective, scored.length), ...runs.filter((run) => run.metrics === undefined)];
  const paths = [...new Set(runs.flatMap((run) => Object.keys(run.parameters)))];
  return {
    data: { id: sweep.id, size: sweep.size, duplicates: sweep.duplicates, objective, infeasible: sweep.infeasible, runs, ...(scored.length === 0 ? {} : { best }), ...(pruned === undefined ? {} : { pruned }) },
    tables: [
      {
        columns: ['run', ...paths, ...(scored.length === 0 ? [] : [objective.metric])],
        rows: shown.map((run) => [run.id.slice(0, 12), ...paths.map((path) => cell(run.parameters[path])), ...(scored.length === 0 ? [] : [run.metrics?.[objective.metric] ?? run.error?.code])]),
      },
      ...(sweep.infeasible.length === 0 ? [] : [{
        title: sweep.infeasible.length > SHOWN ? `Infeasible, the first ${SHOWN} of ${sweep.infeasible.length}` : 'Infeasible',
        columns: ['parameters', 'path', 'why'],
        rows: sweep.infeasible.slice(0, SHOWN).map((point) => [cell(point.parameters), point.issues[0]?.path, point.issues[0]?.message]),
      }]),
    ],
    notes: [
      `${sweep.size} points: ${sweep.runs.length} to run, ${sweep.duplicates} duplicates removed, ${sweep.infeasible.length} infeasible.`,
      ...(pruned === undefined ? [] : [`${runs.length} were run; ${pruned.length} cannot win, by a bound from their computation alone.`]),
    ],
  };
}

const cell = (value: unknown): Cell => (typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value));
