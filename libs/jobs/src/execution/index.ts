export { isKnownDead } from './process-identity.js';
export { type ExecutionPoint, RunExecutor } from './run-executor.js';
