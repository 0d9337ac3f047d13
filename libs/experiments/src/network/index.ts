/** Network: one collective on one cluster, standalone. */
export { type NetworkLimits, networkRequest, runNetwork } from './network-request.js';
