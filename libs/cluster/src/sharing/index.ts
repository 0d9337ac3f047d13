/** Sharing: nodes and links of one cluster that several jobs have. */
export { fixedPoint, type FixedPoint } from './fixed-point.js';
export {
  alwaysSending,
  capacitiesAmongst,
  type LinkUse,
  linkUse,
  type OtherUse,
  rateAmongst,
} from './link-use.js';
export { allocateNodes, NODE_ALLOCATIONS, type NodeAllocation, nodesByLeaf } from './node-allocation.js';
