/**
 * Canonical JSON (RFC 8785: keys in code-unit order, shortest round-trip numbers, no white space) and its SHA-256: the
 * identity of a document and of a result. Values that JSON would lose silently (NaN, Infinity, functions) are refused.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { InvariantError } from './assert.js';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/** @throws InvariantError on a number that is not finite or a value that JSON cannot hold. Keys whose value is undefined are left out. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new InvariantError('canonical JSON holds finite numbers only', { value: String(value) });
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const record = value as Readonly<Record<string, unknown>>;
    const members = Object.keys(record)
      .filter((key) => record[key] !== undefined)
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
    return `{${members.join(',')}}`;
  }
  throw new InvariantError('canonical JSON cannot hold this value', { type: typeof value });
}

/** SHA-256 of UTF-8 text, 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-256 of the canonical form. */
export function hashOf(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
