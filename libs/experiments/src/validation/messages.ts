/** One violation of a schema as a sentence: where, what, and how to correct it. */
import { type ErrorObject } from 'ajv';
import { escapePointer, type Issue } from '@railyard/base';
import { type JsonSchema } from '../schema/index.js';
import { nearest, nearestKey, useOneOf } from './suggestion.js';

/** The issue of one violation. */
export function issueOf(error: ErrorObject): Issue {
  const { instancePath: path, params, data } = error;
  const schema = (error.parentSchema ?? {}) as JsonSchema;
  const name = subjectOf(path);
  const issue = (code: string, message: string, hint: string): Issue => ({ path, code, message, hint });
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(path, String(params.additionalProperty), schema);
    case 'required':
      return missingKey(path, String(params.missingProperty), schema);
    case 'type':
      return issue('wrong-type', `${name} must be ${typeName(schema)} (got ${show(data)}).`, useOf(schema));
    case 'minimum':
    case 'maximum':
      return issue(
        error.keyword === 'minimum' ? 'too-small' : 'too-large',
        `${name} must be ${rangeOf(schema)} (got ${show(data)}).`,
        useOf(schema),
      );
    case 'enum':
      return notAllowed(path, name, data, (schema.enum ?? []).map(String));
    case 'const':
      return notAllowed(path, name, data, [schema.const ?? '']);
    case 'discriminator':
      return unknownKind(path, params.tagValue, schema);
    case 'maxLength':
      return issue('too-long', `${name} must have at most ${schema.maxLength} characters.`, 'Shorten it.');
    case 'minLength':
      return issue('too-short', `${name} must not be empty.`, described('Use text.', schema));
    case 'pattern':
      return issue(
        'invalid',
        `${name} must match ${schema.pattern} (got ${show(data)}).`,
        described('Use text.', schema),
      );
    case 'minItems':
      return issue(
        'too-few',
        `${name} must have at least ${schema.minItems} entries (got ${sizeOf(data)}).`,
        described('Add entries.', schema),
      );
    case 'maxItems':
      return issue(
        'too-many',
        `${name} must have at most ${schema.maxItems} entries (got ${sizeOf(data)}).`,
        described('Remove entries.', schema),
      );
    case 'minProperties':
      return issue('too-few', `${name} must not be empty.`, described('Add keys.', schema));
    case 'maxProperties':
      return issue(
        'too-many',
        `${name} must have at most ${schema.maxProperties} keys (got ${sizeOf(data)}).`,
        described('Remove keys.', schema),
      );
    default:
      return issue('invalid', `${name} must be valid (got ${show(data)}).`, useOf(schema));
  }
}

function unknownKey(path: string, key: string, schema: JsonSchema): Issue {
  const properties = schema.properties ?? {};
  return {
    path: `${path}/${escapePointer(key)}`,
    code: 'unknown-key',
    message: `${subjectOf(path)} has no key \`${clip(key)}\`.`,
    hint: useOneOf(nearestKey(key, properties), Object.keys(properties)),
  };
}

function missingKey(path: string, key: string, schema: JsonSchema): Issue {
  return {
    path: `${path}/${escapePointer(key)}`,
    code: 'missing-key',
    message: `${key} must be given.`,
    hint: described(`Add \`${key}\`.`, schema.properties?.[key] ?? {}),
  };
}

function notAllowed(path: string, name: string, data: unknown, allowed: readonly string[]): Issue {
  const words = allowed.length === 1 ? `\`${allowed.join('')}\`` : `one of ${allowed.length} allowed values`;
  return {
    path,
    code: 'not-allowed',
    message: `${name} must be ${words} (got ${show(data)}).`,
    hint: useOneOf(typeof data === 'string' ? nearest(data, allowed) : undefined, allowed),
  };
}

function unknownKind(path: string, kind: unknown, schema: JsonSchema): Issue {
  const allowed = (schema.oneOf ?? []).map((variant) => variant.properties?.kind?.const ?? '');
  if (kind === undefined)
    return {
      path: `${path}/kind`,
      code: 'missing-key',
      message: 'kind must be given.',
      hint: useOneOf(undefined, allowed),
    };
  return notAllowed(`${path}/kind`, 'kind', kind, allowed);
}

const clip = (words: string): string => (words.length > 60 ? `${words.slice(0, 60)}...` : words);

/** The value as a reader would write it, cut short. */
export function show(value: unknown): string {
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return typeof value === 'string' ? `"${clip(value)}"` : clip(String(value));
}

/** Entries of a list, keys of a mapping. */
const sizeOf = (data: unknown): number =>
  typeof data === 'object' && data !== null ? Object.keys(data).length : 0;

/** What a sentence is about: the last key of the path, or an entry of a list. */
function subjectOf(path: string): string {
  const keys = path.split('/').map((key) => clip(key.replace(/~1/g, '/').replace(/~0/g, '~')));
  const last = keys.at(-1) ?? '';
  if (last === '') return 'The document';
  return /^\d+$/.test(last) ? `Entry ${last} of ${keys.at(-2) ?? 'the list'}` : last;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

const unitOf = (schema: JsonSchema): string => (schema['x-unit'] === undefined ? '' : ` ${schema['x-unit']}`);

const typeName = ({ type = [] }: JsonSchema): string =>
  [type]
    .flat()
    .map((one) => TYPE_NAMES[one] ?? one)
    .join(' or ');

/** `2 to 2048`, with the unit; a schema of numbers states both bounds. */
const rangeOf = (schema: JsonSchema): string =>
  `${schema.minimum ?? '-Infinity'} to ${schema.maximum ?? 'Infinity'}${unitOf(schema)}`;

/** What may be written, and what the field is. */
function useOf(schema: JsonSchema): string {
  const bounded = schema.minimum !== undefined && schema.maximum !== undefined;
  return described(`Use ${bounded ? rangeOf(schema) : typeName(schema)}.`, schema);
}

const described = (instruction: string, { description }: JsonSchema): string =>
  description === undefined ? instruction : `${instruction} ${description}`;
