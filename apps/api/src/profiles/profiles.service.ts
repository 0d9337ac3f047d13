import { once } from 'node:events';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Inject, Injectable } from '@nestjs/common';
import { type ProfileRequest } from '@railyard/profile';
import { BYTES, unsupportedCoding, unsupportedType } from '../common/index.js';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { ProfileAnswer } from './dto/profile-answer.dto.js';
import { type ProfileTask } from './profile.worker.js';

const WORKER = new URL('./profile.worker.js', import.meta.url);

export interface SentProfile {
  readonly trace: unknown;
  /** Content coding of the trace. */
  readonly encoding?: string | undefined;
  readonly request: ProfileRequest;
}

/** Recorded profiles, read piece by piece as they arrive: memory follows what they hold, not their size. */
@Injectable()
export class ProfilesService {
  constructor(@Inject(ComputeThreads) private readonly threads: ComputeThreads) {}

  /** @throws ProblemError 415 on a coding other than gzip, 422 on a mistake in the trace, 429 */
  async analyze(
    client: WaitingClient,
    { trace, encoding = 'identity', request }: SentProfile,
  ): Promise<ProfileAnswer> {
    if (!(trace instanceof Readable)) throw unsupportedType(BYTES);
    const coding = encoding.toLowerCase();
    if (coding !== 'gzip' && coding !== 'identity') throw unsupportedCoding(encoding, 'gzip');
    const { port1, port2 } = new MessageChannel();
    const task: ProfileTask = { pieces: port2, isPacked: coding === 'gzip', request: { ...request } };
    // Where the client breaks off, the thread hears that nothing more comes.
    const sent = send(trace, port1).catch(() => port1.close());
    try {
      return await this.threads.run<ProfileAnswer>(client, WORKER, task, [port2]);
    } finally {
      port1.close();
      await sent;
      // A client that is still sending could not read the answer.
      trace.resume();
      await finished(trace).catch(() => undefined);
    }
  }
}

/** One piece after the other, each when the thread asks for it; nothing in place of a piece at the end. */
async function send(trace: Readable, port: MessagePort): Promise<void> {
  const closed = once(port, 'close').then(() => {
    throw new Error('the thread needs no more');
  });
  closed.catch(() => undefined);
  const asked = (): Promise<unknown> => Promise.race([once(port, 'message'), closed]);
  for await (const piece of trace.iterator({ destroyOnReturn: false })) {
    const bytes = Uint8Array.from(piece as Buffer);
    const next = asked();
    port.postMessage(bytes, [bytes.buffer]);
    await next;
  }
  port.postMessage(null);
}
