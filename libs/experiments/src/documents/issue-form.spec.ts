/**
 * Every violation that the schemas can produce, made by mutating presets field by field: each message is a
 * sentence, each hint an instruction.
 */
import { type Issue } from '@railyard/base';
import { API_VERSION, type DocumentKind } from '../document.js';
import { DOCUMENT_SCHEMAS, type JsonSchema } from '../schema/index.js';
import { validateDocument } from './index.js';

const SCHEMA_CODES = new Set([
  'invalid',
  'missing-key',
  'not-allowed',
  'not-finite',
  'too-deep',
  'too-few',
  'too-large',
  'too-long',
  'too-many',
  'too-small',
  'unknown-key',
  'unknown-kind',
  'unknown-preset',
  'wrong-type',
]);
const MESSAGE = /^[A-Z`"\w].*\.$/s;
const HINT =
  /^(Add|Begin|Check|Correct|Keep|List|Name|Raise|Remove|Shorten|Split|Start|Swap|Sweep|Use|Write)\b.*[.)]$/s;
const WORDS = /\b(mend|anew|beside|whoever|told|wash|robbed|foresee|at fault|takes up|is no)\b/i;

const BASES: readonly (readonly [DocumentKind, Readonly<Record<string, unknown>>])[] = [
  ['Experiment', { preset: 'deepseek-v3-mpft', replay: {} }],
  ['Sweep', { preset: 'deepseek-v3-mpft', parameters: { seed: { values: [1] } } }],
  ['Cluster', { preset: 'h800-2048-mpft' }],
  ['Workload', { preset: 'deepseek-v3' }],
  ['FaultProfile', { preset: 'llama3-h100' }],
];

type Path = readonly string[];

/** Every field of a schema by its path; of a union, those of each variant. */
function* fields(schema: JsonSchema, path: Path = []): Generator<readonly [Path, JsonSchema]> {
  if (path.length > 0) yield [path, schema];
  for (const variant of schema.oneOf ?? [schema])
    for (const [key, member] of Object.entries(variant.properties ?? {}))
      if (path.length > 0 || (key !== 'kind' && key !== 'apiVersion')) yield* fields(member, [...path, key]);
}

/** Wrong values of one field. */
function wrongValues(schema: JsonSchema): readonly unknown[] {
  const { minimum, maximum, maxLength, minItems, maxItems } = schema;
  return [
    'zzz',
    true,
    [],
    { zzz: 1 },
    NaN,
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum * 2 + 1]),
    ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
    ...(minItems === undefined ? [] : [Array.from({ length: Math.max(0, minItems - 1) }, () => 0)]),
    ...(maxItems === undefined || maxItems > 1000 ? [] : [Array.from({ length: maxItems + 1 }, () => 0)]),
  ];
}

function put(base: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const record = typeof base === 'object' && base !== null && !Array.isArray(base) ? base : {};
  return { ...record, [key]: put((record as Record<string, unknown>)[key], rest, value) };
}

const malformed = (issues: Iterable<Issue>): readonly Issue[] =>
  [...issues].filter(
    ({ message, hint }) =>
      !MESSAGE.test(message) || !HINT.test(hint) || WORDS.test(message) || /\bmend|anew|beside\b/.test(hint),
  );

describe('issues of the schemas are sentences with instructions', () => {
  it.each(BASES)('%s', (kind, base) => {
    const document = { apiVersion: API_VERSION, kind, ...base };
    const seen = new Map<string, Issue>();
    const collect = (input: unknown): void => {
      for (const issue of validateDocument(input, kind).issues)
        if (SCHEMA_CODES.has(issue.code) && issue.message !== '')
          seen.set(`${issue.code} ${issue.message}`, issue);
    };
    for (const [path, schema] of fields(DOCUMENT_SCHEMAS[kind]))
      for (const value of wrongValues(schema)) collect(put(document, path, value));
    for (const key of ['apiVersion', 'kind', 'zzz', 'constructor']) collect({ ...document, [key]: 'zzz' });
    collect([]);
    const fromSchema = [...seen.values()].filter(({ message }) =>
      / must | has no key | There is no |^No document/.test(message),
    );
    expect(fromSchema.length).toBeGreaterThan(20);
    expect(malformed(fromSchema)).toEqual([]);
  });
});
