/** Cluster: the machine, one folder for each concept. */
export * from './hardware/index.js';
export * from './link-calibration/index.js';
export * from './definition/index.js';
export * from './presets/index.js';
export * from './topology/index.js';
export * from './validation/index.js';
export * from './routing/index.js';
export * from './flows/index.js';
export * from './traffic/index.js';
export * from './exchange/index.js';
export * from './congestion/index.js';
export * from './collectives/index.js';
export * from './faults/index.js';
export * from './collective-benchmark/index.js';
export * from './figures/index.js';
export * from './messages/index.js';
export * from './cost/index.js';
