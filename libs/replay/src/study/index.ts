/** Studies: the entry `replayJob`, and the questions asked of many replays. */
export { type Advice, type AdvisedRow, advise, type Objective, OBJECTIVES } from './advice.js';
export { CURVES, type CurveKind, type ReplayCurve, replayCurve } from './curves.js';
export { type CostRow, type JobCosts, jobCosts } from './costs.js';
export { type ExpectedInterruptions, expectedInterruptions, lossBudgetMinutes } from './expectations.js';
export {
  type DetectorRow,
  type DetectorStudy,
  type DetectorTime,
  VISIBLE_SHARES,
  detectorStudy,
} from './detector-study.js';
export { type IntervalCurve, type IntervalPoint, intervalCurve, meanRestartS } from './interval-curve.js';
export {
  type ReplayArtifacts,
  type RecordedFaultCount,
  type ReplayResult,
  profileInputs,
  replayArtifacts,
  replayJob,
  replayResult,
} from './replay-job.js';
export { type ReplayWarning, retentionOf, retentionWarning } from './retention.js';
export { checkReplaySpec, replayWarnings } from './check-replay.js';
export { DEFAULT_REPLICAS, MOST_REPLICAS, type ReplaySpec } from './replay-spec.js';
export {
  type Comparison,
  FABRIC_FLAP,
  type FamilyPrice,
  type OutagePrice,
  type RobustnessData,
  type RobustnessRequest,
  outagePrices,
  robustnessData,
} from './robustness.js';
export { type SensitivityRow, sensitivity } from './sensitivity.js';
