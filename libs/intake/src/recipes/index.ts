export { readDeepSpeed } from './deepspeed.js';
export { readMaxText } from './maxtext.js';
export { readNemo } from './nemo.js';
export { flavorOf, readTorchtitan } from './torchtitan.js';
