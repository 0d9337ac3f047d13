/** Logs of a fleet in a window of time, as the options of `faults fit` and `faults check` name them. */
import { type LogContext, type LogEvent, type ObservedLog } from '@railyard/replay';
import { CliError, ExitCode } from '../exit-code.js';
import { readingOf } from './read-operator-log.js';

export interface FleetOptions {
  readonly gpus?: number;
  readonly gpusPerNode?: number;
  readonly links?: number;
  readonly from?: string;
  readonly until?: string;
}

export interface ObservedFiles {
  readonly log: ObservedLog;
  readonly notes: readonly string[];
}

/** @throws CliError naming file and line, or the option that is missing. */
export async function observedFaults(
  paths: readonly string[],
  options: FleetOptions,
  context: LogContext,
): Promise<ObservedFiles> {
  const { gpus, gpusPerNode = 8, from, until } = options;
  if (gpus === undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      '--gpus is required: a rate is of a number of GPUs.',
      'Give all GPUs that the log covers, those that never failed included.',
    );
  if (gpus % gpusPerNode !== 0)
    throw new CliError(
      ExitCode.usage,
      'usage',
      `--gpus must be a multiple of the ${gpusPerNode} GPUs of a node (got ${gpus}).`,
      'Give the GPUs of a node with --gpus-per-node.',
    );
  const { observedLog, readingNotes, windowNotes } = await import('@railyard/replay');
  const events: LogEvent[] = [];
  const notes: string[] = [];
  for (const path of paths) {
    const reading = await readingOf(path, { ...context, ...(from === undefined ? {} : { from }) });
    events.push(...reading.events);
    notes.push(...readingNotes(path, reading));
  }
  const window = { ...(await time('fromUs', from)), ...(await time('untilUs', until)) };
  const log = observedLog(events, { gpus, nodes: gpus / gpusPerNode, links: options.links ?? gpus }, window);
  if (log.exposure.days <= 0)
    throw new CliError(
      ExitCode.usage,
      'usage',
      'The window of the log must be longer than 0 s (got events of one moment, or none).',
      'Give it with --from and --until.',
    );
  return { log, notes: [...notes, ...windowNotes(log)] };
}

async function time(key: 'fromUs' | 'untilUs', text: string | undefined): Promise<object> {
  if (text === undefined) return {};
  const { isoSeconds } = await import('@railyard/replay');
  const seconds = isoSeconds(text);
  if (typeof seconds === 'number') return { [key]: seconds * 1e6 };
  throw new CliError(
    ExitCode.usage,
    'usage',
    `--${key === 'fromUs' ? 'from' : 'until'} must be an ISO time with a zone (got ${text}).`,
    'Use for example 2026-03-01T06:00:00Z.',
  );
}
