/** A recorded fault log, read piece by piece: memory follows the faults, not the file. */
import { type FaultLog, type FaultLogOptions, type ReplayRequest } from '@railyard/replay';
import { CliError, ExitCode } from '../exit-code.js';
import { streamOf } from '../input/read-bytes.js';
import { unreadable } from '../input/unreadable.js';

/** How a log is read: options of the commands that take `--log`. */
export interface LogOptions {
  readonly logStart?: string;
  readonly logColumn: readonly string[];
  readonly logClass: readonly string[];
}

/** @throws CliError naming file and line. */
export async function readFaultLog(
  path: string,
  { profile, fleet, horizon, policy }: ReplayRequest,
  options: LogOptions,
): Promise<FaultLog> {
  const { FaultLogReader, RecordedLogError, limitsOf } = await import('@railyard/replay');
  const reader = new FaultLogReader(profile, fleet, {
    untilS: limitsOf(horizon, policy).wallS,
    ...(await readingOf(options)),
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of streamOf(path)) reader.push(decoder.decode(piece as Buffer, { stream: true }));
    return reader.push(decoder.decode()).end();
  } catch (error) {
    if (error instanceof RecordedLogError)
      throw new CliError(
        ExitCode.usage,
        'invalid-log',
        `${path}, line ${error.line}: ${error.problem}`,
        error.hint,
      );
    throw explained(path, error);
  }
}

async function readingOf({ logStart, logColumn, logClass }: LogOptions): Promise<FaultLogOptions> {
  const names = { columns: mapOf('--log-column', logColumn), classes: mapOf('--log-class', logClass) };
  if (logStart === undefined) return names;
  const { isoSeconds } = await import('@railyard/replay');
  const startS = isoSeconds(logStart);
  if (typeof startS !== 'number')
    throw new CliError(
      ExitCode.usage,
      'usage',
      `--log-start must be an ISO time with a zone (got ${logStart}).`,
      'Use for example 2026-03-01T06:00:00Z.',
    );
  return { ...names, startS };
}

/** `theirs=ours`, repeated. The log's own name may hold an equals sign. */
export function mapOf(option: string, pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      if (at < 1 || at === pair.length - 1)
        throw new CliError(
          ExitCode.usage,
          'usage',
          `${option} must be two names joined by = (got ${pair}).`,
          "Use the log's name first, for example Xid79=gpu_hard.",
        );
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function explained(path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ('code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new CliError(
      ExitCode.usage,
      'invalid-log',
      `${path} must be UTF-8 text.`,
      'Use CSV or JSON lines.',
    );
  return unreadable(path, error) ?? error;
}
