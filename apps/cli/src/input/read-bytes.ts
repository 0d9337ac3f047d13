/** Large files in pieces, decompressed where the name ends in `.gz`. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { unreadable } from './unreadable.js';

const PIECE = 1 << 20;
/** Bytes that a compressed file may grow to. */
const MAX_UNPACKED = 2_000_000_000;

/** @throws CliError when the file cannot be read or unpacked. */
export function* bytesOf(path: string): Generator<Uint8Array> {
  try {
    if (path.endsWith('.gz')) yield gunzipSync(readFileSync(path), { maxOutputLength: MAX_UNPACKED });
    else yield* pieces(path);
  } catch (error) {
    throw unreadable(path, error) ?? error;
  }
}

function* pieces(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE);
      const length = readSync(file, piece, 0, PIECE, null);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
