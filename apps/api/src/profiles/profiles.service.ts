import { once } from 'node:events';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Inject, Injectable } from '@nestjs/common';
import { type ProfileRequest } from '@railyard/profile';
import { BYTES, unsupportedCoding, unsupportedType } from '../common/index.js';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { ProfileAnswer } from './dto/profile-answer.dto.js';
import { type ComparisonTask } from './comparison.worker.js';
import { ProfileDifferenceAnswer, RankComparisonAnswer } from './dto/comparison-answers.dto.js';
import { type ProfileTask } from './profile.worker.js';

const PROFILE_WORKER = new URL('./profile.worker.js', import.meta.url);
const COMPARISON_WORKER = new URL('./comparison.worker.js', import.meta.url);

export interface SentFile {
  readonly body: unknown;
  /** Content coding of the body. */
  readonly encoding?: string | undefined;
}

/** Recorded profiles, read piece by piece as they arrive: memory follows what they hold, not their size. */
@Injectable()
export class ProfilesService {
  constructor(@Inject(ComputeThreads) private readonly threads: ComputeThreads) {}

  /** @throws ProblemError 415 on a coding other than gzip, 422 on a mistake in the trace, 429 */
  analyze(client: WaitingClient, trace: SentFile, request: ProfileRequest): Promise<ProfileAnswer> {
    return this.computed<ProfileAnswer, ProfileTask>(client, PROFILE_WORKER, trace, {
      request: { ...request },
    });
  }

  /** Ranks of one job. @throws ProblemError as `analyze` */
  ranks(client: WaitingClient, archive: SentFile): Promise<RankComparisonAnswer> {
    return this.computed<RankComparisonAnswer, ComparisonTask>(client, COMPARISON_WORKER, archive, {
      wanted: 'ranks',
    });
  }

  /** A recording against another, or against the twin's step. @throws ProblemError as `analyze` */
  difference(client: WaitingClient, archive: SentFile, against?: string): Promise<ProfileDifferenceAnswer> {
    return this.computed<ProfileDifferenceAnswer, ComparisonTask>(client, COMPARISON_WORKER, archive, {
      wanted: 'difference',
      against,
    });
  }

  private async computed<Answer, Task extends Streamed>(
    client: WaitingClient,
    worker: URL,
    { body, encoding = 'identity' }: SentFile,
    rest: Omit<Task, keyof Streamed>,
  ): Promise<Answer> {
    if (!(body instanceof Readable)) throw unsupportedType(BYTES);
    const coding = encoding.toLowerCase();
    if (coding !== 'gzip' && coding !== 'identity') throw unsupportedCoding(encoding, 'gzip');
    const { port1, port2 } = new MessageChannel();
    const streamed: Streamed = { pieces: port2, isPacked: coding === 'gzip' };
    // Where the client breaks off, the thread hears that nothing more comes.
    const sent = send(body, port1).catch(() => port1.close());
    try {
      return await this.threads.run<Answer>(client, worker, { ...streamed, ...rest }, [port2]);
    } finally {
      port1.close();
      await sent;
      // A client that is still sending could not read the answer.
      body.resume();
      await finished(body).catch(() => undefined);
    }
  }
}

/** What tasks about a file that is being sent have in common. */
type Streamed = Pick<ProfileTask, 'pieces' | 'isPacked'>;

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
