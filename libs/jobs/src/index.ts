/** Jobs: the dispatcher that has runs computed, its two adapters, the executor, the simulation threads. */
export { DispatchCounters, type DispatchLog } from './dispatch-log.js';
export { type JobDispatcher, type ReadOnlyQueue, type RunListener, readOnlyQueue } from './dispatch/index.js';
export { type ExecutionPoint } from './execution/index.js';
export {
  type ComputeOptions,
  type QueueConsumer,
  type QueueOptions,
  type Storage,
  type StorageOptions,
  consumeQueue,
  dispatchByQueue,
  dispatchLocally,
  openStorage,
} from './storage.js';
