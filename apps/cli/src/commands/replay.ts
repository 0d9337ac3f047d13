/** `railyard replay <file|preset>`: the job over days of faults. */
import { type Command, Option } from 'commander';
import { type ExperimentResult, type PreparedExperiment, type ReplayOutcome } from '@railyard/experiments';
import { type CurveKind, type Objective } from '@railyard/replay';
import { CliError, ExitCode } from '../exit-code.js';
import { type Changes, changed, prepare } from '../input/prepare.js';
import { type NamedDocument, readDocument } from '../input/read-document.js';
import { canonical } from '../output/canonical.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { withProgressBar } from '../output/progress.js';
import { writeText } from '../output/write-file.js';
import { withLog } from '../replay/listed-log.js';
import { type LogOptions, readFaultLog } from '../replay/read-log.js';
import { printDetached } from '../service/detached.js';
import { type RemoteService } from '../service/remote-service.js';
import {
  type ServiceAddress,
  type ServiceOptions,
  orDetached,
  serviceAddress,
} from '../service/service-options.js';
import { collected, finiteNumber, wholeNumber } from './options.js';

interface Options extends ServiceOptions, LogOptions {
  readonly set: readonly string[];
  readonly seed?: number;
  readonly replicas?: number;
  readonly threads?: number;
  readonly log?: string;
  readonly exportLog?: string;
  readonly artifacts?: string;
  readonly csv?: true;
  readonly price?: number;
  readonly advise?: Objective | true;
  readonly plot?: string;
  readonly over?: CurveKind;
}

const ADVISE = new Option(
  '--advise [objective]',
  'which interval, detectors, spares and retention serve it best; default: goodput',
).choices(['goodput', 'ettr', 'cost']);

const OVER = new Option(
  '--over <quantity>',
  'of the plot: checkpoint interval, spare nodes, mean time between failures, GPUs; default: interval',
).choices(['interval', 'spares', 'mtbf', 'scale']);

export function registerReplay(program: Command): void {
  withStudies(withLogNames(orDetached(program.command('replay'))))
    .description('play a job over days of faults: ETTR, goodput, interruptions, what each cause costs')
    .argument(
      '<file>',
      'YAML or JSON file, an experiment preset, or - for standard input; a missing replay section ' +
        'means llama3-h100 faults, deepseek recovery',
    )
    .option('--set <path=value>', 'change one key of the document; repeatable', collected, [])
    .option('--seed <n>', 'seed of the random streams', wholeNumber(0))
    .option('--replicas <n>', 'how often the job is played', wholeNumber(1))
    .option('--threads <n>', 'threads that play; the result is the same', wholeNumber(1))
    .option(
      '--log <file>',
      'recorded faults (CSV or JSON lines: timeS, component, class, durationS) in place of drawn ' +
        'ones; .gz is unpacked',
    )
    .option('--export-log <file>', "write the first replica's faults as CSV, for --log")
    .option(
      '--artifacts <folder>',
      'write ledger, fault log, timeline, causes, checkpoint-interval curve and sensitivity',
    )
    .option('--csv', 'the same as -o csv')
    .addHelpText(
      'after',
      `
Examples:
  railyard replay deepseek-v3-mpft
  railyard replay examples/replay.yaml --replicas 1000 --artifacts out/replay
  railyard replay deepseek-v3-mpft --set replay.faults.preset=llama3-h100-physical \\
    --set replay.recovery.preset=modern --json
  railyard replay deepseek-v3-mpft --replicas 1 --export-log out/faults.csv
  railyard replay deepseek-v3-mpft --replicas 1 --log out/faults.csv
  railyard replay deepseek-v3-mpft --price 2.5 --advise
  railyard replay deepseek-v3-mpft --plot out/spares.svg --over spares`,
    )
    .action(async (file: string, options: Options, command: Command) => {
      requirePlot(options);
      if (options.csv === true) command.parent?.setOptionValue('output', 'csv');
      const address = serviceAddress(options);
      if (address !== undefined) return replayByService(address, file, options, command);
      const { named, changes } = await namedReplay(file, options);
      const prepared = await prepare(named, changes);
      const outcome = await played(prepared, options);
      const { replayAnswer, writeArtifacts } = await import('../replay/replay-tables.js');
      const files = [
        ...(options.artifacts === undefined
          ? []
          : await writeArtifacts(options.artifacts, outcome, prepared)),
        ...(options.exportLog === undefined ? [] : [options.exportLog]),
      ];
      if (options.exportLog !== undefined) await writeText(options.exportLog, outcome.faultLogCsv);
      const { section, warnings, inputs } = outcome;
      const answer = replayAnswer(prepared, await canonical({ section, warnings, inputs }), files);
      return print(command, await studied(answer, { document: prepared.document, section }, options));
    });
}

