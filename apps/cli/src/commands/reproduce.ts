/** `railyard reproduce <artifact>`: the paper's numbers next to the twin's. */
import { type Command } from 'commander';
import { type PriceList } from '@railyard/cluster';
import { type ArtifactName, type Report } from '@railyard/reports';
import { CliError, ExitCode, exitCodeOf } from '../exit-code.js';
import { type NamedDocument } from '../input/read-document.js';
import { readPrices } from '../input/read-prices.js';
import { prepareNamed } from '../input/prepare.js';
import { about } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { terminalWidth } from '../output/terminal-width.js';
import { withProgressBar } from '../output/progress.js';
import {
  type ServiceAddress,
  type ServiceOptions,
  orByService,
  serviceAddress,
  untilTimeout,
} from '../service/service-options.js';
import { runShownBy } from './run.js';

/** Where the full report goes. */
const REPORT_FOLDER = 'out';

/** `ARTIFACT_NAMES` of the reports, as help names them without loading the libraries. */
export const NAMED =
  'table1 to table5, figure5 to figure8, decode-limits, planes, robustness, formats, wishes';

/** Tables that the full report prints; the HTML has all of them. */
const PRINTED = ['table1', 'table2', 'table4'];

interface Options extends ServiceOptions {
  readonly report?: string | true;
  readonly prices?: string;
}

export function registerReproduce(program: Command): void {
  untilTimeout(orByService(program.command('reproduce')))
    .description("compute a table or figure of the paper and compare it with the paper's numbers")
    .argument('[artifact]', `${NAMED}; or all: all of them but the last four`)
    .option(
      '--report [folder]',
      `everything at once: keep the runs in the database, write an HTML report and a trace ` +
        `(default folder: ${REPORT_FOLDER})`,
    )
    .option(
      '--prices <file>',
      'table3: a PriceList document in place of the prices that were fitted to the table',
    )
    .addHelpText(
      'after',
      `
Examples:
  railyard reproduce table4
  railyard reproduce table3 --prices examples/prices.yaml
  railyard reproduce all --json
  railyard reproduce --report

Exit code 5 when a row is out of its tolerance.`,
    )
    .action(async (artifact: string | undefined, options: Options, command: Command) => {
      refuseUnread(artifact, options);
      const address = serviceAddress(options);
      const reports =
        options.report === undefined
          ? await computed(artifact ?? 'all', command, await makerOf(options.prices, address))
          : await written(options.report === true ? REPORT_FOLDER : options.report, command);
      process.exitCode = exitCodeOf(reports);
    });
}

/** @throws CliError on options that do not go together. */
function refuseUnread(artifact: string | undefined, options: Options): void {
  if (options.report === undefined && artifact === undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      'An artifact must be named.',
      `Name one of ${NAMED} or all; or add --report for everything.`,
    );
  if (options.prices !== undefined && artifact !== 'table3')
    throw new CliError(
      ExitCode.usage,
      'usage',
      '--prices must be given with table3.',
      'Use `railyard reproduce table3 --prices prices.yaml`.',
    );
  if (options.report !== undefined && serviceAddress(options) !== undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      '--report must be used without a service.',
      'Add --local: the report keeps its runs in the database of this folder.',
    );
}

type Maker = (artifact: ArtifactName) => Promise<Report>;

/** Makes reports here, or has a service make them. */
async function makerOf(prices: string | undefined, address: ServiceAddress | undefined): Promise<Maker> {
  const written = prices === undefined ? undefined : await readPrices(prices);
  const priced = written === undefined ? undefined : await priceList(written);
  if (address !== undefined) {
    const { reportFrom } = await import('../reproduction/remote-report.js');
    const { connected } = await import('../service/remote-service.js');
    const service = await connected(address);
    return (artifact) => reportFrom(service, artifact, written?.document);
  }
  const { reproduce } = await import('@railyard/reports');
  return (artifact) =>
    withProgressBar((bar) =>
      reproduce(artifact, {
        resultOf: async (preset) => runShownBy(bar, await prepareNamed(preset)),
        onProgress: (phase, share) => bar.update(phase, share),
        ...(priced === undefined ? {} : { prices: priced }),
      }),
    );
}

async function computed(artifact: string, command: Command, made: Maker): Promise<readonly Report[]> {
  const { ALL_ARTIFACTS } = await import('@railyard/reports');
  const reports: Report[] = [];
  for (const name of artifact === 'all' ? ALL_ARTIFACTS : [await artifactNamed(artifact)])
    reports.push(await made(name));
  await print(command, await answerOf(reports, artifact === 'all' ? { artifacts: reports } : reports[0]));
  return reports;
}

export async function artifactNamed(name: string): Promise<ArtifactName> {
  const { ARTIFACT_NAMES, isArtifact } = await import('@railyard/reports');
  if (isArtifact(name)) return name;
  throw new CliError(
    ExitCode.notFound,
    'not-found',
    `No table or figure is called \`${name}\`.`,
    `Use one of ${[...ARTIFACT_NAMES, 'all'].join(', ')}.`,
  );
}

async function priceList({ source, document }: NamedDocument): Promise<PriceList> {
  const { priceListOf } = await import('@railyard/experiments');
  return about(source, () => priceListOf(document));
}

async function written(folder: string, command: Command): Promise<readonly Report[]> {
  const { fullReport } = await import('../reproduction/full-report.js');
  const { reports, files } = await fullReport(folder);
  const shown = reports.filter((report) => PRINTED.includes(report.artifact));
  const places = files.map(({ what, path }) => `${what}: ${path}`);
  await print(command, await answerOf(shown, { artifacts: reports, files }, places));
  return reports;
}

async function answerOf(
  reports: readonly Report[],
  data: unknown,
  notes: readonly string[] = [],
): Promise<Answer> {
  const { renderCsv, renderMarkdown, renderText } = await import('@railyard/reports');
  const joined = (render: (report: Report) => string): string =>
    `${reports.map((report) => render(report).trimEnd()).join('\n\n')}\n`;
  const text = joined((report) => renderText(report, terminalWidth()));
  return {
    data,
    tables: [],
    ready: {
      table: notes.length === 0 ? text : `${text}\n${notes.join('\n')}\n`,
      md: joined(renderMarkdown),
      csv: joined(renderCsv),
    },
  };
}
