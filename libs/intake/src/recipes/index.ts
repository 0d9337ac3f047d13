export { readDeepSpeed } from './deepspeed.js';
export { readMaxText } from './maxtext.js';
export { readNemo } from './nemo.js';
export { readTorchtitan } from './torchtitan.js';
