/** Computing while a client waits. Workers take `thread-output.ts`, which knows no Nest. */
export { ComputeThreads } from './compute-threads.service.js';
export { FairThreads } from './fair-threads.js';
export { ThreadsModule } from './threads.module.js';
export { ClientOfRequest, type WaitingClient } from './waiting-client.js';
