/** A document in full form against its schema: every violation at once, as issues. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Issue } from '@railyard/base';
import { type JsonSchema } from '../schema/index.js';
import { issueOf } from './messages.js';

/**
 * Most processes check one document. That the schemas are schemas is checked in a spec; code that is
 * optimized checks no faster, and takes twice as long to make.
 */
const QUICK_TO_COMPILE = { validateSchema: false, meta: false, code: { optimize: false } } as const;

const compiled = new Map<JsonSchema, ValidateFunction>();

function validatorOf(schema: JsonSchema): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    const ajv = new Ajv2020({
      allErrors: true,
      verbose: true,
      strict: true,
      discriminator: true,
      allowUnionTypes: true,
      ...QUICK_TO_COMPILE,
    });
    ajv.addVocabulary(['x-unit', 'x-preset', 'x-also', 'x-document', 'x-option']);
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

/** Violations in the order in which the schema meets them, one for each place and code. */
export function violations(schema: JsonSchema, value: unknown): readonly Issue[] {
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  const byPlace = new Map<string, Issue>();
  for (const error of validate.errors ?? []) {
    const issue = issueOf(error as ErrorObject);
    const place = `${issue.path} ${issue.code}`;
    if (!byPlace.has(place)) byPlace.set(place, issue);
  }
  // A value of another type is not one of the allowed ones either: one cause, one issue.
  return [...byPlace.values()].filter(
    ({ path, code }) => code !== 'not-allowed' || !byPlace.has(`${path} wrong-type`),
  );
}
