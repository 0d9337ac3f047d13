/** Ajv with every schema of the product: the one place that says how they are compiled. */
import { Ajv, type CodeOptions } from 'ajv';
import { schemaParts, type SchemaParts } from './schema-parts.js';
import { SCHEMAS } from './schemas.js';

/**
 * That the schemas are schemas is checked in a spec. Messages are written by `issueOf`. References stay
 * calls: that is why the schemas are cut into parts.
 */
const OPTIONS = {
  allErrors: true,
  verbose: true,
  strict: true,
  discriminator: true,
  allowUnionTypes: true,
  messages: false,
  inlineRefs: false,
  validateSchema: false,
  meta: false,
  loopRequired: 1,
} as const;

const ANNOTATIONS = ['x-unit', 'x-preset', 'x-also', 'x-document', 'x-option', 'x-words'];

export function ajvOfSchemas(code: CodeOptions): { readonly ajv: Ajv } & SchemaParts {
  const ajv = new Ajv({ ...OPTIONS, code });
  ajv.addVocabulary(ANNOTATIONS);
  const all = schemaParts(SCHEMAS);
  for (const { schema } of all.parts) ajv.addSchema(schema);
  return { ajv, ...all };
}
