import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type QueueConsumer, type Storage, consumeQueue } from '@railyard/jobs';
import { CONFIG, type ServiceConfig } from '../config/index.js';
import { STORAGE } from '../database/index.js';
import { computeOptions } from './compute-options.js';
import { QUEUE_PROBE } from './queue-probe.js';

/** Under which Nest injects what takes runs from the queue. */
const CONSUMER = Symbol('consumer');

type RunnerSettings = ServiceConfig & { readonly redisUrl: string };

/** Takes runs from the queue and computes them, from the start of a runner until it is drained. */
@Global()
@Module({
  providers: [
    {
      provide: CONSUMER,
      inject: [CONFIG, STORAGE],
      useFactory: (config: RunnerSettings, storage: Storage): QueueConsumer =>
        consumeQueue(
          storage,
          { redisUrl: config.redisUrl, prefix: config.queuePrefix },
          computeOptions(config),
        ),
    },
    { provide: QUEUE_PROBE, useExisting: CONSUMER },
  ],
  exports: [QUEUE_PROBE],
})
export class ConsumerModule implements OnApplicationShutdown {
  constructor(@Inject(CONSUMER) private readonly consumer: QueueConsumer) {}

  async onApplicationShutdown(): Promise<void> {
    await this.consumer.drain();
  }
}
