export { type NewArtifact, type StoreVerdict, insertArtifacts } from './artifacts.js';
export { cancelRuns } from './cancellation.js';
export { type Claim, KEPT_MS, ReusedKeyError, madeOf, oncePerClaim, recordMade } from './claims.js';
export { deleteRuns, deleteSomeEnded, deleteSomeOfSweep, endedSweep, isPoint } from './deletion.js';
export { type Places } from './fair-shares.js';
export { type FencedRun } from './fenced-jobs.js';
export { type Lease, type LeaseProgress, Leases, type ObservedLease } from './leases.js';
export { type JobCounts, Outbox, type QueueEntry, type WaitingJob } from './outbox.js';
export { type Outcome, type RunEnd, type Verdict } from './outcomes.js';
export { type RunEvent, TERMINAL_EVENTS, eventsAfter, latestNumbers } from './run-events.js';
export { type RunTotals, runTotals } from './run-totals.js';
export { type NewRun, type Submission, Submissions } from './submissions.js';
export {
  OverQuotaError,
  type SweepBatch,
  type SweepPointRun,
  cancelSome,
  extendSweep,
  retrySome,
} from './sweep-runs.js';
export { type Goal, SweepTally } from './sweep-tally.js';
