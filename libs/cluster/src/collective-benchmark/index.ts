export { fabricInputs, kernelInputs, ncclInputs } from './benchmark-inputs.js';
export { type BenchmarkResult, runBenchmark } from './benchmark.js';
export { type CrossingMessages, messagesBetween } from './link-messages.js';
export { type LoadedLink, type PlaneBytes } from './carried-links.js';
export { checkBenchmark, checkRouting } from './check-request.js';
export { type ConcurrentTimes } from './concurrent.js';
export { type FlappedTimes, followedExchange } from './flap-times.js';
export { type NetworkWarning } from './idle-faults.js';
export { messagesOf } from './message-count.js';
export {
  type CollectiveName,
  COLLECTIVES,
  isLowLatency,
  LOW_LATENCY_TOKENS,
  messageBytes,
  reachedShares,
  timeOf,
  tokenBytes,
} from './named-collective.js';
export {
  type BenchmarkRequest,
  FOLLOWED_MESSAGES,
  MOST_FAULTS,
  MOST_LINKS,
  MOST_SEEDS,
  type SizedCollective,
  TOP_LINKS,
} from './request.js';
export { MOST_SIZES, type SizePoint, type SizeRange, sizesOf } from './size-curve.js';
export { type SeedBand } from './seed-band.js';
