export { checkCluster, checkConstants, checkPxn } from './check-cluster.js';
export { wholeNumber } from './range-checks.js';
export { type ClusterPurpose } from './check-topology.js';
