import { FORBIDDEN_KEYS, isRecord } from './plain-json.js';

it.each([
  [{}, true],
  [{ a: 1 }, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  [undefined, false],
  ['text', false],
  [7, false],
])('%j is a mapping: %j', (value, expected) => {
  expect(isRecord(value)).toBe(expected);
});

it('forbids every key by which a merge could change what all objects inherit', () => {
  const reached = Object.getOwnPropertyNames(Object.prototype).filter((key) => {
    const value = ({} as Record<string, unknown>)[key];
    return value === Object.prototype || value === Object;
  });
  for (const key of [...reached, 'prototype']) expect(FORBIDDEN_KEYS.has(key)).toBe(true);
});
