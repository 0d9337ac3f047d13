/** Published training runs against the whole engine. */
export { type PublishedRun, type RunColumns, missingRunColumn } from './published-run.js';
export {
  type RunAccuracy,
  type RunAccuracyRow,
  type RunSource,
  judgeRun,
  publishedRuns,
  runAccuracy,
} from './run-accuracy.js';
