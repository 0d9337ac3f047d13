/** What producer and consumer agree on. The payload says which run and under which fencing number, nothing else: the row is the truth. */
import { Redis } from 'ioredis';

export const QUEUE_NAME = 'railyard';

export interface RunJob {
  readonly runId: string;
  /** Of the row when it was handed over: an entry from before the last change of hands is void. */
  readonly fence: number;
}

/** BullMQ ignores an id that it knows, so each handing-over has its own. */
export const jobIdOf = ({ runId, fence }: RunJob): string => `${runId}-${fence}`;

/** A killed runner's job is taken up again after at most this long. */
export const LOCK_MS = 10_000;
export const STALLED_CHECK_MS = 5_000;
/** How often a job may stall is counted in its row, not by the queue. */
export const MAX_STALLED = 1000;

/** For the side that answers people: a command fails at once when Redis is away. */
export function impatientConnection(url: string): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2000,
    commandTimeout: 2000,
    retryStrategy: (times) => Math.min(times * 100, 1000),
  });
}

/** For the side that waits for work: it waits as long as it takes. */
export function patientConnection(url: string): Redis {
  return new Redis(url, { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(times * 100, 1000) });
}
