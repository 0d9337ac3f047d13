export { type JsonSchema, type PresetKind, type Typed, kindOf } from './json-schema.js';
export { clusterSchema } from './cluster.js';
export { deviceSchema } from './device.js';
export { modelSchema } from './model.js';
export { workloadSchema } from './workload.js';
export { clusterDocumentSchema, experimentSchema, workloadDocumentSchema } from './experiment.js';
export { MOST_LOGGED_FAULTS } from './replay.js';
export { MAX_SWEEP_POINTS, sweepSchema } from './sweep.js';
export { DOCUMENT_SCHEMAS, publishedSchema, schemaFileOf, schemaOfKind } from './documents.js';
export {
  type LayerRequest,
  MOST_BYTES,
  type NetworkCostRequest,
  type NetworkRequest,
  publishedRequest,
  REQUEST_SCHEMAS,
  type ScheduleRequest,
} from './requests/index.js';
export { type FieldLookup, fieldAt } from './field-path.js';
