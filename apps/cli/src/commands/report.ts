/** `railyard report <kind> [source]`: a run, replay, sweep, reproduction or the accuracy as one file. */
import { type Command, Option } from 'commander';
import { type ReportFormat } from '@railyard/reports';
import { CliError, ExitCode } from '../exit-code.js';
import { readDocument } from '../input/read-document.js';
import { writeBytes } from '../output/write-file.js';
import { collected, wholeNumber } from './options.js';

const KINDS = ['run', 'replay', 'sweep', 'reproduce', 'accuracy'] as const;
type Kind = (typeof KINDS)[number];

const FORMATS = ['html', 'md', 'csv', 'svg', 'pdf'] as const satisfies readonly ReportFormat[];

interface Options {
  readonly format: ReportFormat;
  readonly out?: string;
  readonly set: readonly string[];
  readonly seed?: number;
}

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('a report to hand on: one HTML or PDF file with charts, Markdown, CSV, or the charts as SVG')
    .argument('<kind>', KINDS.join(', '))
    .argument(
      '[source]',
      'run and replay: an experiment (file or preset) or a result saved with --json; sweep: its file; ' +
        'reproduce: an artifact or all; accuracy: a CSV',
    )
    .addOption(new Option('--format <format>', 'what is written').choices(FORMATS).default('html'))
    .option('--out <file>', 'where it goes; default: standard output')
    .option('--set <path=value>', 'run, replay: change one key of the document; repeatable', collected, [])
    .option('--seed <n>', 'run, replay: seed of the random streams', wholeNumber(0))
    .addHelpText(
      'after',
      `
Examples:
  railyard report run deepseek-v3-mpft --out review.html
  railyard report run deepseek-v3-mpft --format pdf --out review.pdf
  railyard report replay examples/replay.yaml --out days.html
  railyard report sweep examples/nic-and-sms.yaml --format md
  railyard report reproduce figure5 --format svg --out figure5.svg`,
    )
    .action(async (kind: string, source: string | undefined, options: Options) => {
      const made = await reportOf(kindNamed(kind), source, options);
      if (options.out === undefined) process.stdout.write(made);
      else await writeBytes(options.out, made);
    });
}

/** @throws CliError */
function kindNamed(words: string): Kind {
  const kind = KINDS.find((each) => each === words);
  if (kind === undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      `The kind of a report must be ${KINDS.slice(0, -1).join(', ')} or ${KINDS.at(-1)} (got ${words}).`,
      'Use `railyard report run deepseek-v3-mpft`.',
    );
  return kind;
}

async function reportOf(
  kind: Kind,
  source: string | undefined,
  { set, seed, format }: Options,
): Promise<string | Uint8Array> {
  const texts = await import('../report/report-texts.js');
  const changes = { set, ...(seed === undefined ? {} : { seed }) };
  switch (kind) {
    case 'accuracy':
      return texts.accuracyReport(source, format);
    case 'reproduce': {
      const { ALL_ARTIFACTS } = await import('@railyard/reports');
      const { artifactNamed } = await import('./reproduce.js');
      const names = source === undefined || source === 'all' ? ALL_ARTIFACTS : [await artifactNamed(source)];
      return texts.reproduceReport(names, format);
    }
    case 'sweep':
      return texts.sweepReport(named(kind, source), format);
    case 'run':
      return texts.runReport(await readDocument(named(kind, source)), changes, format);
    case 'replay':
      return texts.replayReport(await readDocument(named(kind, source)), changes, format);
  }
}

/** @throws CliError where no source is named */
function named(kind: Kind, source: string | undefined): string {
  if (source === undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      `A report of kind ${kind} must have a source.`,
      'Name a file or a preset.',
    );
  return source;
}
