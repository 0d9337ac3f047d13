/** Large files in pieces as they are read, decompressed where the name ends in `.gz`. */
import { createReadStream } from 'node:fs';
import { type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreadable } from './unreadable.js';

const PIECE = 1 << 20;

export function streamOf(path: string): Readable {
  const file = createReadStream(path, { highWaterMark: PIECE });
  if (!path.endsWith('.gz')) return file;
  const unpacked = createGunzip({ chunkSize: PIECE });
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}

/** @throws CliError when the file cannot be read or unpacked. */
export async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of streamOf(path)) yield piece as Uint8Array;
  } catch (error) {
    throw unreadable(path, error) ?? error;
  }
}
