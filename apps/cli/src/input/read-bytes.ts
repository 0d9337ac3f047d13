/** Large files in pieces as they are read, decompressed where the name ends in `.gz` or `.tgz`. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreadable } from './unreadable.js';

const PIECE = 1 << 20;

export function streamOf(path: string): Readable {
  const file = createReadStream(path, { highWaterMark: PIECE });
  return /\.t?gz$/.test(path) ? gunzipped(file) : file;
}

function gunzipped(packed: Readable): Readable {
  const unpacked = createGunzip({ chunkSize: PIECE });
  packed.on('error', (error) => unpacked.destroy(error));
  return packed.pipe(unpacked);
}

/** @throws CliError when the file cannot be read or unpacked. */
export const piecesOf = (path: string): AsyncGenerator<Uint8Array> => readable(path, streamOf(path));

/** Of a packed file that comes in pieces itself. @throws CliError when it cannot be unpacked. */
export const unpackedPieces = (name: string, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> =>
  readable(name, gunzipped(Readable.from(pieces, { objectMode: false })));

async function* readable(name: string, stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of stream) yield piece as Uint8Array;
  } catch (error) {
    throw unreadable(name, error) ?? error;
  }
}
