export { CLUSTERS, NIC_EFFICIENCY } from './clusters.js';
export { NETWORK_COMPARISON } from './comparison.js';
