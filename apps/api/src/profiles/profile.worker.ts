/** A recorded profile, read and analysed in a thread of its own. */
import { Readable } from 'node:stream';
import { type MessagePort } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import { InvalidDocumentError } from '@railyard/base';
import { type ProfileRequest, TraceReader, analyzeProfile } from '@railyard/profile';
import { outputOf } from '../threads/thread-output.js';

export interface ProfileTask {
  /** Pieces of the trace come in here, each when it is asked for; null after the last. */
  readonly pieces: MessagePort;
  readonly isPacked: boolean;
  readonly request: ProfileRequest;
}

/** Of the unpacked trace. */
const MAX_BYTES = 4e9;

export default ({ pieces, isPacked, request }: ProfileTask) =>
  outputOf(async () => {
    try {
      const reader = new TraceReader();
      let bytes = 0;
      for await (const piece of unpacked(pieces, isPacked)) {
        bytes += piece.length;
        if (bytes > MAX_BYTES) throw tooLarge();
        reader.push(piece);
      }
      return analyzeProfile(reader.end(), request);
    } finally {
      pieces.close();
    }
  });

async function* unpacked(port: MessagePort, isPacked: boolean): AsyncGenerator<Uint8Array> {
  const received = Readable.from(piecesFrom(port), { objectMode: false });
  const stream = isPacked ? received.pipe(createGunzip()) : received;
  received.on('error', (error) => stream.destroy(error));
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
