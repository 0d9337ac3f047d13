/** A file as it arrives in a thread: piece by piece, each when it is asked for. */
import { Readable } from 'node:stream';
import { type MessagePort } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import { InvalidDocumentError } from '@railyard/base';

/** Of the unpacked file. */
const MAX_BYTES = 4e9;

/** What is left of the bytes that a request may have, unpacked. */
export class Allowance {
  private bytes = 0;

  /** @throws InvalidDocumentError where more arrives */
  async *within(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.bytes += piece.length;
      if (this.bytes > MAX_BYTES) throw tooLarge();
      yield piece;
    }
  }
}

/** @param port pieces come in here; null after the last */
export function received(port: MessagePort, isPacked: boolean): AsyncIterable<Uint8Array> {
  const pieces = piecesFrom(port);
  return isPacked ? gunzipped(pieces) : pieces;
}

/** @throws InvalidDocumentError on what is no gzip data, or is cut off */
export async function* gunzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(pieces, { objectMode: false });
  const stream = packed.pipe(createGunzip());
  packed.on('error', (error) => stream.destroy(error));
  try {
    for await (const piece of stream) yield piece as Uint8Array;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR' ? damaged(code) : error;
  }
}

async function* piecesFrom(port: MessagePort): AsyncGenerator<Uint8Array> {
  const arrived: (Uint8Array | null)[] = [];
  let wake = (): void => undefined;
  let isClosed = false;
  port.on('message', (piece: Uint8Array | null) => {
    arrived.push(piece);
    wake();
  });
  port.on('close', () => {
    isClosed = true;
    wake();
  });
  for (;;) {
    const piece = arrived.shift();
    if (piece === null) return;
    if (piece !== undefined) {
      yield piece;
      port.postMessage('next');
    } else if (isClosed) throw mistake('unreadable', 'The trace must arrive whole.', 'Send it again.');
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

const damaged = (code: string): InvalidDocumentError =>
  mistake(
    'unreadable',
    code === 'Z_BUF_ERROR'
      ? 'The trace is cut off: its gzip data does not end.'
      : 'The trace must be a gzip file where Content-Encoding is gzip.',
    'Copy or export it again.',
  );

const tooLarge = (): InvalidDocumentError =>
  mistake(
    'too-large',
    `A trace must have at most ${MAX_BYTES / 1e9} GB.`,
    'Record fewer steps, or analyse it without a service.',
  );

const mistake = (code: string, message: string, hint: string): InvalidDocumentError =>
  new InvalidDocumentError([{ path: '', code, message, hint }]);
