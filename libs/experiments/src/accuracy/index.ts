/** Accuracy: what the engine says of what others measured. */
export { type ErrorSummary } from './error-summary.js';
export * from './kernels/index.js';
export * from './runs/index.js';
