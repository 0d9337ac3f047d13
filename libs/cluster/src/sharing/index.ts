/** Sharing: nodes and links of one cluster that several jobs have. */
export {
  alwaysSending,
  capacitiesBeside,
  type LinkUse,
  linkUse,
  type OtherUse,
  rateBeside,
} from './link-use.js';
export { allocateNodes, NODE_ALLOCATIONS, type NodeAllocation, nodesByLeaf } from './node-allocation.js';
