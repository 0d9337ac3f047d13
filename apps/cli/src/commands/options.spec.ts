import { InvalidArgumentError } from 'commander';
import { collected, degradedParts, finiteNumber, wholeNumber } from './options.js';

it.each([
  ['1', 1],
  ['20', 20],
  ['1e3', 1000],
  [' 7 ', 7],
])('a whole number may be written %j', (words, value) => {
  expect(wholeNumber(1)(words)).toBe(value);
});

it.each(['0', '-1', '1.5', '', ' ', 'ten', 'NaN', 'Infinity'])(
  '%j is no whole number of at least 1',
  (words) => {
    expect(() => wholeNumber(1)(words)).toThrow(
      new InvalidArgumentError('Use a whole number of at least 1.'),
    );
  },
);

it('a whole number that is not exact is refused', () => {
  expect(() => wholeNumber(0)('9007199254740993')).toThrow(/at most 9007199254740991/);
});

it('a number has a least value, which it may be', () => {
  expect(finiteNumber(0.5)('0.5')).toBe(0.5);
  for (const words of ['0.4', '', 'Infinity', 'x'])
    expect(() => finiteNumber(0.5)(words)).toThrow(/at least 0.5/);
});

it('a repeated option keeps its order', () => {
  expect(['a=1', 'b=2'].reduce<readonly string[]>((before, words) => collected(words, before), [])).toEqual([
    'a=1',
    'b=2',
  ]);
});

it('a degraded part keeps a share of its rate', () => {
  expect(degradedParts('plane:0/leaf:3=0.5', ['node:0/nic:1=1'])).toEqual([
    'node:0/nic:1=1',
    'plane:0/leaf:3=0.5',
  ]);
  for (const words of ['leaf:3', 'leaf:3=', 'leaf:3=0', 'leaf:3=1.5', 'leaf:3=half'])
    expect(() => degradedParts(words, [])).toThrow(/such as leaf:3=0.5/);
});
