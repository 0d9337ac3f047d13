/** Parallelism: the job on the machine. One folder for each concept; entered by this index. */
export * from './software/index.js';
export * from './model/index.js';
export * from './plan/index.js';
export * from './calibration/index.js';
export * from './kernels/index.js';
export * from './formats/index.js';
export * from './power/index.js';
export * from './experts/index.js';
export * from './chunk/index.js';
export * from './schedule/index.js';
export * from './step/index.js';
export * from './memory/index.js';
export * from './metrics/index.js';
