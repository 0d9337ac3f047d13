/** A recorded fault log, read piece by piece: memory follows the faults, not the file. */
import { createReadStream } from 'node:fs';
import { type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type FaultLog, type FaultProfileSpec, type FleetShape } from '@railyard/replay';
import { CliError, ExitCode } from '../exit-code.js';
import { unreadable } from '../input/unreadable.js';

/** @throws CliError naming file and line. */
export async function readFaultLog(
  path: string,
  profile: FaultProfileSpec,
  fleet: FleetShape,
): Promise<FaultLog> {
  const { FaultLogReader } = await import('@railyard/replay');
  const reader = new FaultLogReader(profile, fleet);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of streamOf(path)) reader.push(decoder.decode(piece as Buffer, { stream: true }));
    return reader.push(decoder.decode()).end();
  } catch (error) {
    throw explained(path, error);
  }
}

function streamOf(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}

function explained(path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'RecordedLogError')
    return new CliError(ExitCode.usage, 'invalid-log', `${path}: ${error.message}`);
  if ('code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new CliError(
      ExitCode.usage,
      'invalid-log',
      `${path} must be UTF-8 text.`,
      'Use CSV or JSON lines.',
    );
  return unreadable(path, error) ?? error;
}
