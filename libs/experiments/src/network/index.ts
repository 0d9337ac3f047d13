/**
 * Network: one collective on one cluster, measured; and what the cluster's network is made of and costs.
 */
export { checkedNetwork } from './checked-network.js';
export {
  type CheckedFabricComparison,
  checkedFabricComparison,
  type ComparedFabric,
  compareFabrics,
  type FabricComparison,
  type YearlyFailures,
} from './compare-fabrics.js';
export {
  checkParts,
  type CheckedNetworkCost,
  checkedNetworkCost,
  type CostNote,
  type NetworkCostAnswer,
  priceListOf,
  runNetworkCost,
} from './network-cost.js';
export { clusterOf } from './parts.js';
export { type NetworkLimits, WAITING_LIMITS } from './network-limits.js';
export { type NetworkResult, linkMessages, runNetwork } from './run-network.js';
export {
  type CheckedSharedCluster,
  checkedSharedCluster,
  type ConcurrentJob,
  runSharedCluster,
  type SharedCluster,
  type SharedClusterWarning,
} from './shared-cluster.js';
export { type SharedLink } from './shared-links.js';
