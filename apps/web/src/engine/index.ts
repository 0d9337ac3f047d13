/** The engine, in a thread of its own; and the types of what it answers. */
export { type Answer, useEngine } from './use-engine.js';
export { NOTHING } from './nothing.js';
export { type Catalog } from './operations/catalog.js';
export { type JobAnswer, type JobQuestion } from './operations/job.js';
export { type DrawnCluster } from './operations/cluster.js';
export { type FailureAnswer, type LinkQuestion } from './operations/failure.js';
export type { CrossingMessages } from '@railyard/cluster';
export { type Curve } from './operations/network.js';
export { type ReportAnswer } from './operations/report.js';
export { type ScheduleAnswer } from './operations/schedules.js';
export { type ComparisonAnswer } from './operations/comparison.js';
export { type RecordingAnswer } from './operations/recording.js';
export { ask, RefusedQuestionError } from './engine.js';
