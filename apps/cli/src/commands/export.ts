/** `railyard export <file> <program>`: a layout as another program's arguments. */
import { Argument, type Command } from 'commander';
import { prepare } from '../input/prepare.js';
import { readDocument } from '../input/read-document.js';
import { print } from '../output/print.js';

const PROGRAMS = ['megatron', 'torchtitan'] as const;
type Program = (typeof PROGRAMS)[number];

export function registerExport(program: Command): void {
  program
    .command('export')
    .description("print the layout of an experiment as another program's arguments")
    .argument(
      '<file>',
      'experiment, experiment preset, or a result saved with run --json; - for standard input',
    )
    .addArgument(new Argument('<program>', 'program to launch it with').choices(PROGRAMS))
    .addHelpText(
      'after',
      `
Examples:
  railyard export experiment.yaml megatron > arguments.txt
  railyard export result.json torchtitan > job.toml`,
    )
    .action(async (file: string, wanted: Program, _options: unknown, command: Command) => {
      const { megatronJob, torchtitanJob } = await import('@railyard/intake');
      const { source, document } = await readDocument(file);
      const { workload } = (await prepare({ source, document: experimentOf(document) })).document;
      const { text, left } = (wanted === 'megatron' ? megatronJob : torchtitanJob)(workload);
      const notes = left.map(({ key, text: why }) => `# ${key}: ${why}`);
      await print(command, {
        data: { program: wanted, text, left },
        tables: [],
        notes: [text.trimEnd()],
        ready: { yaml: text },
      });
      for (const note of notes) process.stderr.write(`${note}\n`);
    });
}

/** The document of a saved result, or the document itself. */
const experimentOf = (document: unknown): unknown =>
  typeof document === 'object' && document !== null && 'document' in document && 'metrics' in document
    ? document.document
    : document;
