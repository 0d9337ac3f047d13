/** Computing while a client waits. */
export { ComputeThreads } from './compute-threads.service.js';
export { outputOf } from './thread-output.js';
export { ThreadsModule } from './threads.module.js';
