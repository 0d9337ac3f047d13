/** Experts: the gate, and how unevenly it loads the GPUs of an expert group. */
export { type GateStatistics, gateStatistics } from './gate.js';
export { FITTED_IMBALANCE } from './fitted-imbalance.js';
export {
  CORPUS_DOMAINS,
  type RoutingImbalance,
  drawImbalance,
  expertLoads,
  hottestGpuLoad,
  hottestNodeLoad,
} from './imbalance.js';
