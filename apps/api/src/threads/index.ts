/** Computing while a client waits. */
export { ComputeThreads } from './compute-threads.service.js';
export { ThreadsModule } from './threads.module.js';
