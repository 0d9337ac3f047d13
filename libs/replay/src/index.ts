/** Replay: the job over time. One room for each concept; others enter here. */
export * from './faults/index.js';
export * from './logs/index.js';
export * from './formulas/index.js';
export * from './fit/index.js';
export * from './job/index.js';
export * from './montecarlo/index.js';
export * from './study/index.js';
