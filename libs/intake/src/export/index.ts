export { type ExportedJob, megatronJob } from './megatron-flags.js';
export { torchtitanJob } from './torchtitan-job.js';
