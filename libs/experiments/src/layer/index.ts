export { type CheckedLayer, checkedLayer } from './checked-layer.js';
export { type LayerOperationSummary, type LayerSummary, runLayer } from './summarize-layer.js';
