/** Published training runs against the whole engine. */
export { type RunAccuracyRow, judgeRun } from './judge-run.js';
export { type PublishedRun, type RunColumns, missingRunColumn } from './published-run.js';
export { publishedRuns } from './published-runs.js';
export { type RunAccuracy, type RunSource, runAccuracy } from './run-accuracy.js';
