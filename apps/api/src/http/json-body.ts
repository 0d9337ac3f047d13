/** Reads a JSON body strictly: bounded depth before anything recurses, and no number that JSON would bend. */
import { type FastifyRequest } from 'fastify';
import { type Issue, IssueList } from '@railyard/base';
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

export const MAX_BODY_BYTES = 1_000_000;
export const MAX_DEPTH = 64;
/** Of one mapping. Every key that is not known is compared with those that are. */
export const MAX_KEYS = 256;
/** What is wrong is listed up to here: an answer is not to be longer than its question. */
const MAX_ISSUES = 100;

/** @throws ProblemError 415 when the body is compressed, or in another character set than UTF-8. */
export function assertPlainJson(headers: FastifyRequest['headers']): void {
  const coding = headers['content-encoding'] ?? 'identity';
  if (coding.toLowerCase() !== 'identity')
    throw unsupported('content-encoding', `A body in ${coding} is not read.`, 'Send it as it is.');
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset))
    throw unsupported('content-type', `A body in ${charset} is not read.`, 'Send JSON in UTF-8.');
}

const unsupported = (header: string, message: string, hint: string): ProblemError =>
  new ProblemError(415, 'unsupported-media-type', 'The body is not plain JSON', message, [
    { path: `/headers/${header}`, code: 'unsupported-media-type', message, hint },
  ]);

/** @throws ProblemError 400 when the bytes are no JSON of ours. */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) throw malformed('The body is empty.');
  const excess = excessIn(bytes);
  if (excess !== null) throw malformed(excess);
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(
      error instanceof SyntaxError ? `The body is not JSON: ${error.message}.` : 'The body is not UTF-8.',
    );
  }
  const repeated = repeatedKey(text);
  if (repeated !== null)
    throw badRequest([
      {
        path: repeated,
        code: 'repeated-key',
        message: 'The key stands twice in one mapping.',
        hint: 'Keep one of them.',
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
 * What there is too much of for the parser to be troubled with; null when there is not. Looks at brackets and
 * commas outside strings.
 */
function excessIn(bytes: Buffer): string | null {
  const isMapping = new Uint8Array(MAX_DEPTH + 1);
  const commas = new Uint32Array(MAX_DEPTH + 1);
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_LIST || byte === OPEN_MAPPING) {
      depth += 1;
      if (depth > MAX_DEPTH) return `The body is nested more than ${MAX_DEPTH} levels deep.`;
      isMapping[depth] = byte === OPEN_MAPPING ? 1 : 0;
      commas[depth] = 0;
    } else if (byte === CLOSE_LIST || byte === CLOSE_MAPPING) depth = Math.max(0, depth - 1);
    else if (byte === COMMA && isMapping[depth] === 1) {
      commas[depth] += 1;
      if (commas[depth] >= MAX_KEYS) return `A mapping of the body has more than ${MAX_KEYS} keys.`;
    }
  }
  return null;
}

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Refuses numbers that are not what was written, texts that cannot be stored, and keys that reach for a
 * prototype.
 */
class ValueCheck {
  private readonly list = new IssueList();
  /** Keys and indexes to the value at hand: a pointer is written only for what is refused. */
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
        this.refuse('forbidden-key', `The key ${key} is not allowed.`, 'Remove it.');
      else this.visit(member);
      this.path.pop();
    }
  }

  /** What PostgreSQL cannot hold, and what UTF-8 cannot write. */
  private visitText(value: string): void {
    if (value.includes('\u0000') || /\p{Surrogate}/u.test(value))
      this.refuse('bad-text', 'A text holds a zero character or half of a surrogate pair.', 'Remove it.');
  }

  private visitNumber(value: number): void {
    if (!Number.isFinite(value))
      this.refuse('not-finite', 'The number is too large to be held.', 'Write a smaller number.');
    else if (Number.isInteger(value) && !Number.isSafeInteger(value))
      this.refuse(
        'unsafe-integer',
        `${value} is beyond the whole numbers that are held exactly.`,
        'Stay within 2^53 - 1.',
      );
    else if (Object.is(value, -0)) this.refuse('negative-zero', '-0 is not a number of ours.', 'Write 0.');
    else if (value !== 0 && Math.abs(value) < SMALLEST_NORMAL)
      this.refuse('subnormal', `${value} is too small to be held exactly.`, 'Write 0 or a larger number.');
  }

  private refuse(code: string, message: string, hint: string): void {
    this.path.reduce((list: IssueList, key) => list.at(key), this.list).add(code, message, hint);
  }
}
