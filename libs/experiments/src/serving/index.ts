export { type DecodeFindings, decodeFindings, type DecodeRung } from './decode-ladder.js';
export { type TimedPhase, serviceDoubt } from './service-doubt.js';
export { ratesOf, timeInterval, timesOf } from './serving-band.js';
export {
  prepareServing,
  runServing,
  servingMetrics,
  servingMetricsOf,
  type ServingResult,
} from './run-serving.js';
