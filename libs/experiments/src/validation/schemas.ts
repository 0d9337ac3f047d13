/** Every schema that an input is held against, by name. */
import { DOCUMENT_SCHEMAS, type JsonSchema, REQUEST_SCHEMAS } from '../schema/index.js';

export const SCHEMAS: Readonly<Record<string, JsonSchema>> = { ...DOCUMENT_SCHEMAS, ...REQUEST_SCHEMAS };
