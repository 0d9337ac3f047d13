import { ARTIFACT_NAMES } from '@railyard/reports';
import { NAMED } from './reproduce.js';

/** `table1 to table5` spelt out. */
const spelt = NAMED.split(', ').flatMap((part) => {
  const [, stem, first, last] = /^([a-z]+)(\d) to \1(\d)$/.exec(part) ?? [];
  if (stem === undefined) return [part];
  const [from, to] = [Number(first), Number(last)];
  return Array.from({ length: to - from + 1 }, (_, index) => `${stem}${from + index}`);
});

it('the help names every table and figure that there is', () => {
  expect([...spelt].sort()).toEqual([...ARTIFACT_NAMES].sort());
});
