export * from './cluster-spec.js';
export { checkCluster, checkEntropies } from './check-cluster.js';
