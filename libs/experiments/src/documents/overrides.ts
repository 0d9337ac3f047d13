/**
 * `--set workload.parallelism.pipeline=8`: dotted paths with values onto a document as written, checked
 * against the schema of its kind.
 */
import { IssueList, isRecord } from '@railyard/base';
import { parse as parseYaml } from 'yaml';
import { API_VERSION, DOCUMENT_KINDS, type DocumentKind } from '../document.js';
import { fieldAt, type JsonSchema, schemaOfDocument } from '../schema/index.js';
import { nearestKey, throwIfAny, useOneOf } from '../validation/index.js';

type Plain = Readonly<Record<string, unknown>>;

/** One assignment: the dotted path and the value that goes there. */
export interface Assignment {
  readonly path: string;
  readonly value: unknown;
}

/**
 * The document with every `path=value` text applied; values are read as the field's type wants them.
 * @throws InvalidDocumentError with one issue for each text that cannot be applied.
 */
export function applyOverrides(document: unknown, texts: readonly string[]): unknown {
  const schema = schemaOfDocument(kindOf(document), document);
  const issues = new IssueList();
  const assignments = texts
    .map((words) => parseAssignment(schema, words, issues))
    .filter((assignment) => assignment !== undefined);
  throwIfAny(issues);
  return assign(document, assignments);
}

/**
 * The document with the values put at their paths; mappings on the way are made. Nothing that was passed in
 * is changed.
 */
export function assign(document: unknown, assignments: readonly Assignment[]): unknown {
  return assignments.reduce<unknown>((here, { path, value }) => put(here, path.split('.'), value), document);
}

const withArticle = (noun: string): string => `${/^[aeio]/i.test(noun) ? 'An' : 'A'} ${noun}`;

/** The schema of the field at a dotted path; otherwise an issue at `issues` that names the nearest key. */
export function fieldOrIssue(schema: JsonSchema, path: string, issues: IssueList): JsonSchema | undefined {
  const keys = path.split('.');
  const lookup = fieldAt(schema, keys);
  if (lookup.found) return lookup.schema;
  const place =
    lookup.known.length === 0
      ? withArticle(String(schema.properties?.kind?.const ?? 'document'))
      : lookup.known.join('.');
  const suggestion = nearestKey(lookup.unknown, lookup.properties);
  const rest = keys.slice(lookup.known.length + 1);
  const corrected = suggestion === undefined ? undefined : [...lookup.known, suggestion, ...rest].join('.');
  issues.add(
    'unknown-key',
    `${place} has no key \`${lookup.unknown.slice(0, 60)}\`.`,
    useOneOf(corrected, Object.keys(lookup.properties)),
  );
  return undefined;
}

/** An experiment is meant where a document does not say what it is. */
function kindOf(document: unknown): DocumentKind {
  const kind = isRecord(document) ? document.kind : undefined;
  return DOCUMENT_KINDS.find((name) => name === kind) ?? 'Experiment';
}

function parseAssignment(schema: JsonSchema, words: string, issues: IssueList): Assignment | undefined {
  const equals = words.indexOf('=');
  if (equals <= 0) {
    issues.add(
      'bad-override',
      `An assignment must have the form path=value (got "${words.slice(0, 60)}").`,
      'Use for example --set workload.parallelism.pipeline=8.',
    );
    return undefined;
  }
  const path = words.slice(0, equals).trim();
  const field = fieldOrIssue(
    schema,
    path,
    path.split('.').reduce((at, key) => at.at(key), issues),
  );
  return field === undefined ? undefined : { path, value: typed(field, words.slice(equals + 1)) };
}

/**
 * Text stays text where the field holds text; elsewhere it is read as YAML, so that 8, true and {a: 1} mean
 * what they look like.
 */
function typed(field: JsonSchema, words: string): unknown {
  if (field.type === 'string') return words === 'null' ? null : words;
  try {
    return parseYaml(words, { schema: 'core', maxAliasCount: 0, logLevel: 'silent' }) as unknown;
  } catch {
    return words;
  }
}

function put(here: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(here))
    return here.map((item: unknown, index) => (String(index) === key ? put(item, rest, value) : item));
  const base: Plain = isRecord(here) ? here : {};
  return { ...base, [key]: put(base[key], rest, value) };
}

/** The document that stands for an experiment preset: what `railyard run <preset>` runs. */
export const experimentFromPreset = (name: string): Plain => ({
  apiVersion: API_VERSION,
  kind: 'Experiment',
  preset: name,
});
