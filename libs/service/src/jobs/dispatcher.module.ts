import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type JobDispatcher, type Storage, dispatchByQueue, dispatchLocally } from '@railyard/jobs';
import { CONFIG, type ServiceConfig } from '../config/index.js';
import { STORAGE } from '../database/index.js';
import { computeOptions } from './compute-options.js';
import { QUEUE_PROBE } from './queue-probe.js';

/** Under which Nest injects the dispatcher. */
export const DISPATCHER = Symbol('dispatcher');

/** Runs go to the runners behind Redis where there is one; otherwise this process computes them. */
function dispatcherOf(
  config: ServiceConfig & { readonly redisUrl?: string },
  storage: Storage,
): JobDispatcher {
  const { redisUrl, queuePrefix } = config;
  return redisUrl === undefined
    ? dispatchLocally(storage, computeOptions(config))
    : dispatchByQueue(storage, { redisUrl, prefix: queuePrefix });
}

/**
 * The dispatcher that has runs computed, for every module of the service; drained before the database closes.
 */
@Global()
@Module({
  providers: [
    { provide: DISPATCHER, inject: [CONFIG, STORAGE], useFactory: dispatcherOf },
    { provide: QUEUE_PROBE, useExisting: DISPATCHER },
  ],
  exports: [DISPATCHER, QUEUE_PROBE],
})
export class DispatcherModule implements OnApplicationShutdown {
  constructor(@Inject(DISPATCHER) private readonly dispatcher: JobDispatcher) {}

  async onApplicationShutdown(): Promise<void> {
    await this.dispatcher.drain();
  }
}
