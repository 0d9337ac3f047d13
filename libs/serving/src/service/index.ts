export { type ServiceEnergy } from './energy.js';
export { expertLoad } from './expert-load.js';
export { type PoolMemory, poolMemory } from './memory.js';
export { type DecodeService } from './decode-service.js';
export { type PrefillService } from './prefill-service.js';
export { serve, type Service } from './serve.js';
export { type FrontierPoint, servingFrontier } from './frontier.js';
