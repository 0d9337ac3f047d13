/** Counts in what a user wrote. */
import { type IssueList } from '@railyard/base';
import { wholeNumber } from '@railyard/cluster';

/** Adds an issue for every key of `record` that is no whole number from `least`. */
export function wholeNumbers(
  issues: IssueList,
  record: object,
  keys: readonly string[],
  least: number,
): boolean {
  let valid = true;
  for (const key of keys)
    valid = wholeNumber(Reflect.get(record, key) as number, issues.at(key), least) && valid;
  return valid;
}
