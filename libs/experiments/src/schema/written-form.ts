/**
 * The schema of what a user may write, made from the schema of the full form: a key with a default may be
 * left out, and where a preset may stand, `preset` with any part of the object overridden is enough.
 */
import { type JsonSchema } from './json-schema.js';

const ENVELOPE_KEYS = ['apiVersion', 'kind'];

export const writtenForm = (schema: JsonSchema): JsonSchema => written(schema, false);

/**
 * `partial`: inside an object that may come from a preset, any part may be left out and an optional part may
 * be removed with null.
 */
function written(schema: JsonSchema, partial: boolean): JsonSchema {
  if (schema.oneOf !== undefined) return writtenUnion(schema, partial);
  if (schema.properties === undefined) return writtenLeaf(schema, partial);
  const presettable = schema['x-preset'] !== undefined;
  const mandatory = (schema.required ?? []).filter((key) => schema.properties?.[key]?.default === undefined);
  const body = mandatory.filter((key) => !ENVELOPE_KEYS.includes(key));
  return {
    ...without(schema, 'required'),
    properties: {
      ...(presettable ? { preset: presetName(schema) } : {}),
      ...members(schema, partial || presettable),
    },
    ...requiredKeys(
      presettable ? mandatory.filter((key) => ENVELOPE_KEYS.includes(key)) : partial ? [] : mandatory,
    ),
    ...(presettable && !partial && body.length > 0
      ? { anyOf: [{ required: ['preset'] }, { required: body }] }
      : {}),
  };
}

const without = (schema: JsonSchema, ...keys: readonly (keyof JsonSchema)[]): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key as keyof JsonSchema)));

const requiredKeys = (keys: readonly string[]): Pick<JsonSchema, 'required'> =>
  keys.length === 0 ? {} : { required: keys };

const presetName = (schema: JsonSchema): JsonSchema => ({
  type: 'string',
  description: `Name of a ${schema['x-preset'] ?? ''} preset; the other keys override parts of it.`,
  maxLength: 100,
});

function members(schema: JsonSchema, partial: boolean): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([key, member]) => {
      const form = written(member, partial);
      const removable = partial && !schema.required?.includes(key);
      return [
        key,
        removable
          ? ({ description: member.description, anyOf: [form, { const: null }] } as JsonSchema)
          : form,
      ];
    }),
  );
}

function writtenUnion(schema: JsonSchema, partial: boolean): JsonSchema {
  return {
    ...without(schema, 'oneOf', 'discriminator'),
    ...(partial ? {} : { required: ['kind'] }),
    anyOf: (schema.oneOf ?? []).map((variant) => written(variant, partial)),
  };
}

function writtenLeaf(schema: JsonSchema, partial: boolean): JsonSchema {
  const { items, additionalProperties } = schema;
  return {
    ...schema,
    ...(items === undefined ? {} : { items: written(items, partial) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: written(additionalProperties, partial) }
      : {}),
  };
}
