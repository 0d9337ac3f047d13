export {
  type ComparedRun,
  type Comparison,
  type InputDifference,
  type MetricDifference,
  compareResults,
  documentDifferences,
  metricDifference,
} from './compare-results.js';
