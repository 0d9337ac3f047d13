export { readFlags } from './read-flags.js';
export { OFFLOADED_MODULES } from './offload-flags.js';
export { MODULE_NAMES } from './recompute-flags.js';
export { readMegatronRecord, readMegatronScript } from './read-megatron.js';
