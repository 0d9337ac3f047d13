/** `railyard report <kind> [source]`: a run, replay, sweep, reproduction or the accuracy as one file. */
import { type Command, Option } from 'commander';
import { type ArtifactName, type ReportFormat } from '@railyard/reports';
import { CliError, ExitCode } from '../exit-code.js';
import { type Changes } from '../input/prepare.js';
import { readDocument } from '../input/read-document.js';
import { writeBytes } from '../output/write-file.js';
import {
  type ServiceAddress,
  type ServiceOptions,
  orByService,
  serviceAddress,
  untilTimeout,
} from '../service/service-options.js';
import { collected, wholeNumber } from './options.js';

const KINDS = ['run', 'replay', 'sweep', 'reproduce', 'accuracy'] as const;
type Kind = (typeof KINDS)[number];

const FORMATS = ['html', 'md', 'csv', 'svg', 'pdf'] as const satisfies readonly ReportFormat[];

interface Options extends ServiceOptions {
  readonly format: ReportFormat;
  readonly out?: string;
  readonly set: readonly string[];
  readonly seed?: number;
}

export function registerReport(program: Command): void {
  untilTimeout(orByService(program.command('report')))
    .description('a report to hand on: one HTML or PDF file with charts, Markdown, CSV, or the charts as SVG')
    .argument('<kind>', KINDS.join(', '))
    .argument(
      '[source]',
      'run and replay: an experiment (file or preset) or a result saved with --json; sweep: its file; ' +
        'reproduce: an artifact or all; accuracy: a CSV; with --server also the id of a run or a sweep',
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
  railyard report sweep examples/nic-and-sms.yaml --server http://127.0.0.1:3000 --out sweep.html
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
  options: Options,
): Promise<string | Uint8Array> {
  const address = serviceAddress(options);
  if (address !== undefined) return reportThere(address, kind, source, options);
  const texts = await import('../report/report-texts.js');
  const { format } = options;
  switch (kind) {
    case 'accuracy':
      return texts.accuracyReport(source, format);
    case 'reproduce':
      return texts.reproduceReport(await artifactsNamed(source), format);
    case 'sweep':
      return texts.sweepReport(named(kind, source), format);
    case 'run':
      return texts.runReport(await readDocument(named(kind, source)), changesIn(options), format);
    case 'replay':
      return texts.replayReport(await readDocument(named(kind, source)), changesIn(options), format);
  }
}

async function reportThere(
  address: ServiceAddress,
  kind: Kind,
  source: string | undefined,
  options: Options,
): Promise<string | Uint8Array> {
  const { connected } = await import('../service/remote-service.js');
  const texts = await import('../report/report-there.js');
  const service = await connected(address);
  const { format } = options;
  switch (kind) {
    case 'accuracy':
      return texts.accuracyReportThere(service, source, format);
    case 'reproduce':
      return texts.reproduceReportThere(service, await artifactsNamed(source), format);
    case 'sweep':
      return texts.sweepReportThere(service, named(kind, source), format);
    case 'run':
    case 'replay': {
      const changes = { ...changesIn(options), days: kind === 'replay' };
      return texts.runReportThere(service, named(kind, source), changes, format);
    }
  }
}

const changesIn = ({ set, seed }: Options): Changes => ({ set, ...(seed === undefined ? {} : { seed }) });

async function artifactsNamed(source: string | undefined): Promise<readonly ArtifactName[]> {
  const { ALL_ARTIFACTS } = await import('@railyard/reports');
  const { artifactNamed } = await import('./reproduce.js');
  return source === undefined || source === 'all' ? ALL_ARTIFACTS : [await artifactNamed(source)];
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
