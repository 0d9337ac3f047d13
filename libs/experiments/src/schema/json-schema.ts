/**
 * JSON Schema (draft 2020-12) as data, and the few builders that the schemas of the documents are written
 * with. One source serves validation, defaults, presets, dotted paths, messages and the published files.
 * Annotations of ours: `x-unit` (shown in messages), `x-preset` (a preset may stand here), `x-also` (other
 * names people use for a key), `x-document` (a document of that kind may stand here), `x-option` (how the
 * command line writes a key of a request).
 */
import { type DocumentKind } from '../document.js';

/** Kinds of presets that a document may name. */
export type PresetKind =
  'cluster' | 'device' | 'workload' | 'model' | 'experiment' | 'fault-profile' | 'recovery' | 'sdc-detector';

type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';

export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly const?: string;
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly discriminator?: { readonly propertyName: string };
  readonly 'x-unit'?: string;
  readonly 'x-preset'?: PresetKind;
  readonly 'x-also'?: readonly string[];
  readonly 'x-document'?: DocumentKind;
  readonly 'x-option'?: string;
  readonly 'x-words'?: Readonly<Record<string, string>>;
}

declare const accepted: unique symbol;

/** A schema with the type of the values that it accepts. */
export interface Typed<T> extends JsonSchema {
  readonly [accepted]?: T;
}

/** The type of what a schema accepts. */
export type Accepted<S> = S extends Typed<infer T> ? T : never;

type Extra = Partial<
  Pick<
    JsonSchema,
    | 'default'
    | 'minLength'
    | 'pattern'
    | 'x-also'
    | 'x-preset'
    | 'x-document'
    | 'x-option'
    | 'x-words'
    | 'title'
    | '$id'
  >
>;

/** A whole number in [minimum, maximum]. */
export const count = (
  description: string,
  minimum: number,
  maximum: number,
  extra: Extra = {},
): Typed<number> => ({ type: 'integer', description, minimum, maximum, ...extra });

/**
 * A measured amount in `unit`, in [minimum, maximum]: the bounds keep denormal and astronomic numbers out of
 * the simulation.
 */
export const quantity = (
  description: string,
  unit: string,
  minimum: number,
  maximum: number,
  extra: Extra = {},
): Typed<number> => ({
  type: 'number',
  description: `${description} Unit: ${unit}.`,
  minimum,
  maximum,
  'x-unit': unit,
  ...extra,
});

/** A plain number in [minimum, maximum]. */
export const ratio = (
  description: string,
  minimum: number,
  maximum: number,
  extra: Extra = {},
): Typed<number> => ({ type: 'number', description, minimum, maximum, ...extra });

export const flag = (description: string, extra: Extra = {}): Typed<boolean> => ({
  type: 'boolean',
  description,
  ...extra,
});

/** One of a closed list of words. */
export const choice = <V extends string>(
  description: string,
  values: readonly V[],
  extra: Extra = {},
): Typed<V> => ({
  type: 'string',
  description,
  enum: values,
  ...extra,
});

/** Free text of at most `maxLength` characters. */
export const text = (description: string, maxLength: number, extra: Extra = {}): Typed<string> => ({
  type: 'string',
  description,
  maxLength,
  ...extra,
});

export const list = <T>(
  description: string,
  items: Typed<T>,
  minItems: number,
  maxItems: number,
  extra: Extra = {},
): Typed<T[]> => ({ type: 'array', description, items, minItems, maxItems, ...extra });

/** The `kind` of one variant of a union, or the fixed `kind` of a document. */
export const tag = (name: string, description = 'Which variant this is.'): JsonSchema => ({
  type: 'string',
  const: name,
  description,
});

/** One schema for each key of `T`: the compiler refuses a missing or an extra one. */
export type Fields<T> = { readonly [K in keyof T]-?: JsonSchema };

/**
 * A closed object. Every key is required unless listed as optional; a key with a default is filled in before
 * validation.
 */
export function object<T>(
  description: string,
  fields: Fields<T>,
  optional: readonly (keyof T & string)[] = [],
  extra: Extra = {},
): JsonSchema {
  const properties = fields as Readonly<Record<string, JsonSchema>>;
  const required = Object.keys(properties).filter((key) => !optional.includes(key as keyof T & string));
  return { type: 'object', description, properties, required, additionalProperties: false, ...extra };
}

/** A union over `kind`. */
export const union = (
  description: string,
  variants: readonly JsonSchema[],
  extra: Extra = {},
): JsonSchema => ({
  type: 'object',
  description,
  discriminator: { propertyName: 'kind' },
  oneOf: variants,
  ...extra,
});

/** The tag of a union's variant. */
export const kindOf = (variant: JsonSchema): string | undefined => variant.properties?.kind?.const;
