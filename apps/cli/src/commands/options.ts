/** Parsers of option values: a bad one is a usage error that says what to use. */
import { InvalidArgumentError } from 'commander';

/** A whole number of at least `least`, and up to what JavaScript counts exactly. */
export const wholeNumber =
  (least: number) =>
  (words: string): number => {
    const value = Number(words);
    if (words.trim() === '' || !Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`Use a whole number of at least ${least}.`);
    if (!Number.isSafeInteger(value))
      throw new InvalidArgumentError(`Use a whole number of at most ${Number.MAX_SAFE_INTEGER}.`);
    return value;
  };

/** A finite number of at least `least`. */
export const finiteNumber =
  (least: number) =>
  (words: string): number => {
    const value = Number(words);
    if (words.trim() === '' || !Number.isFinite(value) || value < least)
      throw new InvalidArgumentError(`Use a number of at least ${least}.`);
    return value;
  };

/** Collects a repeatable option. */
export const collected = (words: string, before: readonly string[]): readonly string[] => [...before, words];

/** Collects parts of the network with the share of their rate that is left. */
export function degradedParts(words: string, before: readonly string[]): readonly string[] {
  const share = Number(/=([^=]+)$/.exec(words)?.[1]);
  if (!(share > 0 && share <= 1))
    throw new InvalidArgumentError('Use a part and the share of its rate that is left, such as leaf:3=0.5.');
  return [...before, words];
}
