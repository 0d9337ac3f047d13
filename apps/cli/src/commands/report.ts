/** `railyard report <kind> [source]`: a run, replay, sweep, reproduction or the accuracy as one file. */
import { type Command, Option } from 'commander';
import { type PageFormat } from '@railyard/reports';
import { CliError, ExitCode } from '../exit-code.js';
import { readDocument } from '../input/read-document.js';
import { writeText } from '../output/write-file.js';
import { collected, wholeNumber } from './options.js';

const KINDS = ['run', 'replay', 'sweep', 'reproduce', 'accuracy'] as const;
type Kind = (typeof KINDS)[number];

/** `PAGE_FORMATS` of the reports, and the one that a browser makes. */
const FORMATS = ['html', 'md', 'csv', 'svg', 'pdf'] as const;

interface Options {
  readonly format: (typeof FORMATS)[number];
  readonly out?: string;
  readonly set: readonly string[];
  readonly seed?: number;
}

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('a report to hand on: one HTML file with charts, Markdown, CSV, or the charts as SVG')
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
  railyard report replay examples/replay.yaml --out days.html
  railyard report sweep examples/nic-and-sms.yaml --format md
  railyard report reproduce figure5 --format svg --out figure5.svg`,
    )
    .action(async (kind: string, source: string | undefined, options: Options) => {
      const text = await reportOf(kindNamed(kind), source, options, formatNamed(options));
      if (options.out === undefined) process.stdout.write(text);
      else await writeText(options.out, text);
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

/** Pages of a PDF are what a browser prints: no library here sets text as well. @throws CliError */
function formatNamed({ format }: Options): PageFormat {
  if (format === 'pdf')
    throw new CliError(
      ExitCode.usage,
      'no-pdf',
      'The format must be html, md, csv or svg (got pdf).',
      'Write HTML and print it from a browser: its style sheet is made for paper, too.',
    );
  return format;
}

async function reportOf(
  kind: Kind,
  source: string | undefined,
  { set, seed }: Options,
  format: PageFormat,
): Promise<string> {
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
