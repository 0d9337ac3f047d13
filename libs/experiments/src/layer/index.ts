export {
  type LayerOperationSummary,
  type LayerRequest,
  type LayerSummary,
  layerRequest,
  summarizeLayer,
} from './summarize-layer.js';
