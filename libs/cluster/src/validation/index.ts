export { checkCluster, checkEntropies, checkPxn } from './check-cluster.js';
export { type ClusterPurpose } from './check-topology.js';
