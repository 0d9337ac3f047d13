/** What every reader of JSON from outside agrees on. */

/** Keys that could reach an object's prototype when values are merged. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Levels of a document: later passes may recurse. */
export const MAX_DOCUMENT_DEPTH = 32;

/** A mapping: neither a list nor null. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
