/** The queues as a board shows them: nothing is put in or taken out. */
import { Queue } from 'bullmq';
import { FIRST_QUEUE_NAME, QUEUE_NAME, type RunJob, failFastConnection } from './queue.js';

export interface ReadOnlyQueue {
  readonly queues: readonly Queue<RunJob>[];
  /** Redis answers: without it the queue waits instead of failing. */
  isReachable(): boolean;
  close(): Promise<void>;
}

export function readOnlyQueue(redisUrl: string, prefix: string): ReadOnlyQueue {
  const connection = failFastConnection(redisUrl);
  // The dispatcher says when Redis is away.
  connection.on('error', () => undefined);
  const queues = [QUEUE_NAME, FIRST_QUEUE_NAME].map(
    (name) => new Queue<RunJob>(name, { connection, prefix }),
  );
  for (const queue of queues) queue.on('error', () => undefined);
  return {
    queues,
    isReachable: () => connection.status === 'ready',
    close: async () => {
      connection.disconnect();
      for (const queue of queues) await queue.close().catch(() => undefined);
    },
  };
}
