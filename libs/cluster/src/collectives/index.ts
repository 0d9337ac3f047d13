export { type CollectiveTime } from './outcome.js';
export { type Groups } from './representatives.js';
export { type RegularGroups, regularGroups } from './symmetry.js';
export {
  addExpertMessages,
  expertAllToAll,
  type ExpertAllToAllRequest,
  type ExpertAllToAllTime,
  expertTraffic,
  lowLatencyShares,
} from './expert-all-to-all.js';
export { kernelShares } from './expert-kernels.js';
export { MOST_EXPERT_GPUS, type TokenCopies, tokenCopies } from './token-copies.js';
export { allGather, allReduce, chosenAllReduce, reduceScatter } from './data-parallel.js';
export { addRings, addSwitchReduction, type GroupCollective, ringCollective } from './ring.js';
export {
  type CollectiveAlgorithm,
  nodeCollective,
  type NodeLinks,
  type NodeOperation,
  type NodeRequest,
  nodeSeconds,
  type NodeTime,
  type RingOperation,
} from './node-collective.js';
export { addTrees, treeAllReduce } from './tree.js';
export {
  addAllToAll,
  addSends,
  allToAll,
  regularAllToAll,
  sendReceive,
  type SendReceiveRequest,
} from './all-to-all.js';
export { addChains, chainCollective, type ChainOperation, type ChainRequest } from './chain.js';
export { addIncast, addScatter, incast, scatter, type RootedRequest } from './incast.js';
export * from './constants.js';
export { collectiveTime, linkBytes } from './outcome.js';
