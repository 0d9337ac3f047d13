/** Serving: a model that answers requests. One folder for each concept; entered by this index. */
export * from './spec/index.js';
export * from './experts/index.js';
export * from './pass/index.js';
export * from './service/index.js';
