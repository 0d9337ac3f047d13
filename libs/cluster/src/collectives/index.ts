export { Fabric, type FabricOptions } from './fabric.js';
export { type CollectiveTime } from './outcome.js';
export { type Groups } from './representatives.js';
export { expertAllToAll, type ExpertAllToAllRequest, type ExpertAllToAllTime } from './expert-all-to-all.js';
export { allGather, allReduce, reduceScatter } from './data-parallel.js';
export { type GroupCollective, ringCollective, type RingOperation } from './ring.js';
export { treeAllReduce } from './tree.js';
export { allToAll, sendReceive, type SendReceiveRequest } from './all-to-all.js';
