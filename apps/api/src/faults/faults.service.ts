import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { BYTES, unsupportedCoding, unsupportedType } from '../common/index.js';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { FaultCheckAnswer, FaultFitAnswer, LogReadingAnswer } from './dto/faults-answers.dto.js';
import { CheckedLogQuery, FittedLogQuery, LogQuery } from './dto/log.query.dto.js';
import { type FaultsTask, MOST_LOG_BYTES, tooLarge } from './faults.worker.js';

const WORKER = new URL('./faults.worker.js', import.meta.url);

export interface SentLog<Query> {
  readonly log: unknown;
  /** Content coding of the log. */
  readonly encoding?: string | undefined;
  readonly query: Query;
}

/** Logs of a cluster, held whole: a thread reads them. */
@Injectable()
export class FaultsService {
  constructor(@Inject(ComputeThreads) private readonly threads: ComputeThreads) {}

  read(client: WaitingClient, sent: SentLog<LogQuery>): Promise<LogReadingAnswer> {
    return this.answer(client, sent, { of: 'read', query: { ...sent.query } });
  }

  fit(client: WaitingClient, sent: SentLog<FittedLogQuery>): Promise<FaultFitAnswer> {
    return this.answer(client, sent, { of: 'fit', query: { ...sent.query } });
  }

  check(client: WaitingClient, sent: SentLog<CheckedLogQuery>): Promise<FaultCheckAnswer> {
    return this.answer(client, sent, { of: 'check', query: { ...sent.query } });
  }

  /** @throws ProblemError 415 on a coding other than gzip, 422 on a mistake in the log, 429 */
  private async answer<Answer>(
    client: WaitingClient,
    { log, encoding = 'identity' }: SentLog<unknown>,
    asked: Pick<FaultsTask, 'of' | 'query'>,
  ): Promise<Answer> {
    if (!(log instanceof Readable)) throw unsupportedType(BYTES);
    const coding = encoding.toLowerCase();
    if (coding !== 'gzip' && coding !== 'identity') throw unsupportedCoding(encoding, 'gzip');
    try {
      const bytes = await wholeOf(log);
      return await this.threads.run<Answer>(
        client,
        WORKER,
        { ...asked, bytes, isPacked: coding === 'gzip' } as FaultsTask,
        [bytes.buffer as ArrayBuffer],
      );
    } finally {
      // A client that is still sending could not read the answer.
      log.resume();
      await finished(log).catch(() => undefined);
    }
  }
}

async function wholeOf(log: Readable): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of log.iterator({ destroyOnReturn: false })) {
    length += (piece as Buffer).length;
    if (length > MOST_LOG_BYTES) throw tooLarge();
    pieces.push(piece as Buffer);
  }
  return Uint8Array.from(Buffer.concat(pieces));
}
