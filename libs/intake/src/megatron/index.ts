export { readFlags } from './read-flags.js';
export { readMegatronRecord, readMegatronScript } from './read-megatron.js';
