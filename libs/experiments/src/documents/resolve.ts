/**
 * From what a user wrote to the full form: presets expanded, overrides merged onto them (RFC 7396: null
 * removes a key), defaults filled in. Nothing is validated here but the names of presets: unknown keys and
 * wrong types are kept as they are, for the schema to report at the same path.
 */
import { type IssueList, isRecord } from '@railyard/base';
import { presetNamed } from '../presets/index.js';
import { type JsonSchema, kindOf, type PresetKind } from '../schema/index.js';

type Plain = Readonly<Record<string, unknown>>;

/**
 * `written` merged onto `inherited` (a value already in full form), by `schema`. Undefined when neither says
 * anything and there is no default. Expects sound structure (`checkStructure`).
 */
export function resolve(
  schema: JsonSchema,
  written: unknown,
  inherited: unknown,
  issues: IssueList,
): unknown {
  if (written === undefined) return inherited === undefined ? byDefault(schema, issues) : inherited;
  if (Array.isArray(written)) return resolveList(schema, written, issues);
  if (!isRecord(written)) return Object.is(written, -0) ? 0 : written;
  if (schema.oneOf !== undefined) return resolveVariant(schema, written, inherited, issues);
  return resolveObject(schema, written, inherited, issues);
}

function byDefault(schema: JsonSchema, issues: IssueList): unknown {
  return schema.default === undefined ? undefined : resolve(schema, schema.default, undefined, issues);
}

function resolveList(schema: JsonSchema, written: readonly unknown[], issues: IssueList): unknown {
  const { items } = schema;
  return items === undefined
    ? written
    : written.map((item, index) => resolve(items, item, undefined, issues.at(index)));
}

/** A union whose `kind` changes keeps of the inherited value only what the new variant knows too. */
function resolveVariant(schema: JsonSchema, written: Plain, inherited: unknown, issues: IssueList): unknown {
  const base = isRecord(inherited) ? inherited : variantByDefault(schema, written);
  const kind = written.kind ?? base?.kind;
  const variant = schema.oneOf?.find((candidate) => kindOf(candidate) === kind);
  if (variant === undefined) return { ...base, ...written };
  const shared =
    base === undefined || base.kind === kind
      ? base
      : Object.fromEntries(
          Object.entries(base).filter(([key]) => key !== 'kind' && variant.properties?.[key] !== undefined),
        );
  return resolveObject(variant, written, shared, issues);
}

/**
 * What is left out is as in the default, where what is written belongs to its variant: `horizon: { days: 10
 * }`.
 */
function variantByDefault({ default: byDefault, oneOf }: JsonSchema, written: Plain): Plain | undefined {
  if (!isRecord(byDefault)) return undefined;
  const properties = oneOf?.find((candidate) => kindOf(candidate) === byDefault.kind)?.properties ?? {};
  return Object.keys(written).every((key) => Object.hasOwn(properties, key)) ? byDefault : undefined;
}

function resolveObject(schema: JsonSchema, written: Plain, inherited: unknown, issues: IssueList): Plain {
  const base = presetOf(schema, written, issues) ?? (isRecord(inherited) ? inherited : {});
  const properties = schema.properties ?? {};
  const resolved: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(properties), ...Object.keys(base), ...Object.keys(written)])) {
    if (key === 'preset' && schema['x-preset'] !== undefined) continue;
    const value = resolveMember(schema, key, written[key], base[key], issues);
    if (value !== undefined) resolved[key] = value;
  }
  return resolved;
}

function resolveMember(
  schema: JsonSchema,
  key: string,
  written: unknown,
  inherited: unknown,
  issues: IssueList,
): unknown {
  if (written === null) return undefined;
  const member =
    schema.properties?.[key] ??
    (isRecord(schema.additionalProperties) ? schema.additionalProperties : undefined);
  return member === undefined ? (written ?? inherited) : resolve(member, written, inherited, issues.at(key));
}

/** The preset that `written` names, in full form; an issue when there is none of that name. */
function presetOf(schema: JsonSchema, written: Plain, issues: IssueList): Plain | undefined {
  const kind = schema['x-preset'];
  const name = written.preset;
  if (kind === undefined || name === undefined || name === null) return undefined;
  const at = issues.at('preset');
  if (typeof name !== 'string') {
    at.add(
      'wrong-type',
      `preset must be the name of a preset (got ${JSON.stringify(name)}).`,
      `Name one of the ${kind} presets.`,
    );
    return undefined;
  }
  const body = presetNamed(kind, name, at);
  return body === undefined ? undefined : expanded(schema, kind, name, body, issues);
}

/** Presets never change, so each is brought into full form once for each schema that it stands in. */
const full = new Map<JsonSchema, Map<string, Plain>>();

function expanded(
  schema: JsonSchema,
  kind: PresetKind,
  name: string,
  body: unknown,
  issues: IssueList,
): Plain {
  const forSchema = full.get(schema) ?? new Map<string, Plain>();
  full.set(schema, forSchema);
  const known = forSchema.get(`${kind}/${name}`);
  if (known !== undefined) return known;
  const plain = resolve(schema, body, undefined, issues) as Plain;
  forSchema.set(`${kind}/${name}`, plain);
  return plain;
}
