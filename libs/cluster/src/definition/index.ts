export * from './cluster-spec.js';
