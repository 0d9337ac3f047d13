/** Experiments: documents, presets, validation, sweeps; document in, result out. Others enter here. */
export {
  API_VERSION,
  DOCUMENT_KINDS,
  type ClusterDocument,
  type DocumentKind,
  type ExperimentDocument,
  type JobSpec,
  type FaultProfileDocument,
  type PreparedExperiment,
  type PriceListDocument,
  type WorkloadDocument,
} from './document.js';
export {
  METRIC_NAMES,
  type MetricName,
  REPLAY_METRIC_NAMES,
  type RunMetrics,
  isReplayMetric,
  runMetrics,
} from './run-metrics.js';
export {
  SWEEP_METHODS,
  type SweepDocument,
  type SweepMethod,
  type SweepObjective,
  type SweepParameter,
} from './sweep-document.js';
export { ENGINE_VERSION } from './engine-version.js';
export { metricsOf, prepareExperiment, runExperiment, sensitivities } from './engine.js';
export { comparedStep, recordExperiment, runAndRecord } from './record.js';
export { JobOnMachine, timeMetrics } from './job/index.js';
export { type RecordRequest, recordOptions } from './timeline/index.js';
export { type SensitivityRow, type StepPhaseName, bandOf } from './uncertainty/index.js';
export {
  type Band,
  type ExperimentResult,
  type Progress,
  type ResultSection,
  type RunWarning,
  type StepMetrics,
  type TimeMetrics,
  type Uncertainty,
} from './result.js';
export {
  type PricedCondition,
  type ReplayOutcome,
  REPLAY_DEFINITIONS,
  TwinMachine,
  fleetOf,
  replayAdvice,
  replayCosts,
  replayCurveOf,
  replayNotes,
  replayOutcome,
  replayRequest,
  robustnessRequest,
} from './replay/index.js';
export {
  type BusiestOfClass,
  type BytesByClass,
  type CheckedInvariant,
  type CheckpointLoads,
  type InvariantName,
  type LoadPeriod,
  type LoadedLink,
  type NetworkLoads,
  type PlaneLoad,
  type StoragePlaneLoad,
} from './simulation/index.js';
export { type CheckpointNeeds, type ReplayCondition, type ReplaySection } from './replay-result.js';
export {
  type JsonSchema,
  type LayerRequest,
  MOST_LOGGED_FAULTS,
  type NetworkCostRequest,
  type NetworkRequest,
  type PresetKind,
  publishedRequest,
  publishedSchema,
  REQUEST_SCHEMAS,
  type ScheduleRequest,
  schemaFileOf,
  type Typed,
} from './schema/index.js';
export {
  PRESET_KINDS,
  type PresetEntry,
  getPreset,
  presetDocument,
  listPresets,
  presetNamed,
  presetNames,
} from './presets/index.js';
export {
  type Validation,
  applyOverrides,
  experimentFromPreset,
  parseText,
  validateDocument,
} from './documents/index.js';
export {
  type InfeasiblePoint,
  type PreparedSweep,
  type PrunedPoint,
  type ScoredRun,
  type SearchedRun,
  type SearchResult,
  type SweepPoint,
  type SweepRun,
  bestRuns,
  paretoFront,
  prepareSweep,
  searchBest,
  sweepIssues,
} from './sweep/index.js';
export {
  type CheckedFabricComparison,
  checkedFabricComparison,
  checkedNetwork,
  type CheckedNetworkCost,
  checkedNetworkCost,
  checkParts,
  clusterOf,
  type ComparedFabric,
  compareFabrics,
  type CostNote,
  type FabricComparison,
  type NetworkCostAnswer,
  type NetworkLimits,
  type NetworkResult,
  priceListOf,
  runNetwork,
  runNetworkCost,
  WAITING_LIMITS,
  type YearlyFailures,
} from './network/index.js';
export {
  type CheckedLayer,
  checkedLayer,
  type LayerOperationSummary,
  type LayerSummary,
  runLayer,
} from './layer/index.js';
export { type PreparedServing, prepareServing, runServing, type ServingResult } from './serving/index.js';
export { type CheckedSchedule, checkedSchedule, recordSchedule, runSchedule } from './schedule/index.js';
export {
  type ComparedRun,
  type Comparison,
  type InputDifference,
  type MetricDifference,
  compareResults,
  documentDifferences,
} from './comparison/index.js';
export {
  type AccuracyRow,
  type AccuracySource,
  type AnchoredAccuracy,
  type AnchoredSource,
  type CollectiveRow,
  type ErrorSummary,
  type KernelAccuracy,
  type KernelFile,
  type KernelRow,
  type MeasuredKernel,
  type PublishedRun,
  type RunAccuracy,
  type RunAccuracyRow,
  type RunColumns,
  type RunSource,
  type StepAccuracy,
  type StepFile,
  type TableRow,
  anchoredAccuracy,
  collectiveAccuracy,
  collectivesOfLog,
  collectivesOfTable,
  isFitted,
  isKernelFile,
  isMeasured,
  isStepFile,
  judgeRun,
  kernelAccuracy,
  largestSizes,
  type MeasuredBeside,
  measuredBeside,
  measuredClusterOf,
  missingRunColumn,
  publishedRuns,
  readNcclLog,
  runAccuracy,
  rowsOfFile,
  rowsOfTable,
  SERVING_COLUMNS,
  servingAccuracy,
  type ServingAccuracy,
  type ServingGroup,
  type ServingRow,
  stepAccuracy,
} from './accuracy/index.js';
export {
  type FittedCalibration,
  type GroupFit,
  type OwnRows,
  fitOwnCalibration,
} from './own-calibration/index.js';
export { MEASURED_ROWS } from './families/index.js';
