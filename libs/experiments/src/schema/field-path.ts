/** Dotted paths into a document (`workload.parallelism.pipeline`), checked against its schema. */
import { type JsonSchema } from './json-schema.js';

/** The field's schema, or the path as far as it exists and the keys that are known there. */
export type FieldLookup =
  | { readonly found: true; readonly schema: JsonSchema }
  | {
      readonly found: false;
      readonly known: readonly string[];
      readonly unknown: string;
      readonly properties: Readonly<Record<string, JsonSchema>>;
    };

const PRESET: JsonSchema = { type: 'string', description: 'Name of a preset.', maxLength: 100 };

/** Looks a path up; a union knows the keys of all its variants. */
export function fieldAt(schema: JsonSchema, path: readonly string[]): FieldLookup {
  let here = schema;
  const known: string[] = [];
  for (const key of path) {
    const properties = keysOf(here);
    const next = Object.hasOwn(properties, key) ? properties[key] : listItem(here, key);
    if (next === undefined) return { found: false, known, unknown: key, properties };
    known.push(key);
    here = next;
  }
  return { found: true, schema: here };
}

function keysOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  if (schema.oneOf === undefined)
    return { ...schema.properties, ...(schema['x-preset'] === undefined ? {} : { preset: PRESET }) };
  const kinds = schema.oneOf.map((variant) => variant.properties?.kind?.const ?? '');
  const merged = Object.assign({}, ...schema.oneOf.map((variant) => variant.properties)) as Record<
    string,
    JsonSchema
  >;
  return { ...merged, kind: { type: 'string', description: 'Which variant.', enum: kinds } };
}

const listItem = (schema: JsonSchema, key: string): JsonSchema | undefined =>
  /^(0|[1-9]\d{0,5})$/.test(key) ? schema.items : undefined;
