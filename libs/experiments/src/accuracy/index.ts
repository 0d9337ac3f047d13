/** Accuracy: what the engine says of what others measured. */
export * from './anchored/index.js';
export * from './collectives/index.js';
export { type ErrorSummary, summarizeErrors } from './error-summary.js';
export * from './kernels/index.js';
export * from './runs/index.js';
export * from './serving/index.js';
export * from './steps/index.js';
