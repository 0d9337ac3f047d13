/** Monte Carlo: replicas over seeds, their statistics, and paired comparisons. */
export {
  METRICS,
  type Metric,
  type ReplicaChunk,
  mergeReplicas,
  metricOf,
  recordReplica,
  runReplicas,
} from './replicas.js';
export { AMOUNT, type Bounds, SHARE, type Statistic, statistic, studentQuantile } from './statistics.js';
export {
  type CauseCost,
  type ReplicaSummary,
  ledgerShares,
  metricStatistic,
  pairedDifference,
  summarise,
} from './summary.js';
