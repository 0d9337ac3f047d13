import { type TransferListItem } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Piscina } from 'piscina';
import { type ProblemError, invalidDocument, refusal } from '../common/index.js';
import { type ThreadOutput } from './thread-output.js';

const THREADS = 2;
/** Requests that may wait for a thread. */
const MAX_WAITING = 16;
const IDLE_MS = 30_000;
const HEAP_MB = 1024;
/** Answering goes before computing. */
const NICENESS = 5;

/**
 * Answers that are computed while their client waits: in threads of their own, so that the service goes on.
 */
@Injectable()
export class ComputeThreads implements OnModuleDestroy {
  private pool: Piscina | null = null;

  /**
   * @param worker file whose default export takes `task`, and answers with `outputOf`.
   * @throws ProblemError 422 with the issues that the worker found, 429 when too many requests wait.
   */
  async run<Answer>(worker: URL, task: object, transferList: TransferListItem[] = []): Promise<Answer> {
    const pool = (this.pool ??= newPool());
    if (pool.queueSize >= MAX_WAITING) throw busy();
    const output = (await pool.run(task, {
      filename: worker.href,
      transferList,
    })) as ThreadOutput<Answer>;
    if ('issues' in output) throw invalidDocument(output.issues);
    return output.answer;
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool?.destroy();
  }
}

function newPool(): Piscina {
  const pool = new Piscina({
    minThreads: 0,
    maxThreads: THREADS,
    maxQueue: MAX_WAITING,
    idleTimeout: IDLE_MS,
    execArgv: [],
    niceIncrement: NICENESS,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  // The caller's promise rejects when the thread ends; without a listener the process would end too.
  pool.on('error', () => undefined);
  return pool;
}

const busy = (): ProblemError =>
  refusal(
    429,
    'busy',
    'Too many requests are waiting',
    `At most ${MAX_WAITING} requests may wait to be computed.`,
    'Try again in a moment.',
    { 'retry-after': '2' },
  );
