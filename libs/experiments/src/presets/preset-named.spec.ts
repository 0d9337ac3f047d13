import { IssueList } from '@railyard/base';
import { distance } from 'fastest-levenshtein';
import { presetNamed } from './preset-named.js';

jest.mock('fastest-levenshtein', () => {
  const actual: { distance: typeof distance } = jest.requireActual('fastest-levenshtein');
  return { distance: jest.fn(actual.distance) };
});

it('looks for a near name only where there is none of the name', () => {
  const issues = new IssueList();
  expect(presetNamed('workload', 'llama3-8b', issues)).toBeDefined();
  expect(distance).not.toHaveBeenCalled();
  expect(issues.issues).toEqual([]);
  expect(presetNamed('workload', 'llama3-8', issues)).toBeUndefined();
  expect(issues.issues).toMatchObject([{ code: 'unknown-preset', hint: 'Use `llama3-8b`.' }]);
});
