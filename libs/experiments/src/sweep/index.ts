export { PARTS_BEHIND, type SecondsBehind } from './behind.js';
export { type ScoredRun, type AnyObjective, bestRuns, paretoFront, tradeOff } from './best.js';
export { type PrunedPoint, type SearchedRun, type SearchResult, searchBest } from './optimize.js';
export { type LosingBound } from './losing-bound.js';
export { type SweepPoint } from './points.js';
export {
  type AnyPreparedSweep,
  type InfeasiblePoint,
  type PreparedServingSweep,
  type PreparedSweep,
  type SweepRun,
  isServingSweep,
  prepareAnySweep,
  prepareSweep,
  sweepIssues,
} from './prepare-sweep.js';
