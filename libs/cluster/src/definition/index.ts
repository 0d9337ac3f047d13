export * from './cluster-spec.js';
export { checkCluster } from './check-cluster.js';
