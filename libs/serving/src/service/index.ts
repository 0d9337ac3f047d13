export { expertLoad } from './expert-load.js';
export { type PoolMemory, poolMemory } from './memory.js';
export { type DecodeService, type PrefillService, serve, type Service } from './serve.js';
