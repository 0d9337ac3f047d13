/** Parsers of option values: a bad one is a usage error that says what was wanted. */
import { InvalidArgumentError } from 'commander';

/** A whole number of at least `least`. */
export const wholeNumber = (least: number) => (words: string): number => {
  const value = Number(words);
  if (words.trim() === '' || !Number.isSafeInteger(value) || value < least) throw new InvalidArgumentError(`a whole number of at least ${least} is needed.`);
  return value;
};

/** A finite number of at least `least`. */
export const finiteNumber = (least: number) => (words: string): number => {
  const value = Number(words);
  if (words.trim() === '' || !Number.isFinite(value) || value < least) throw new InvalidArgumentError(`a number of at least ${least} is needed.`);
  return value;
};

/** Collects a repeatable option. */
export const collected = (words: string, before: readonly string[]): readonly string[] => [...before, words];
