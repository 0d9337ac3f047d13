/** A recorded profile, read and analysed in a thread of its own. */
import { type MessagePort } from 'node:worker_threads';
import { type ProfileRequest, TraceReader, analyzeProfile } from '@railyard/profile';
import { outputOf } from '../threads/thread-output.js';
import { Allowance, received } from './received-pieces.js';

export interface ProfileTask {
  /** Pieces of the trace come in here, each when it is asked for; null after the last. */
  readonly pieces: MessagePort;
  readonly isPacked: boolean;
  readonly request: ProfileRequest;
}

export default ({ pieces, isPacked, request }: ProfileTask) =>
  outputOf(async () => {
    try {
      const reader = new TraceReader();
      for await (const piece of new Allowance().within(received(pieces, isPacked))) reader.push(piece);
      return analyzeProfile(reader.end(), request);
    } finally {
      pieces.close();
    }
  });
