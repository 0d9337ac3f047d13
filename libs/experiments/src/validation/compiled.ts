/**
 * The violations that the compiled schemas find. `npm run build` replaces this module by one that holds the
 * functions which Ajv makes here (tools/compile-schemas.mjs): a process then starts without a compiler, and
 * a browser need not allow `eval`.
 */
import { type ErrorObject } from 'ajv';
import { invariant } from '@railyard/base';
import { ajvOfSchemas } from './ajv.js';

/** Most processes check one document, and code that is optimized takes twice as long to make. */
const { ajv, roots, originals } = ajvOfSchemas({ optimize: false });

/** In the order in which the schema meets them. @param name of the schema in `SCHEMAS` */
export function violationsFound(name: string, value: unknown): readonly ErrorObject[] {
  const validate = ajv.getSchema(roots.get(name) ?? '');
  invariant(validate !== undefined, `no schema is called ${name}`);
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(({ parentSchema, ...error }) => ({
    ...error,
    parentSchema: originals.get(parentSchema) ?? parentSchema ?? {},
  }));
}
