export * from './mixer-spec.js';
export * from './model-spec.js';
export { MODELS } from './presets/index.js';
export { checkModel } from './check-model.js';
export {
  type LayerFfn,
  type LayerKind,
  headCounts,
  isRouted,
  splitBlocks,
  layerCounts,
  layerKindAt,
  layerKindNamed,
  layerKinds,
  mtpLayerKind,
} from './layer-kinds.js';
export { type MixerParameters, mixerParameters } from './mixer-parameters.js';
export {
  type ParameterCounts,
  activatedParameters,
  blocksOf,
  expertWidth,
  ffnMatrices,
  layerParameters,
  layerWeightsPerToken,
  mtpOwnParameters,
  mtpParameters,
  parameterCounts,
  queryKeyDim,
  residualNorms,
  sharedExpertHidden,
  sharedParametersOfRank,
  valueDim,
  weightsPerToken,
} from './parameters.js';
export { keyValueBytes, keyValueBytesPerToken } from './key-value-cache.js';
export { type TokenFlops, flopsPerToken, mixerCoreFlops, palmFlopsPerToken } from './flops.js';
export { type ContextExchange, contextExchange } from './context-exchange.js';
export {
  CONTEXT_METHODS,
  type ContextMethod,
  type LayerShape,
  RECOMPUTE_MODULES,
  type RecomputeModule,
  balancedLayerShape,
  expertColumns,
  residualTokens,
  tensorGatherBytes,
} from './layer-shape.js';
export { modulesOf, modulesOfModel, repeatsModule } from './recompute-modules.js';
export { PRECISIONS, PRECISION_RECIPES, type Precision, operandBytes } from './precision.js';
export {
  type AttentionOperation,
  type GemmOperation,
  type GroupedGemmOperation,
  type LayerOperation,
  type MatrixOperation,
  type OperationPass,
  type OperationSection,
  type StreamOperation,
  inputGradientOf,
  operationBytes,
  operationFlops,
  weightGradientOf,
} from './operation.js';
export {
  backwardInputOperations,
  backwardWeightOperations,
  layerOperations,
  operationsOfPass,
  plainShapeOf,
  repeatedOperations,
  sharesForward,
} from './layer-operations.js';
export {
  embeddingOperations,
  headOperations,
  mtpOperations,
  mtpProjectionOperations,
} from './edge-operations.js';
