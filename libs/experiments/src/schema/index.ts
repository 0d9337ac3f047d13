export { type JsonSchema, type PresetKind, type Typed, kindOf } from './json-schema.js';
export { experimentSchema } from './experiment.js';
export { MOST_LOGGED_FAULTS } from './replay.js';
export {
  DOCUMENT_SCHEMAS,
  publishedSchema,
  schemaFileOf,
  schemaOfDocument,
  SWEEP_SCHEMAS,
} from './documents.js';
export {
  type LayerRequest,
  MOST_BYTES,
  type NetworkCostRequest,
  type NetworkRequest,
  publishedRequest,
  REQUEST_SCHEMAS,
  type ScheduleRequest,
  type SharedClusterRequest,
} from './requests/index.js';
export { fieldAt } from './field-path.js';
