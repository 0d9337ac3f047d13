import { type Database } from '../connection/database.js';
import { ApiKeys } from './api-keys.js';
import { Artifacts } from '../sql/artifacts.js';
import { Definitions } from './definitions.js';
import { Idempotency } from './idempotency.js';
import { Leases } from '../sql/leases.js';
import { Outbox } from '../sql/outbox.js';
import { Runs } from './runs.js';
import { Submissions } from '../sql/submissions.js';
import { Sweeps } from './sweeps.js';

export { ApiKeys, type Caller, type NewApiKey } from './api-keys.js';
export { Artifacts, type NewArtifact, type StoreVerdict } from '../sql/artifacts.js';
export { type DefinitionKey, Definitions, type SaveVerdict } from './definitions.js';
export { type Admission, Idempotency, type KeptAnswer } from './idempotency.js';
export { RUN_ID_PATTERN, SWEEP_ID_PATTERN } from '../identifiers.js';
export { type FencedRun } from '../sql/fenced-jobs.js';
export { type ObservedLease, type Lease, type LeaseProgress, Leases, MAX_STARTS } from '../sql/leases.js';
export { type Outcome, type RunEnd, type Verdict } from '../sql/outcomes.js';
export { type JobCounts, Outbox, type QueueEntry, type WaitingJob } from '../sql/outbox.js';
export { type RunEvent, TERMINAL_EVENTS, eventsAfter, latestNumbers } from '../sql/run-events.js';
export { RUN_SORTS, type RunPageQuery, type RunSort, Runs } from './runs.js';
export { type NewRun, type Submission, Submissions } from '../sql/submissions.js';
export { type FailureGroup, type Goal, SweepTally } from '../sql/sweep-tally.js';
export {
  type ListedMember,
  type NewSweep,
  OverQuotaError,
  type ScoredMember,
  type SweepPointRun,
  Sweeps,
} from './sweeps.js';

/** Every kind of record, over one database. */
export interface Records {
  readonly apiKeys: ApiKeys;
  readonly artifacts: Artifacts;
  readonly definitions: Definitions;
  readonly idempotency: Idempotency;
  readonly leases: Leases;
  readonly outbox: Outbox;
  readonly runs: Runs;
  readonly submissions: Submissions;
  readonly sweeps: Sweeps;
}

export function recordsOf(database: Database): Records {
  return {
    apiKeys: new ApiKeys(database),
    artifacts: new Artifacts(database),
    definitions: new Definitions(database),
    idempotency: new Idempotency(database),
    leases: new Leases(database),
    outbox: new Outbox(database),
    runs: new Runs(database),
    submissions: new Submissions(database),
    sweeps: new Sweeps(database),
  };
}
