/** Job: what a document describes, laid out on its machine. */
export { JobOnMachine } from './job-on-machine.js';
export { timeMetrics } from './time-metrics.js';
