/** Every schema that an input is held against, by name. */
import { DOCUMENT_SCHEMAS, type JsonSchema, REQUEST_SCHEMAS, SWEEP_SCHEMAS } from '../schema/index.js';

export const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ...DOCUMENT_SCHEMAS,
  ServingSweep: SWEEP_SCHEMAS.ServingSweep,
  ...REQUEST_SCHEMAS,
};
