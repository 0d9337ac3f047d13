export {
  type ComparedRun,
  type Comparison,
  type InputDifference,
  type MetricDifference,
  compareResults,
  documentDifferences,
} from './compare-results.js';
