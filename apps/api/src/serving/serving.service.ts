import { Inject, Injectable } from '@nestjs/common';
import { prepareServing } from '@railyard/experiments';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { ServingAnswer } from './dto/serving-answer.dto.js';

const WORKER = new URL('./serving.worker.js', import.meta.url);

/** Models that answer requests on a cluster. */
@Injectable()
export class ServingService {
  constructor(@Inject(ComputeThreads) private readonly threads: ComputeThreads) {}

  /** @throws InvalidDocumentError with every issue, ProblemError 429 */
  async serve(client: WaitingClient, document: unknown): Promise<ServingAnswer> {
    return this.threads.run(client, WORKER, prepareServing(document));
  }
}
