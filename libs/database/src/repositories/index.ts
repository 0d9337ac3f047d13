export { ApiKeys, type Caller, type NewApiKey } from './api-keys.js';
export { Artifacts } from './artifacts.js';
export { type DefinitionKey, Definitions, type SaveVerdict } from './definitions.js';
export { type Admission, Idempotency, type KeptAnswer } from './idempotency.js';
export { type Deleted, Retention } from './retention.js';
export { type Deletion, RUN_SORTS, type RunPageQuery, type RunSort, Runs } from './runs.js';
export { SweepTime } from './sweep-time.js';
export { type ListedMember, type NewSweep, type ScoredMember, Sweeps } from './sweeps.js';
export { WriteProbe } from './write-probe.js';
