/** Jobs: the dispatcher that has runs computed, its two adapters, and the threads that simulate. */
export {
  DispatchCounters,
  type DispatchLog,
  type ExecutionPoint,
  type JobDispatcher,
  type RunListener,
  type ShownQueue,
  shownQueue,
} from './dispatch/index.js';
export {
  type ComputeOptions,
  type Draining,
  type QueueOptions,
  type Storage,
  type StorageOptions,
  consumeQueue,
  dispatchByQueue,
  dispatchLocally,
  openStorage,
} from './storage.js';
export {
  type SimulationOutput,
  type SimulationTask,
  type SimulationWorker,
} from './worker/simulation-protocol.js';
