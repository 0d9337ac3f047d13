import { ApiKeyEntity } from './api-key.entity.js';
import { PostgresArtifactEntity, SqliteArtifactEntity } from './artifact.entity.js';
import { DefinitionEntity } from './definition.entity.js';
import { ExperimentEntity } from './experiment.entity.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';
import { JobEntity } from './job.entity.js';
import { RunEventEntity } from './run-event.entity.js';
import { RunTotalEntity } from './run-total.entity.js';
import { RunEntity } from './run.entity.js';
import { SavedViewEntity } from './saved-view.entity.js';
import { SweepEntity, SweepRunEntity } from './sweep.entity.js';
import { WriteProbeEntity } from './write-probe.entity.js';

export { ApiKeyEntity, type Scope } from './api-key.entity.js';
export { ARTIFACT_TABLE, type ArtifactEntity, type ArtifactKind } from './artifact.entity.js';
export { DefinitionEntity, type DefinitionKind } from './definition.entity.js';
export { ExperimentEntity } from './experiment.entity.js';
export { IdempotencyKeyEntity } from './idempotency-key.entity.js';
export { JobEntity } from './job.entity.js';
export { RunEventEntity, type RunEventType } from './run-event.entity.js';
export { type FailureCode, RunEntity, type RunState } from './run.entity.js';
export { SavedViewEntity } from './saved-view.entity.js';
export { SweepEntity, SweepRunEntity, type SweepState } from './sweep.entity.js';
export { WriteProbeEntity } from './write-probe.entity.js';

const COMMON_ENTITIES = [
  DefinitionEntity,
  ExperimentEntity,
  RunEntity,
  JobEntity,
  RunEventEntity,
  IdempotencyKeyEntity,
  ApiKeyEntity,
  SweepEntity,
  SweepRunEntity,
  WriteProbeEntity,
  RunTotalEntity,
  SavedViewEntity,
];

export const SQLITE_ENTITIES = [...COMMON_ENTITIES, SqliteArtifactEntity];
export const POSTGRES_ENTITIES = [...COMMON_ENTITIES, PostgresArtifactEntity];
