/** Topology: files that describe a machine, as a Cluster document. */
export { clusterOfDrafts, type TopologyAnswer, type TopologyRequest } from './cluster-of-drafts.js';
export { TOPOLOGY_FORMATS, type TopologyFormat } from './draft.js';
export { readTopologyFile } from './read-topology.js';
