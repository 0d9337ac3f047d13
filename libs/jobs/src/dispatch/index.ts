export { BullMqConsumer } from './bullmq/bullmq-consumer.js';
export { BullMqDispatcher } from './bullmq/bullmq-dispatcher.js';
export { EventFeed } from './event-feed.js';
export { type JobDispatcher, type RunListener } from './job-dispatcher.js';
export { LocalDispatcher } from './local-dispatcher.js';
export { type ReadOnlyQueue, readOnlyQueue } from './bullmq/read-only-queue.js';
