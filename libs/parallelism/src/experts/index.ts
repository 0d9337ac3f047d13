/** Experts: the gate, and how unevenly it loads the GPUs of an expert group. */
export { type GateStatistics, gateStatistics } from './gate.js';
export { gatedLayerShape } from './gated-layer-shape.js';
export {
  type ExpertLoadSpread,
  type RoutingImbalance,
  type RoutingShape,
  type SharedLoads,
  drawImbalance,
  drawSharedLoads,
  expertLoads,
  hottestGpuLoad,
  hottestNodeLoad,
} from './imbalance.js';
export { EXPERT_LOAD_CV, EXPERT_LOAD_CV_RANGE, WINDOW_SPREAD, loadSpread } from './load-spread.js';
