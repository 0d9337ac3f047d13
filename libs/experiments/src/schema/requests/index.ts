export { type LayerRequest } from './layer.js';
export { MOST_BYTES, type NetworkRequest } from './network.js';
export { type NetworkCostRequest } from './network-cost.js';
export { type ScheduleRequest } from './schedule.js';
export { type SharedClusterRequest } from './shared-cluster.js';
export { publishedRequest, REQUEST_SCHEMAS } from './requests.js';
