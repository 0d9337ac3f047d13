/**
 * Reads a JSON body strictly: bounded depth before anything recurses, and no number that JSON.parse would
 * change.
 */
import { type FastifyRequest } from 'fastify';
import { FORBIDDEN_KEYS, type Issue, IssueList, MAX_DOCUMENT_DEPTH } from '@railyard/base';
import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_MAPPING,
  COMMA,
  OPEN_LIST,
  OPEN_MAPPING,
  QUOTE,
} from './json-characters.js';
import { ProblemError, badRequest } from './problem.js';
import { repeatedKey } from './repeated-keys.js';
import { shown } from './shown.js';

export const MAX_BODY_BYTES = 1_000_000;
/** A body is a document, or holds one under a key. */
const MAX_DEPTH = MAX_DOCUMENT_DEPTH + 1;
/** Of one mapping. Every key that is not known is compared with those that are. */
const MAX_KEYS = 256;
/** At most this many issues are listed: an answer must not be longer than its request. */
const MAX_ISSUES = 100;

/** @throws ProblemError 415 when the body is compressed, or in another character set than UTF-8. */
export function assertPlainJson(headers: FastifyRequest['headers']): void {
  const coding = headers['content-encoding'] ?? 'identity';
  if (coding.toLowerCase() !== 'identity') throw unsupportedCoding(coding);
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset))
    throw unsupported(
      'content-type',
      `The character set must be UTF-8 (got ${shown(charset)}).`,
      'Send JSON in UTF-8.',
    );
}

/** @param taken coding that the route takes in addition to none. */
export const unsupportedCoding = (coding: string, taken?: string): ProblemError =>
  unsupported(
    'content-encoding',
    `Content-Encoding must be ${taken === undefined ? '' : `${taken} or `}identity (got ${shown(coding)}).`,
    'Send the body without compression.',
  );

const unsupported = (header: string, message: string, hint: string): ProblemError =>
  new ProblemError(415, 'unsupported-media-type', 'The body cannot be read in this form', message, [
    { path: `/headers/${header}`, code: 'unsupported-media-type', message, hint },
  ]);

/** Of a body in another form than the route takes. */
export const unsupportedType = (taken: string): ProblemError =>
  unsupported('content-type', `Content-Type must be ${taken}.`, `Send \`Content-Type: ${taken}\`.`);

/** @throws ProblemError 400 when the bytes are not JSON within the limits. */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) throw malformed('The body must not be empty.');
  const excess = excessIn(bytes);
  if (excess !== null) throw malformed(excess);
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(
      error instanceof SyntaxError ? `The body must be JSON (${error.message}).` : 'The body must be UTF-8.',
    );
  }
  const repeated = repeatedKey(text);
  if (repeated !== null)
    throw badRequest([
      {
        path: repeated,
        code: 'repeated-key',
        message: 'A key must occur once in an object.',
        hint: 'Keep one of the two values.',
      },
    ]);
  const check = new ValueCheck();
  check.visit(value);
  if (check.issues.length > 0) throw badRequest(check.issues);
  return value;
}

const malformed = (detail: string): ProblemError =>
  new ProblemError(400, 'malformed-body', 'The body cannot be read', detail, [
    { path: '', code: 'malformed', message: detail, hint: 'Send one JSON value.' },
  ]);

/**
 * The limit that the body exceeds, found before it is parsed; null when it exceeds none. Looks at brackets
 * and commas outside strings.
 */
function excessIn(bytes: Buffer): string | null {
  const isMapping = new Uint8Array(MAX_DEPTH + 1);
  const commas = new Uint32Array(MAX_DEPTH + 1);
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_LIST || byte === OPEN_MAPPING) {
      depth += 1;
      if (depth > MAX_DEPTH) return `The body must be nested at most ${MAX_DEPTH} levels deep.`;
      isMapping[depth] = byte === OPEN_MAPPING ? 1 : 0;
      commas[depth] = 0;
    } else if (byte === CLOSE_LIST || byte === CLOSE_MAPPING) depth = Math.max(0, depth - 1);
    else if (byte === COMMA && isMapping[depth] === 1) {
      const count = (commas[depth] ?? 0) + 1;
      commas[depth] = count;
      if (count >= MAX_KEYS) return `An object must have at most ${MAX_KEYS} keys.`;
    }
  }
  return null;
}

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/**
 * Refuses numbers that JSON.parse changed, texts that cannot be stored, and keys that reach for a prototype.
 */
class ValueCheck {
  private readonly list = new IssueList();
  /** Keys and indexes of the value that is visited: a pointer is written only for what is refused. */
  private readonly path: (string | number)[] = [];

  get issues(): readonly Issue[] {
    return this.list.issues;
  }

  visit(value: unknown): void {
    if (this.issues.length >= MAX_ISSUES) return;
    if (typeof value === 'number') this.visitNumber(value);
    else if (typeof value === 'string') this.visitText(value);
    else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        this.path.push(index);
        this.visit(value[index]);
        this.path.pop();
      }
    } else if (typeof value === 'object' && value !== null) this.visitMapping(value);
  }

  private visitMapping(value: object): void {
    for (const [key, member] of Object.entries(value)) {
      // A key that cannot be stored cannot stand in a pointer either: its mapping is named.
      this.visitText(key);
      this.path.push(key);
      if (FORBIDDEN_KEYS.has(key))
        this.refuse('forbidden-key', `There must be no key ${key}.`, 'Remove the key.');
      else this.visit(member);
      this.path.pop();
    }
  }

  /** Text that PostgreSQL cannot store, and text that UTF-8 cannot encode. */
  private visitText(value: string): void {
    if (value.includes('\u0000') || /\p{Surrogate}/u.test(value))
      this.refuse(
        'bad-text',
        'A text must not contain a zero character or half of a surrogate pair.',
        'Remove the character.',
      );
  }

  private visitNumber(value: number): void {
    if (!Number.isFinite(value))
      this.refuse('not-finite', 'The number must be finite.', 'Use a smaller number.');
    else if (Number.isInteger(value) && !Number.isSafeInteger(value))
      this.refuse(
        'unsafe-integer',
        `A whole number must be at most 2^53 - 1 in size (got ${value}).`,
        'Use a smaller number.',
      );
    else if (Object.is(value, -0)) this.refuse('negative-zero', 'The number must not be -0.', 'Use 0.');
    else if (value !== 0 && Math.abs(value) < SMALLEST_NORMAL)
      this.refuse(
        'subnormal',
        `The number must be 0 or at least ${SMALLEST_NORMAL} in size (got ${value}).`,
        'Use 0 or a larger number.',
      );
  }

  private refuse(code: string, message: string, hint: string): void {
    this.path.reduce((list: IssueList, key) => list.at(key), this.list).add(code, message, hint);
  }
}
