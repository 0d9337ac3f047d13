/** Comparison: ranks of one job side by side, and one profile against another. */
export {
  type ComparedProfile,
  type KernelDifference,
  type ProfileDifference,
  type TimeDifference,
  differenceOf,
} from './difference.js';
export {
  type RankComparison,
  type RankRecording,
  type RankSummary,
  compareRanks,
  rankRecording,
} from './ranks.js';
export {
  archivedFiles,
  comparedRanks,
  comparedSides,
  isArchiveName,
  isTraceName,
  type TraceFile,
} from './trace-files.js';
