import { InvariantError } from './assert.js';
import { elementAt, entryOf } from './lookup.js';

describe('elementAt', () => {
  it('gives elements of lists and typed arrays, falsy ones too', () => {
    expect(elementAt(['a', 'b'], 1)).toBe('b');
    expect(elementAt(Float64Array.of(0, 2), 0)).toBe(0);
  });

  it.each([-1, 2, 0.5])('throws where there is no element: %d', (index) => {
    expect(() => elementAt(['a', 'b'], index)).toThrow(InvariantError);
  });
});

describe('entryOf', () => {
  it('gives values of own keys alone', () => {
    expect(entryOf({ a: 0 }, 'a')).toBe(0);
    expect(() => entryOf({ a: 0 }, 'b')).toThrow(InvariantError);
    expect(() => entryOf({}, 'toString')).toThrow(InvariantError);
  });
});
