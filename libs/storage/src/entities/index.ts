import { ApiKeyEntity } from './api-key.entity.js';
import { ArtifactEntity } from './artifact.entity.js';
import { DefinitionEntity } from './definition.entity.js';
import { ExperimentEntity } from './experiment.entity.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';
import { JobEntity } from './job.entity.js';
import { RunEventEntity } from './run-event.entity.js';
import { RunEntity } from './run.entity.js';

export { ApiKeyEntity, type Scope } from './api-key.entity.js';
export { ArtifactEntity, type ArtifactKind } from './artifact.entity.js';
export { DefinitionEntity, type DefinitionKind } from './definition.entity.js';
export { ExperimentEntity } from './experiment.entity.js';
export { IdempotencyKeyEntity } from './idempotency-key.entity.js';
export { JobEntity } from './job.entity.js';
export { RunEventEntity, type RunEventType } from './run-event.entity.js';
export { type FailureCode, RunEntity, type RunState } from './run.entity.js';

export const ENTITIES = [
  DefinitionEntity,
  ExperimentEntity,
  ArtifactEntity,
  RunEntity,
  JobEntity,
  RunEventEntity,
  IdempotencyKeyEntity,
  ApiKeyEntity,
];
