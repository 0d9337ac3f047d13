/** Metrics: what a step achieved, one function each, and the timeline it left. */
export {
  type Throughput,
  achievedTflops,
  modelFlopsUtilization,
  throughput,
  tokensPerDayB,
  tokensPerStep,
} from './throughput.js';
export {
  type FlowEnd,
  type RecordedTimeline,
  type SliceArguments,
  type TimelineCounter,
  type TimelineFlow,
  type TimelineRank,
  type TimelineSlice,
  type TimelineInstant,
  type TimelineStream,
} from './timeline.js';
export {
  type LayerKindSummary,
  type ModelSummary,
  type ModelSummaryOptions,
  type StageSummary,
  summarizeModel,
} from './model-summary.js';
