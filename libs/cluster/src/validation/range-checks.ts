/**
 * Checks of single values, each adding one issue where the value stands. They return whether the value is
 * fine.
 */
import { type IssueList } from '@railyard/base';

export function wholeNumber(value: number, issues: IssueList, least = 1): boolean {
  return issues.require(
    Number.isSafeInteger(value) && value >= least,
    'out-of-range',
    `${value} is not a whole number of at least ${least}`,
    `Give a whole number from ${least}.`,
  );
}

export function positiveRate(value: number, issues: IssueList): boolean {
  return issues.require(
    Number.isFinite(value) && value > 0,
    value === 0 ? 'zero-bandwidth' : 'out-of-range',
    `${value} GB/s is not a positive rate`,
    'Links need a bandwidth above zero; leave a link out by its count, not its rate.',
  );
}

export function notNegativeRate(value: number, issues: IssueList): boolean {
  return issues.require(
    Number.isFinite(value) && value >= 0,
    'out-of-range',
    `${value} GB/s is not a rate`,
    'Give GB/s per direction, or 0 for none.',
  );
}

export function oneOf(value: string, known: readonly string[], code: string, issues: IssueList): boolean {
  return issues.require(
    known.includes(value),
    code,
    `'${value}' is not known here`,
    `Use one of: ${known.join(', ')}.`,
  );
}
