/** Messages: tables of what GPUs send each other, and what they come to on a cluster. */
export { readMessages } from './read-messages.js';
export { trafficOnCluster, type TrafficOutcome } from './traffic-on-cluster.js';
