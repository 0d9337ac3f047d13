/** For specs: inputs made from a schema alone, one that it accepts and many that it refuses at one place. */
import { type JsonSchema } from '../schema/index.js';

type Mapping = Readonly<Record<string, unknown>>;

/** No two of them are refused by the same keywords. */
const AWKWARD: readonly unknown[] = [
  null,
  true,
  '',
  'Q'.repeat(5000),
  -1e300,
  1e300,
  0.5,
  [],
  {},
  ['x'],
  NaN,
];

const UNKNOWN_KEY = 'noSuchKey';

/** A value of the schema's form, with every key. */
function sampleOf(schema: JsonSchema): unknown {
  const { properties, additionalProperties, items, minItems = 1 } = schema;
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants !== undefined) return sampleOf(variants[0] ?? {});
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (properties !== undefined)
    return Object.fromEntries(Object.entries(properties).map(([key, member]) => [key, sampleOf(member)]));
  if (typeof additionalProperties === 'object') return { key: sampleOf(additionalProperties) };
  if (items !== undefined) return Array.from({ length: Math.max(1, minItems) }, () => sampleOf(items));
  const [type] = [schema.type ?? 'object'].flat();
  if (type === 'string') return 'x';
  if (type === 'boolean') return true;
  return type === 'object' ? {} : (schema.minimum ?? 1);
}

/** @param within puts a value where the schema stands in the whole input */
export function* inputsOf(
  schema: JsonSchema,
  within: (value: unknown) => unknown = (value) => value,
): Generator<unknown> {
  for (const value of [sampleOf(schema), ...AWKWARD]) yield within(value);
  for (const variant of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) yield* inputsOf(variant, within);
  const { items, properties, additionalProperties, minItems = 1 } = schema;
  if (items !== undefined)
    yield* inputsOf(items, (value) => within(Array.from({ length: Math.max(1, minItems) }, () => value)));
  if (typeof additionalProperties === 'object')
    yield* inputsOf(additionalProperties, (value) => within({ key: value }));
  if (properties === undefined) return;
  const sample = sampleOf(schema) as Mapping;
  yield within({ ...sample, [UNKNOWN_KEY]: 1 });
  for (const [key, member] of Object.entries(properties)) {
    const { [key]: _, ...others } = sample;
    yield within(others);
    yield* inputsOf(member, (value) => within({ ...sample, [key]: value }));
  }
}
