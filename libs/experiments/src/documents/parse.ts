/** Text to value: YAML or JSON, bounded, with the place of a syntax error. */
import { InvalidDocumentError } from '@railyard/base';
import { parseAllDocuments } from 'yaml';

/** Characters of a document's text; a sweep that lists its points is the largest that makes sense. */
const MAX_TEXT = 1_000_000;

/** Aliases that a YAML document may expand to: enough for shared blocks, too few to grow without bound. */
const MAX_ALIASES = 50;

/** @throws InvalidDocumentError when the text is too large or is neither YAML nor JSON. */
export function parseText(source: string): unknown {
  if (source.length > MAX_TEXT)
    fail(
      'too-big',
      `The text must have at most ${MAX_TEXT} characters (got ${source.length}).`,
      'Split it into several documents.',
    );
  if (source.trim() === '')
    fail('empty', 'The document must not be empty.', 'Start from a preset: `railyard presets`.');
  return parsedJson(source) ?? parsedYaml(source);
}

function parsedJson(source: string): unknown {
  if (!/^\s*[[{]/.test(source)) return undefined;
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}

function parsedYaml(source: string): unknown {
  checkNesting(source);
  const documents = parseAllDocuments(source, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: true,
    strict: true,
    logLevel: 'silent',
  });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined)
    return fail('empty', 'The document must not be empty.', 'Start from a preset: `railyard presets`.');
  if (second !== undefined)
    fail(
      'several-documents',
      `The text must hold one document (got ${documents.length}).`,
      'Remove what stands behind the second `---`, or put it into a file of its own.',
    );
  const error = document.errors[0];
  if (error !== undefined) {
    const line = error.linePos?.[0];
    const place = line === undefined ? '' : ` at line ${line.line}, column ${line.col}`;
    fail(
      'syntax',
      `The text is not YAML or JSON${place}: ${reasonOf(error)}.`,
      'Check indentation, quotes and brackets.',
    );
  }
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (cause) {
    return fail(
      'syntax',
      `The YAML cannot be expanded: ${cause instanceof Error ? cause.message : 'unknown cause'}.`,
      `Use at most ${MAX_ALIASES} aliases.`,
    );
  }
}

/** What the parser says first, without the place and without a full stop. */
function reasonOf({ message }: Error): string {
  const [first = ''] = message.split('\n');
  return first.replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '');
}

/** The YAML parser recurses, so brackets and indentation are counted before it is let loose. */
function checkNesting(source: string): void {
  const MAX_NESTING = 500;
  let depth = 0;
  let deepest = 0;
  for (const character of source) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
  }
  if (deepest > MAX_NESTING || /^[\s?:-]{1000}/m.test(source)) {
    fail(
      'too-deep',
      'The document is nested too deep to be read.',
      'Check the brackets: nothing in Railyard is nested that deep.',
    );
  }
}

function fail(code: string, message: string, hint: string): never {
  throw new InvalidDocumentError([{ path: '', code, message, hint }]);
}
