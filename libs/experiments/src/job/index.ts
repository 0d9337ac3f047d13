/** Job: what a document describes, laid out on its machine. */
export { withReplicas } from './data-replicas.js';
export { JobOnMachine } from './job-on-machine.js';
