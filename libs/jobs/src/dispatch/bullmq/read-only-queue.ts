/** The queue as a board shows it: nothing is put in or taken out. */
import { Queue } from 'bullmq';
import { QUEUE_NAME, type RunJob, failFastConnection } from './queue.js';

export interface ReadOnlyQueue {
  readonly queue: Queue<RunJob>;
  /** Redis answers: without it the queue waits instead of failing. */
  isReachable(): boolean;
  close(): Promise<void>;
}

export function readOnlyQueue(redisUrl: string, prefix: string): ReadOnlyQueue {
  const connection = failFastConnection(redisUrl);
  // The dispatcher says when Redis is away.
  connection.on('error', () => undefined);
  const queue = new Queue<RunJob>(QUEUE_NAME, { connection, prefix });
  queue.on('error', () => undefined);
  return {
    queue,
    isReachable: () => connection.status === 'ready',
    close: async () => {
      connection.disconnect();
      await queue.close().catch(() => undefined);
    },
  };
}
