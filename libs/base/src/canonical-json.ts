/**
 * Canonical JSON (RFC 8785: keys in code-unit order, shortest round-trip numbers, no white space) and its
 * SHA-256: the identity of a document and of a result. Values that JSON would lose silently (NaN, Infinity,
 * functions) are refused.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { InvariantError } from './assert.js';

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/**
 * @throws InvariantError on a number that is not finite or a value that JSON cannot hold. Keys whose value is
 * undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new InvariantError('canonical JSON holds finite numbers only', { value: String(value) });
    // Shortest round-trip form, as JSON has it; -0 becomes 0.
    return String(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return canonicalList(value);
  if (typeof value === 'object') return canonicalRecord(value as Readonly<Record<string, unknown>>);
  throw new InvariantError('canonical JSON cannot hold this value', { type: typeof value });
}

function canonicalList(items: readonly unknown[]): string {
  let text = '';
  for (let i = 0; i < items.length; i += 1) text += `${i === 0 ? '' : ','}${canonicalJson(items[i] ?? null)}`;
  return `[${text}]`;
}

function canonicalRecord(record: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const key of sorted(Object.keys(record))) {
    const member = record[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** Up to so many keys, inserting is the quickest; of more, a stranger may have chosen the worst order. */
const FEW_KEYS = 32;

/** By code units, in place. */
function sorted(keys: string[]): readonly string[] {
  if (keys.length > FEW_KEYS) return keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i];
    let place = i;
    for (; place > 0 && keys[place - 1] > key; place -= 1) keys[place] = keys[place - 1];
    keys[place] = key;
  }
  return keys;
}

/** Keys recur in every document: the first so many are kept as JSON. */
const KEPT_KEYS = 10_000;
const quotedKeys = new Map<string, string>();

function quoted(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (quotedKeys.size < KEPT_KEYS && key.length < 100) quotedKeys.set(key, text);
  return text;
}

/** SHA-256 of UTF-8 text, 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-256 of the canonical form. */
export function hashOf(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
