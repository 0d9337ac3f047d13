/** Checks of a document's fields: each adds an issue with its path and says whether the value can be used. */
import { type IssueList } from '@railyard/base';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown, issues: IssueList, what: string): value is Fields {
  return issues.require(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    'not-an-object',
    `${what} is an object`,
    'Write its keys and values.',
  );
}

export function checkKeys(fields: Fields, known: readonly string[], issues: IssueList): void {
  for (const key of Object.keys(fields)) {
    if (!known.includes(key))
      issues.at(key).add('unknown-key', `"${key}" is not known here`, `known: ${known.join(', ')}`);
  }
}

export interface Range {
  readonly min?: number;
  readonly max?: number;
  /** The bounds themselves are not allowed. */
  readonly exclusive?: boolean;
  readonly integer?: boolean;
  readonly optional?: boolean;
}

export function checkNumber(fields: Fields, key: string, range: Range, issues: IssueList): boolean {
  const value = fields[key];
  const at = issues.at(key);
  if (value === undefined)
    return range.optional === true || at.require(false, 'missing', `"${key}" is missing`, 'Give a number.');
  if (typeof value !== 'number' || !Number.isFinite(value))
    return at.require(
      false,
      'not-a-number',
      `"${key}" is ${JSON.stringify(value)}, not a number`,
      'Give a finite number.',
    );
  const { min = -Infinity, max = Infinity, exclusive = false } = range;
  const within = exclusive ? value > min && value < max : value >= min && value <= max;
  const bounds = `${min === -Infinity ? '' : `${exclusive ? 'above' : 'at least'} ` + `${min}`}${min !== -Infinity && max !== Infinity ? ' and ' : ''}${max === Infinity ? '' : `${exclusive ? 'below' : 'at most'} ` + `${max}`}`;
  return (
    at.require(
      within,
      'out-of-range',
      `"${key}" is ${value}; it must be ${bounds}`,
      `Give a number ${bounds}.`,
    ) &&
    at.require(
      range.integer !== true || Number.isInteger(value),
      'not-whole',
      `"${key}" is ${value}, not a whole number`,
      `${Math.floor(value)} and ${Math.ceil(value)} are the nearest.`,
    )
  );
}

export function checkText(fields: Fields, key: string, issues: IssueList): boolean {
  const value = fields[key];
  return issues
    .at(key)
    .require(
      typeof value === 'string' && value.length > 0 && value.length <= 4000,
      'not-text',
      `"${key}" is a text that is not empty`,
      'Write 1 to 4,000 characters.',
    );
}

export function checkBoolean(fields: Fields, key: string, issues: IssueList, optional = false): boolean {
  const value = fields[key];
  return issues
    .at(key)
    .require(
      typeof value === 'boolean' || (optional && value === undefined),
      'not-a-boolean',
      `"${key}" is true or false`,
      'Write true or false.',
    );
}

export function checkChoice<T extends string>(
  fields: Fields,
  key: string,
  choices: readonly T[],
  issues: IssueList,
): T | undefined {
  const value = fields[key];
  const found = choices.find((choice) => choice === value);
  issues
    .at(key)
    .require(
      found !== undefined,
      'unknown-choice',
      `"${key}" is ${JSON.stringify(value) ?? 'missing'}`,
      `one of: ${choices.join(', ')}`,
    );
  return found;
}
