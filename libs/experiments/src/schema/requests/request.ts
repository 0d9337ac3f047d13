/**
 * Requests: what a command line or the body of a call asks for, declared once. From a request's schema come
 * its type, its checks, the options of its command, the description of its route and its table in the docs.
 */
import { type DocumentKind } from '../../document.js';
import { type Accepted, type JsonSchema, type PresetKind, type Typed } from '../json-schema.js';

type Members = Readonly<Record<string, JsonSchema>>;

/** What may be written: the required keys, and any of the optional ones. */
type Written<R extends Members, O extends Members> = {
  readonly [K in keyof R]: Accepted<R[K]>;
} & { readonly [K in keyof O]?: Accepted<O[K]> };

/** A closed object of keys that must be given and keys that may be. */
export const request = <R extends Members, O extends Members>(
  description: string,
  required: R,
  optional: O,
  option?: string,
): Typed<Written<R, O>> => ({
  type: 'object',
  description,
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
  ...(option === undefined ? {} : { 'x-option': option }),
});

/** Fields that are `as` says where they are left out. */
export const fallingBack = <F extends Members>(fields: F, as: string): F =>
  Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [
      key,
      { ...field, description: `${field.description?.replace(/\.$/, '') ?? ''}; default: ${as}.` },
    ]),
  ) as unknown as F;

/** The name of a preset. */
export const presetName = (kind: PresetKind, description: string, option: string): Typed<string> => ({
  type: 'string',
  description,
  maxLength: 100,
  'x-preset': kind,
  'x-option': option,
});

/** A document of one kind. */
export const document = (
  kind: DocumentKind,
  description: string,
  option: string,
): Typed<Readonly<Record<string, unknown>>> => ({
  type: 'object',
  description,
  additionalProperties: true,
  'x-document': kind,
  'x-option': option,
});

/** The name of a preset or, in its place, a document. */
export const presetOrDocument = (
  preset: PresetKind,
  kind: DocumentKind,
  description: string,
  option: string,
): Typed<string | Readonly<Record<string, unknown>>> => ({
  ...document(kind, description, option),
  type: ['string', 'object'],
  'x-preset': preset,
});
