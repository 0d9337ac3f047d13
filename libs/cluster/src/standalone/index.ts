export {
  type CollectiveName,
  COLLECTIVES,
  isLowLatency,
  LOW_LATENCY_TOKENS,
  reachedShares,
  timeOf,
  tokenBytes,
} from './named-collective.js';
export { messagesOf } from './message-count.js';
export { type BesideTimes } from './beside.js';
export { type FlappedTimes } from './flapped.js';
export {
  checkNetworkRequest,
  type NetworkAnswer,
  type NetworkRequest,
  simulateCollective,
  TOP_LINKS,
} from './simulate-collective.js';
export { type LoadedLink, type PlaneBytes } from './carried-links.js';
export { type NetworkWarning } from './idle-faults.js';
export { fabricInputs, kernelInputs, ncclInputs } from './inputs.js';
