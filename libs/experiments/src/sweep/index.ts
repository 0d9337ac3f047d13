export { PARTS_BEHIND, type SecondsBehind } from './behind.js';
export { type ScoredRun, bestRuns, paretoFront } from './best.js';
export { type PrunedPoint, type SearchedRun, type SearchResult, searchBest } from './optimize.js';
export { type LosingBound } from './losing-bound.js';
export { type SweepPoint } from './points.js';
export {
  type InfeasiblePoint,
  type PreparedSweep,
  type SweepRun,
  prepareSweep,
  sweepIssues,
} from './prepare-sweep.js';
