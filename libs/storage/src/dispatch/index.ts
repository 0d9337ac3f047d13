export { BullMqConsumer } from './bullmq/bullmq-consumer.js';
export { BullMqDispatcher } from './bullmq/bullmq-dispatcher.js';
export { DispatchCounters, type DispatchLog, SILENT } from './dispatch-log.js';
export { EventFeed } from './event-feed.js';
export { type JobDispatcher, type RunListener } from './job-dispatcher.js';
export { LeaseWatch } from './lease-watch.js';
export { LocalDispatcher } from './local-dispatcher.js';
export { type ExecutionEnd, type ExecutionPoint, RunExecutor } from './run-executor.js';
export { SimulationPool, type SimulationPoolOptions } from './simulation-pool.js';
