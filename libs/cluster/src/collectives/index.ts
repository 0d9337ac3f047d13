export { Fabric, type FabricOptions } from './fabric.js';
export { type CollectiveTime } from './outcome.js';
export { type Groups } from './representatives.js';
export { type RegularGroups, regularGroups } from './symmetry.js';
export { LinkAccount } from './link-account.js';
export { Traffic, type TrafficOptions, type TrafficSet } from './traffic.js';
export { addExpertMessages, expertAllToAll, type ExpertAllToAllRequest, type ExpertAllToAllTime, expertTraffic } from './expert-all-to-all.js';
export { allGather, allReduce, reduceScatter } from './data-parallel.js';
export { addRings, type GroupCollective, ringCollective, type RingOperation } from './ring.js';
export { addTrees, treeAllReduce } from './tree.js';
export { addAllToAll, addSends, allToAll, regularAllToAll, sendReceive, type SendReceiveRequest } from './all-to-all.js';
export { type CollectiveName, COLLECTIVES, messagesOf } from './named-collective.js';
export { type BesideTimes } from './beside.js';
export { type FlappedTimes } from './flapped.js';
export { contention, type KindTimes, type TrafficKind } from './contention.js';
export {
  checkNetworkRequest, type LoadedLink, type NetworkAnswer, type NetworkRequest, simulateCollective,
} from './simulate-collective.js';
export * from './figures/index.js';
export * from './constants.js';
