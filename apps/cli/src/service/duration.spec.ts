import { InvalidArgumentError } from 'commander';
import { duration } from './duration.js';

it.each([
  ['250ms', 250],
  ['90s', 90_000],
  ['1.5m', 90_000],
  ['1h30m', 5_400_000],
  ['1m500ms', 60_500],
  ['24d', 24 * 86_400_000],
])('%s is %i ms', (words, ms) => {
  expect(duration(words)).toBe(ms);
});

it.each(['', '90', 's', '-1s', '1 m', '1x', '1h30', '1e3s'])('%j is no duration', (words) => {
  expect(() => duration(words)).toThrow(
    new InvalidArgumentError('Use a duration, for example 90s, 10m or 1h30m.'),
  );
});

it.each(['0s', '0.1ms', '25d'])('%s is nothing to wait for, or longer than a timer counts', (words) => {
  expect(() => duration(words)).toThrow('Use a duration from 1ms to 24d.');
});
