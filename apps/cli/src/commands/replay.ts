/** `railyard replay <file|preset>`: the job over days of faults. */
import { type Command } from 'commander';
import { type PreparedExperiment, type ReplayOutcome } from '@railyard/experiments';
import { prepare } from '../input/prepare.js';
import { readDocument } from '../input/read-document.js';
import { print } from '../output/print.js';
import { progressBar } from '../output/progress.js';
import { writeText } from '../output/write-file.js';
import { readFaultLog } from '../replay/read-log.js';
import { replayAnswer, writeArtifacts } from '../replay/replay-tables.js';
import { collected, wholeNumber } from './options.js';

interface Options {
  readonly set: readonly string[];
  readonly seed?: number;
  readonly replicas?: number;
  readonly threads?: number;
  readonly log?: string;
  readonly exportLog?: string;
  readonly artifacts?: string;
  readonly csv?: true;
}

export function registerReplay(program: Command): void {
  program.command('replay')
    .description('play a job over days of faults: ETTR, goodput, interruptions, what each cause costs')
    .argument('<file>', 'YAML or JSON file, an experiment preset, or - for standard input; a missing replay section means llama3-h100 faults, deepseek recovery')
    .option('--set <path=value>', 'change one key of the document; repeatable', collected, [])
    .option('--seed <n>', 'seed of the random streams', wholeNumber(0))
    .option('--replicas <n>', 'how often the job is played', wholeNumber(1))
    .option('--threads <n>', 'threads that play; the result is the same', wholeNumber(1))
    .option('--log <file>', 'recorded faults (CSV or JSON lines: timeS, component, class, durationS) in place of drawn ones; .gz is unpacked')
    .option('--export-log <file>', "write the first replica's faults as CSV, for --log")
    .option('--artifacts <folder>', 'write ledger, fault log, timeline, causes, checkpoint-interval curve and sensitivity')
    .option('--csv', 'the same as -o csv')
    .addHelpText('after', `
Examples:
  railyard replay deepseek-v3-mpft
  railyard replay examples/replay.yaml --replicas 1000 --artifacts out/replay
  railyard replay deepseek-v3-mpft --set replay.faults.preset=llama3-h100-physical --set replay.recovery.preset=modern --json
  railyard replay deepseek-v3-mpft --replicas 1 --export-log out/faults.csv
  railyard replay deepseek-v3-mpft --replicas 1 --log out/faults.csv`)
    .action(async (file: string, options: Options, command: Command) => {
      if (options.csv === true) command.parent!.setOptionValue('output', 'csv');
      const prepared = await preparedReplay(file, options);
      const outcome = await played(prepared, options);
      const files = [...(options.artifacts === undefined ? [] : await writeArtifacts(options.artifacts, outcome)), ...(options.exportLog === undefined ? [] : [options.exportLog])];
      if (options.exportLog !== undefined) await writeText(options.exportLog, outcome.faultLogCsv);
      await print(command, replayAnswer(prepared, outcome, files));
    });
}

/** The document, with a replay section of defaults where it has none. */
async function preparedReplay(file: string, { set, seed, replicas }: Options): Promise<PreparedExperiment> {
  const named = await readDocument(file);
  const { document } = named;
  const plain = typeof document === 'object' && document !== null && !Array.isArray(document) ? { replay: {}, ...document } : document;
  const changes = [...set, ...(replicas === undefined ? [] : [`replay.replicas=${replicas}`])];
  return prepare({ ...named, document: plain }, { set: changes, ...(seed === undefined ? {} : { seed }) });
}

async function played({ document }: PreparedExperiment, options: Options): Promise<ReplayOutcome> {
  const { hasReplay, replayOutcome, replayRequest } = await import('@railyard/experiments');
  const { playReplicas } = await import('../replay/play-replicas.js');
  if (!hasReplay(document)) throw new Error('a prepared replay has its section');
  const drawn = replayRequest(document);
  const request = options.log === undefined ? drawn : { ...drawn, faultLog: await readFaultLog(options.log, drawn.profile, drawn.fleet) };
  const bar = await progressBar();
  try {
    const chunk = await playReplicas(document, request, (share) => bar.update('replicas', share), options.threads);
    bar.update('sensitivity', 1);
    return replayOutcome(document, request, chunk);
  } finally {
    bar.stop();
  }
}
