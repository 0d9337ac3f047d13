export { type DecodeFindings, decodeFindings, type DecodeRung } from './decode-ladder.js';
export { MEASURED_OVER_COMPUTED } from './serving-band.js';
export {
  prepareServing,
  runServing,
  servingMetrics,
  servingMetricsOf,
  type ServingResult,
} from './run-serving.js';
