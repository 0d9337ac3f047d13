/** Accuracy: what the engine says of what others measured. */
export * from './kernels/index.js';
