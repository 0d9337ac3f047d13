export * from './workload-spec.js';
