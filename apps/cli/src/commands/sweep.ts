/** `railyard sweep <file>`: what a sweep expands to. */
import { type Command } from 'commander';
import { type PreparedSweep } from '@railyard/experiments';
import { readDocument } from '../input/read-document.js';
import { about } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';

export function registerSweep(program: Command): void {
  program.command('sweep')
    .description('expand a sweep: its size, duplicates removed, and what cannot run and why')
    .argument('<file>', 'YAML or JSON file, or - for standard input')
    .requiredOption('--dry-run', 'show what would run')
    .addHelpText('after', '\nExamples:\n  railyard sweep examples/pipeline-sweep.yaml --dry-run')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { prepareSweep } = await import('@railyard/experiments');
      const { source, document } = await readDocument(file);
      await print(command, preview(about(source, () => prepareSweep(document))));
    });
}

function preview(sweep: PreparedSweep): Answer {
  const paths = [...new Set(sweep.runs.flatMap((run) => Object.keys(run.parameters)))];
  return {
    data: {
      id: sweep.id,
      size: sweep.size,
      duplicates: sweep.duplicates,
      infeasible: sweep.infeasible,
      runs: sweep.runs.map((run) => ({ id: run.prepared.id, parameters: run.parameters })),
    },
    tables: [
      { columns: ['run', ...paths], rows: sweep.runs.map((run) => [run.prepared.id.slice(0, 12), ...paths.map((path) => text(run.parameters[path]))]) },
      ...(sweep.infeasible.length === 0 ? [] : [{
        title: 'Infeasible',
        columns: ['parameters', 'path', 'why'],
        rows: sweep.infeasible.map((point) => [text(point.parameters), point.issues[0]?.path, point.issues[0]?.message]),
      }]),
    ],
    notes: [`${sweep.size} points: ${sweep.runs.length} to run, ${sweep.duplicates} duplicates removed, ${sweep.infeasible.length} infeasible.`],
  };
}

const text = (value: unknown): string | number => (typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value));
