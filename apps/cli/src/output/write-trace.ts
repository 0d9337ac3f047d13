/** Writes a recorded step as a Chrome trace, and says before how large it is going to be. */
import { join } from 'node:path';
import { type RecordedTimeline } from '@railyard/parallelism';
import { type Command, Option } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';
import { wholeNumber } from '../commands/options.js';
import { writeBytes, writeText } from './write-file.js';

/** What of a step a trace keeps. */
export interface TraceOptions {
  readonly trace?: string;
  /** Folder of execution traces. */
  readonly chakra?: string;
  readonly ranks?: string;
  readonly steps?: number;
}

/** Viewers in a browser, and one text of JavaScript, hold about this much. */
const MOST_BYTES = 400e6;

export const withTrace = (command: Command): Command =>
  command
    .option(
      '--trace <file>',
      'write what each pipeline rank did as Chrome trace JSON (Perfetto opens it); .gz compresses',
    )
    .option(
      '--chakra <folder>',
      'write the step as Chakra execution traces (MLCommons, protobuf), a file for each rank',
    )
    .addOption(new Option('--ranks <list>', 'pipeline ranks that the trace keeps, such as 0-3,8 [all]'))
    .addOption(new Option('--steps <n>', 'steps that the trace shows [1]').argParser(wholeNumber(1)));

/** @throws CliError on options of a trace without one */
export function requireTrace({ trace, chakra, ranks, steps }: TraceOptions): void {
  if (trace !== undefined || chakra !== undefined || (ranks === undefined && steps === undefined)) return;
  throw new CliError(
    ExitCode.usage,
    'no-trace',
    '--ranks and --steps must come with --trace or --chakra.',
    'Name the file by --trace.',
  );
}

export async function writeTrace(file: string, timeline: RecordedTimeline): Promise<void> {
  const { chromeTrace, traceSize } = await import('@railyard/reports');
  const trace = chromeTrace(timeline);
  const { slices, bytes } = traceSize(trace);
  const megabytes = (bytes / 1e6).toFixed(1);
  if (bytes > MOST_BYTES)
    throw new CliError(
      ExitCode.usage,
      'trace-too-large',
      `A trace must have at most ${MOST_BYTES / 1e6} MB (got about ${megabytes} MB).`,
      'Keep fewer --ranks or --steps.',
    );
  const ranks = timeline.ranks.length;
  process.stderr.write(
    `railyard: the trace has ${slices} slices of ${ranks} ${ranks === 1 ? 'rank' : 'ranks'}, ` +
      `about ${megabytes} MB.\n`,
  );
  await writeText(file, JSON.stringify(trace));
}

/** A graph for each rank of the timeline. */
export async function writeChakra(folder: string, timeline: RecordedTimeline): Promise<void> {
  const profile = await import('@railyard/profile');
  for (const graph of profile.timelineGraphs(timeline))
    await writeBytes(join(folder, `rank.${graph.rank}.et`), profile.writeChakra(graph));
  process.stderr.write(`railyard: ${timeline.ranks.length} execution traces in ${folder}.\n`);
}
