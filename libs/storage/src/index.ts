/** Storage: the database with its records, and the dispatcher that has runs computed. */
export {
  type Database, type DatabaseOptions, DEFAULT_DATABASE_FILE, DamagedArtifactError, RefusedDatabaseError, backupDatabase, isDatabaseUnavailable,
  isDiskFull, openDatabase, restoreDatabase,
} from './database/index.js';
export { DispatchCounters, type DispatchLog, type ExecutionPoint, type JobDispatcher, type RunListener, type ShownQueue, shownQueue } from './dispatch/index.js';
export { ApiKeyEntity, DefinitionEntity, type DefinitionKind, type FailureCode, RunEntity, type RunEventType, type RunState, type Scope, SweepEntity, type SweepState } from './entities/index.js';
export {
  type Admission, type Caller, type JobCounts, type KeptAnswer, type NewApiKey, type NewRun, type Records, type RunEvent, type RunPageQuery,
  type RunSort, type Goal, type NewSweep, RUN_ID_PATTERN, RUN_SORTS, SWEEP_ID_PATTERN, type DefinitionKey, type SaveVerdict, type ScoredMember, type Submission,
  type ListedMember, OverQuotaError, type SweepPointRun, TERMINAL_EVENTS,
} from './records/index.js';
export {
  type ComputeOptions, type Draining, type QueueOptions, type Storage, type StorageOptions, consumeQueue, dispatchByQueue, dispatchLocally, openStorage,
} from './storage.js';
export { type SimulationOutput, type SimulationTask, type SimulationWorker } from './worker/simulation-protocol.js';
