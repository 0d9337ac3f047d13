/** Profile: recorded kernel traces, what they hold, and how they would run on another machine. */
export * from './archive/index.js';
export * from './chakra/index.js';
export * from './comparison/index.js';
export * from './kernels/index.js';
export * from './timeline/index.js';
export * from './trace/index.js';
export * from './workload/index.js';
