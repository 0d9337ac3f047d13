/** Computing while a client waits. Workers take `thread-output.ts`, which knows no Nest. */
export { ComputeThreads } from './compute-threads.service.js';
export { ThreadsModule } from './threads.module.js';
