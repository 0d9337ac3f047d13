export { type ExecutionEnd } from './active-run.js';
export { isKnownDead } from './process-identity.js';
export { type ExecutionPoint, RunExecutor } from './run-executor.js';