type Replayed = Pick<ExperimentResult, 'document'> & Pick<ReplayOutcome, 'section'>;

/** With costs, advice and a plot where they are asked for; @param service that computes them */
async function studied(
  answer: Answer,
  { document, section }: Replayed,
  options: Options,
  service?: RemoteService,
): Promise<Answer> {
  const { adviceFor, curveFor } = await import('../replay/studies.js');
  const { withAdvice } = await import('../replay/advised.js');
  const { withPlot } = await import('../replay/plotted.js');
  const advised = await withAdvice(answer, document, section, options, () =>
    adviceFor(document, options, service),
  );
  const plotted = await withPlot(advised, document, options, () => curveFor(document, options, service));
  return canonicalAnswer(plotted);
}

function requirePlot({ plot, over }: Options): void {
  if (over === undefined || plot !== undefined) return;
  throw new CliError(
    ExitCode.usage,
    'not-applicable',
    `--over must be used with --plot (got --over ${over} alone).`,
    'Add --plot and the name of an SVG file.',
  );
}

/** What is asked of the job besides. */
const withStudies = (command: Command): Command =>
  command
    .option('--price <money>', 'of a GPU-hour: what each cause costs', finiteNumber(0))
    .addOption(ADVISE)
    .option('--plot <file>', 'draw ETTR and goodput over one quantity (SVG)')
    .addOption(OVER);

/** How a recorded log is read. */
const withLogNames = (command: Command): Command =>
  command
    .option('--log-start <time>', 'start of the job, where the log has clock times: ISO time with a zone')
    .option('--log-column <theirs=ours>', 'a column of the log by its own name; repeatable', collected, [])
    .option('--log-class <theirs=ours>', 'a class of the log by its own name; repeatable', collected, []);

/** The document, with a replay section of defaults where it has none, and what is to be changed in it. */
async function namedReplay(
  file: string,
  { set, seed, replicas }: Options,
): Promise<{ readonly named: NamedDocument; readonly changes: Changes }> {
  const named = await readDocument(file);
  const { document } = named;
  const plain =
    typeof document === 'object' && document !== null && !Array.isArray(document)
      ? { replay: {}, ...document }
      : document;
  const changes = [...set, ...(replicas === undefined ? [] : [`replay.replicas=${replicas}`])];
  return {
    named: { ...named, document: plain },
    changes: { set: changes, ...(seed === undefined ? {} : { seed }) },
  };
}

async function replayByService(
  address: ServiceAddress,
  file: string,
  options: Options,
  command: Command,
): Promise<void> {
  const { log, exportLog, artifacts, threads } = options;
  const [here] = Object.entries({ 'export-log': exportLog, artifacts, threads }).filter(
    ([, value]) => value !== undefined,
  );
  if (here !== undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      `--${here[0]} must be used without a service.`,
      'Add --local: a service plays on threads of its own and keeps no files.',
    );
  const { connected } = await import('../service/remote-service.js');
  const service = await connected(address);
  const { named, changes } = await namedReplay(file, options);
  const written = await changed(named, changes);
  const submitted = log === undefined ? written : await withLog(service, written, log, options);
  if (options.detach === true) return printDetached(command, address, await service.submit(submitted));
  const { id, result } = await service.run(submitted);
  const { replayNotes } = await import('@railyard/experiments');
  const { replayAnswer } = await import('../replay/replay-tables.js');
  const { document, replay: section } = result;
  if (section === undefined || document.replay === undefined)
    throw new Error('the result of a replay has its section');
  const notes = replayNotes(document, document.replay, section);
  const answer = replayAnswer(result, { section, ...notes }, []);
  const asked = await studied(answer, { document, section }, options, service);
  return print(command, { ...asked, names: [id] });
}

const canonicalAnswer = async (answer: Answer): Promise<Answer> => ({
  ...answer,
  data: await canonical(answer.data),
});

async function played({ document }: PreparedExperiment, options: Options): Promise<ReplayOutcome> {
  const { JobOnMachine, replayOutcome, replayRequest } = await import('@railyard/experiments');
  const { playReplicas } = await import('../replay/play-replicas.js');
  const { replay } = document;
  if (replay === undefined) throw new Error('a prepared replay has its section');
  const asWritten = replayRequest(new JobOnMachine(document), replay);
  const request =
    options.log === undefined
      ? asWritten
      : { ...asWritten, faultLog: await readFaultLog(options.log, asWritten, options) };
  return withProgressBar(async (bar) => {
    const chunk = await playReplicas(
      request,
      replay,
      (share) => bar.update('replicas', share),
      options.threads,
    );
    bar.update('sensitivity', 1);
    return replayOutcome(request, replay, chunk);
  });
}
