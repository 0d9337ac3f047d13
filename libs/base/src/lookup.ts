/**
 * Lookups that must succeed. A missing element is a bug with a name at the place where it happens, instead
 * of an `undefined` that travels on.
 */
import { InvariantError } from './assert.js';

/** The element of a list or typed array. @throws InvariantError when there is none. */
export function elementAt<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined)
    throw new InvariantError('the list has an element at this index', { index, length: list.length });
  return element;
}

/** The value of a record's key. @throws InvariantError when the record has no such key. */
export function entryOf<T>(record: Readonly<Record<string, T>>, key: string): T {
  const value = Object.hasOwn(record, key) ? record[key] : undefined;
  if (value === undefined) throw new InvariantError('the record has this key', { key });
  return value;
}
