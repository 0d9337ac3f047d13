export * from './workload-spec.js';
export { WORKLOADS } from './presets.js';
