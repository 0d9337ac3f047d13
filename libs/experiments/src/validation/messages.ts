/** One violation of a schema as a sentence: where, what, and how to mend it. */
import { type ErrorObject } from 'ajv/dist/2020.js';
import { escapePointer, type Issue } from '@railyard/base';
import { type JsonSchema } from '../schema/index.js';
import { didYouMean, nearest, nearestKey } from './suggestion.js';

export function issueOf(error: ErrorObject): Issue {
  const { instancePath: path, params, data } = error;
  const schema = (error.parentSchema ?? {}) as JsonSchema;
  const name = lastKey(path);
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(path, String(params.additionalProperty), schema);
    case 'required':
      return missingKey(path, String(params.missingProperty), schema);
    case 'type':
      return {
        path,
        code: 'wrong-type',
        message: `${name} is ${show(data)}, but must be ${typeName(schema)}`,
        hint: expected(schema),
      };
    case 'minimum':
      return {
        path,
        code: 'too-small',
        message: `${name} is ${show(data)}, below ${withUnit(schema.minimum, schema)}`,
        hint: expected(schema),
      };
    case 'maximum':
      return {
        path,
        code: 'too-large',
        message: `${name} is ${show(data)}, above ${withUnit(schema.maximum, schema)}`,
        hint: expected(schema),
      };
    case 'enum':
      return notAllowed(path, name, data, (schema.enum ?? []).map(String));
    case 'const':
      return notAllowed(path, name, data, [schema.const ?? '']);
    case 'discriminator':
      return unknownKind(path, params.tagValue, schema);
    case 'maxLength':
      return {
        path,
        code: 'too-long',
        message: `${name} is longer than ${schema.maxLength} characters`,
        hint: 'Shorten it.',
      };
    case 'minItems':
      return {
        path,
        code: 'too-few',
        message: `${name} has fewer than ${schema.minItems} entries`,
        hint: schema.description ?? '',
      };
    case 'maxItems':
      return {
        path,
        code: 'too-many',
        message: `${name} has more than ${schema.maxItems} entries`,
        hint: schema.description ?? '',
      };
    case 'minProperties':
      return { path, code: 'too-few', message: `${name} is empty`, hint: schema.description ?? '' };
    case 'maxProperties':
      return {
        path,
        code: 'too-many',
        message: `${name} has more than ${schema.maxProperties} keys`,
        hint: schema.description ?? '',
      };
    default:
      return {
        path,
        code: 'invalid',
        message: `${name} ${error.message ?? 'is not valid'}`,
        hint: schema.description ?? '',
      };
  }
}

function unknownKey(path: string, key: string, schema: JsonSchema): Issue {
  const properties = schema.properties ?? {};
  return {
    path: `${path}/${escapePointer(key)}`,
    code: 'unknown-key',
    message: `\`${clip(key)}\` is not a key of ${lastKey(path)}`,
    hint: didYouMean(nearestKey(key, properties), Object.keys(properties)),
  };
}

function missingKey(path: string, key: string, schema: JsonSchema): Issue {
  const missing = schema.properties?.[key];
  return {
    path: `${path}/${escapePointer(key)}`,
    code: 'missing-key',
    message: `\`${key}\` is missing`,
    hint: missing?.description ?? `Add \`${key}\`.`,
  };
}

function notAllowed(path: string, name: string, data: unknown, allowed: readonly string[]): Issue {
  return {
    path,
    code: 'not-allowed',
    message: `${name} is ${show(data)}, which is not one of the allowed values`,
    hint: didYouMean(typeof data === 'string' ? nearest(data, allowed) : undefined, allowed),
  };
}

function unknownKind(path: string, kind: unknown, schema: JsonSchema): Issue {
  const allowed = (schema.oneOf ?? []).map((variant) => variant.properties?.kind?.const ?? '');
  if (kind === undefined)
    return {
      path: `${path}/kind`,
      code: 'missing-key',
      message: '`kind` is missing',
      hint: didYouMean(undefined, allowed),
    };
  return notAllowed(`${path}/kind`, `kind of ${lastKey(path)}`, kind, allowed);
}

const clip = (words: string): string => (words.length > 60 ? `${words.slice(0, 60)}...` : words);

/** The value as a reader would write it, cut short. */
export function show(value: unknown): string {
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return typeof value === 'string' ? `"${clip(value)}"` : clip(String(value));
}

const lastKey = (path: string): string =>
  path === ''
    ? 'the document'
    : clip(
        path
          .slice(path.lastIndexOf('/') + 1)
          .replace(/~1/g, '/')
          .replace(/~0/g, '~'),
      );

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

const typeName = (schema: JsonSchema): string =>
  `${TYPE_NAMES[schema.type ?? ''] ?? 'another type'}${schema['x-unit'] === undefined ? '' : ` (${schema['x-unit']})`}`;

const withUnit = (bound: number | undefined, schema: JsonSchema): string =>
  `${bound}${schema['x-unit'] === undefined ? '' : ` ${schema['x-unit']}`}`;

/** What the field is, and its bounds. */
function expected(schema: JsonSchema): string {
  const bounds =
    schema.minimum === undefined || schema.maximum === undefined
      ? ''
      : ` Allowed: ${schema.minimum} to ${schema.maximum}.`;
  return `${schema.description ?? ''}${bounds}`.trim();
}
