export * from './workload-spec.js';
export { COPIED_LAYERS, offloadedLayers } from './activation-offload.js';
export { checkPrecision, supportsPrecision } from './device-precision.js';
export {
  accumulatesGradients,
  contextRanks,
  expertRanks,
  expertReplicas,
  layerShape,
  sharesTokens,
  weightReplicas,
} from './layer-shape-of.js';
export {
  type Sharding,
  WHOLE_BACKWARD,
  gathersAgain,
  hiddenOnce,
  hidesTensorScatter,
  sharesLayers,
  shardingOf,
} from './sharding.js';
export { WORKLOADS } from './presets.js';
export { LAYOUT_RULES, type LayoutKey, type LayoutRule, checkPlan, modelStages } from './check-plan.js';
export {
  RECOMPUTE_METHODS,
  type RecomputedLayers,
  keptShape,
  layersOfBlock,
  layersOfInput,
} from './recompute-layers.js';
export { microBatchesPerPipeline, scheduleRequest } from './schedule-of.js';
export { nearestDivisor } from './divisors.js';
export { type RankGroups, type RankPlacement, groupMembers, placeRanks } from './placement.js';
export { EDGE_STAGES, type LayerCosts, type StageLayers, assignStages, stageCost } from './stages.js';
