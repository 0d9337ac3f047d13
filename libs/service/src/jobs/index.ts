/** What hands runs over, in the service, and what takes them, in a runner. */
export { ConsumerModule } from './consumer.module.js';
export { DISPATCHER, DispatcherModule } from './dispatcher.module.js';
export { QUEUE_PROBE, type QueueProbe } from './queue-probe.js';
