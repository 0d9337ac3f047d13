import { type TransferListItem } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { invalidDocument } from '../common/index.js';
import { FairThreads, type WarmUp } from './fair-threads.js';
import { type ThreadOutput } from './thread-output.js';
import { type WaitingClient } from './waiting-client.js';

/**
 * Answers that are computed while their client waits: in threads of their own, so that the service goes on.
 */
@Injectable()
export class ComputeThreads implements OnModuleDestroy {
  private readonly threads = new FairThreads({
    threads: 2,
    extraThreads: 2,
    waitingPerTenant: 16,
    heapMB: 1024,
    // Answering goes before computing.
    niceness: 5,
  });

  /**
   * @param worker file whose default export takes `task`, and answers with `outputOf`.
   * @throws ProblemError 422 with the issues that the worker found, 429 when too many requests wait, 499.
   */
  async run<Answer>(
    client: WaitingClient,
    worker: URL,
    task: object,
    transferList: TransferListItem[] = [],
  ): Promise<Answer> {
    const output = (await this.threads.run(client, worker, task, transferList)) as ThreadOutput<Answer>;
    if ('issues' in output) throw invalidDocument(output.issues);
    return output.answer;
  }

  /** From now on a thread is ready for a tenant who would wait for another's tasks. */
  keepReady(warmUp: WarmUp): void {
    this.threads.keepReady(warmUp);
  }

  async onModuleDestroy(): Promise<void> {
    await this.threads.destroy();
  }
}
