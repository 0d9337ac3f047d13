export * from './model-spec.js';
export { MODELS } from './presets.js';
export { checkModel } from './check-model.js';
export {
  type AttentionParameters,
  type LayerKind,
  type ParameterCounts,
  activatedParameters,
  attentionParameters,
  ffnParameters,
  layerCounts,
  layerKindAt,
  layerParameters,
  mtpLayerKind,
  mtpParameters,
  parameterCounts,
  queryKeyDim,
  valueDim,
  weightsPerToken,
} from './parameters.js';
export { keyValueBytesPerToken, keyValueElementsPerLayer } from './key-value-cache.js';
export { type TokenFlops, attentionCoreFlops, flopsPerToken } from './flops.js';
export { type LayerShape, balancedLayerShape } from './layer-shape.js';
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
} from './layer-operations.js';
export {
  embeddingOperations,
  headOperations,
  mtpOperations,
  mtpProjectionOperations,
} from './edge-operations.js';
