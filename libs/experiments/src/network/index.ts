/**
 * Network: one collective on one cluster, standalone; and what the cluster's network is made of and costs.
 */
export {
  type CostNote,
  type NetworkCostAnswer,
  type NetworkCostRequest,
  networkCostRequest,
  priceListOf,
  runNetworkCost,
} from './network-cost.js';
export { type NetworkLimits, networkRequest, type NetworkResult, runNetwork } from './network-request.js';
