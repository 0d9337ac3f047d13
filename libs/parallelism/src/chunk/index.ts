/** Chunk: one micro-batch on one pipeline stage, alone or overlapped with another's backward. */
export { RESIDENT_RATIO } from './busy-share.js';
export { COLLECTIVE_SMS } from './concurrent.js';
export { type ContextTimes } from './context-times.js';
export { ChunkAlone, type ChunkTime } from './alone.js';
export { OverlappedChunks, type OverlappedTime } from './overlapped.js';
export { BESIDE_COPY_DOWN, BESIDE_COPY_UP, OffloadedChunk } from './offloaded.js';
export { ShardedChunk } from './sharded.js';
export { type TensorCommunication } from './tensor-times.js';
export { RecordedChunk } from './recorded-chunk.js';
export { type ChunkObserver, type ExchangePass, type LayerPlace } from './recorded-layer.js';
export { type PairSide } from './recorded-pair.js';
export { RoutingView } from './routing-view.js';
export {
  type ExpertCollectives,
  type LayerTimes,
  type LoadedTime,
  type PhaseTimes,
  type SectionTimes,
  type ShardTimes,
  type StageCopies,
  type StageTimes,
  at,
  repeatedAttention,
  repeatedMlp,
} from './section-times.js';
export { sectionTimes, withLoad } from './layer-times.js';
export { operationSeconds } from './operation-seconds.js';
export { launchesOf } from './host-pace.js';
export { type Situation, situations } from './situation.js';
export { atOwnClock, modelParts, passesOf } from './tensor-share.js';
export {
  type LayerCommunication,
  type StageShardTimes,
  type PricedLayer,
  type PricedModel,
  priceModel,
} from './price-model.js';
export { leastCosts, stageAssignment } from './layer-costs.js';
export { type StagePlan, planStages, stageTimes, withCollectives } from './stage-times.js';
