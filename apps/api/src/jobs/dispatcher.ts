import { type JobDispatcher, type Storage, dispatchByQueue, dispatchLocally } from '@railyard/jobs';
import { type ApiConfig } from '../config/index.js';

/** Runs go to the runners behind Redis where there is one; otherwise this process computes them. */
export function dispatcherOf(config: ApiConfig, storage: Storage): JobDispatcher {
  const { redisUrl, queuePrefix, threads, runTimeoutS, runHeapMB, graceS, workerFile } = config;
  if (redisUrl !== undefined) return dispatchByQueue(storage, { redisUrl, prefix: queuePrefix });
  return dispatchLocally(storage, {
    threads,
    timeoutMs: runTimeoutS * 1000,
    heapMB: runHeapMB,
    graceMs: graceS * 1000,
    ...(workerFile === undefined ? {} : { workerFile }),
  });
}
