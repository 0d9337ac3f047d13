/** Memory: peak bytes of each pipeline rank, and whether they fit. */
export { type LayerActivations, layerActivations, stageActivationBytes } from './activations.js';
export { expertBufferBytes } from './buffers.js';
export { checkMemory, excess, fullestRank, gib } from './check-memory.js';
export { offloadedByLayer } from './offloaded-activations.js';
export {
  type MemoryEstimate,
  type PipelinePlan,
  type RankMemory,
  estimateMemory,
  ordersLayers,
  workingBytes,
} from './estimate-memory.js';
export {
  type FullestMoments,
  type InFlight,
  bytesInFlight,
  fullestMoments,
  peakActivationBytes,
  stagesOfRank,
} from './in-flight.js';
export { backwardMoments } from './peak.js';
export { reserveBytes } from './reserve.js';
export { type StateRecipe, stateRecipe } from './state-recipe.js';
export { type StageUnits, gatheredBytes, stageUnits } from './shard-units.js';
export {
  type RankParameters,
  type StateBytes,
  rankParameters,
  shardParameters,
  stateBytes,
} from './training-state.js';
