/**
 * The schemas as Ajv compiles them: each mapping and each union is a schema of its own, to which the others
 * refer. It becomes one function however many documents hold it, which the machine compiles when it is first
 * called.
 */
import { type JsonSchema } from '../schema/index.js';

/** A schema with references in place of the parts inside it. */
type Referring = Readonly<Record<string, unknown>>;

interface SchemaPart {
  readonly $id: string;
  readonly schema: Referring;
  /** Keys that lead to the original, from its schema's name on. */
  readonly path: readonly string[];
}

export interface SchemaParts {
  readonly parts: readonly SchemaPart[];
  /** The part that a whole schema is, by the schema's name. */
  readonly roots: ReadonlyMap<string, string>;
  /** What a schema with references was made from. */
  readonly originals: ReadonlyMap<unknown, JsonSchema>;
}

export function schemaParts(schemas: Readonly<Record<string, JsonSchema>>): SchemaParts {
  const parts: SchemaPart[] = [];
  const ids = new Map<JsonSchema, string>();
  const originals = new Map<unknown, JsonSchema>();

  function partOf(original: JsonSchema, path: readonly string[]): string {
    const known = ids.get(original);
    if (known !== undefined) return known;
    const $id = `part-${ids.size}`;
    ids.set(original, $id);
    parts.push({ $id, schema: withReferences(original, path, { $id }), path });
    return $id;
  }

  function withReferences(original: JsonSchema, path: readonly string[], name: Referring = {}): Referring {
    const members = changedMembers(original, (member, keys) => {
      const at = [...path, ...keys];
      const isPart = member.properties !== undefined || member.oneOf !== undefined;
      return isPart ? { $ref: partOf(member, at) } : withReferences(member, at);
    });
    const copy = { ...original, ...members, ...name };
    originals.set(copy, original);
    return copy;
  }

  const roots = new Map(Object.entries(schemas).map(([name, schema]) => [name, partOf(schema, [name])]));
  return { parts, roots, originals };
}

/** The keys of a schema that hold schemas, with each of these changed. */
function changedMembers(
  schema: JsonSchema,
  change: (member: JsonSchema, keys: readonly string[]) => Referring,
): Referring {
  const { properties, items, additionalProperties, oneOf, anyOf } = schema;
  const all = (key: string, variants: readonly JsonSchema[]): Referring => ({
    [key]: variants.map((variant, i) => change(variant, [key, String(i)])),
  });
  return {
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, member]) => [key, change(member, ['properties', key])]),
          ),
        }),
    ...(items === undefined ? {} : { items: change(items, ['items']) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: change(additionalProperties, ['additionalProperties']) }
      : {}),
    ...(oneOf === undefined ? {} : all('oneOf', oneOf)),
    ...(anyOf === undefined ? {} : all('anyOf', anyOf)),
  };
}
