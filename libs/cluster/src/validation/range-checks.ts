/**
 * Checks of single values, each adding one issue that names the key of its list. They return whether the
 * value is valid.
 */
import { type IssueList } from '@railyard/base';

export function wholeNumber(value: number, issues: IssueList, least = 1): boolean {
  return issues.require(
    Number.isSafeInteger(value) && value >= least,
    'out-of-range',
    `${issues.key} must be a whole number of at least ${least} (got ${value}).`,
    `Use a whole number from ${least}.`,
  );
}

export function positiveRate(value: number, issues: IssueList): boolean {
  return issues.require(
    Number.isFinite(value) && value > 0,
    value === 0 ? 'zero-bandwidth' : 'out-of-range',
    `${issues.key} must be above 0 GB/s (got ${value}).`,
    'Give the rate in GB/s per direction; leave a link out by its count, not its rate.',
  );
}

export function notNegativeRate(value: number, issues: IssueList): boolean {
  return issues.require(
    Number.isFinite(value) && value >= 0,
    'out-of-range',
    `${issues.key} must be a rate of at least 0 GB/s (got ${value}).`,
    'Give GB/s per direction, or 0 for none.',
  );
}

export function notNegativeTime(value: number, issues: IssueList): boolean {
  return issues.require(
    Number.isFinite(value) && value >= 0,
    'out-of-range',
    `${issues.key} must be a time of at least 0 us (got ${value}).`,
    'Give microseconds.',
  );
}

export function oneOf(value: string, known: readonly string[], code: string, issues: IssueList): boolean {
  return issues.require(
    known.includes(value),
    code,
    `${issues.key} must be one of the known names (got ${JSON.stringify(value)}).`,
    `Use one of: ${known.join(', ')}.`,
  );
}
