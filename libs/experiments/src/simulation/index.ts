/** Simulation: a resolved document in, the sections of a result out. */
export { type TrainingRun, runDocument, runTraining } from './run-training.js';
export { recordTimeline, type TimelineOptions } from './record-timeline.js';
