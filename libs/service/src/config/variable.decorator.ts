/** Settings by the environment variables that operators set, declared alongside the property. */
import { plainNumber } from '@railyard/base';

/** What a variable's text stands for; text that it cannot read is handed on, to be refused by the rules. */
type Reader = (text: string) => unknown;

interface Declared {
  readonly key: string;
  readonly variable: string;
  readonly read: Reader;
}

export const AS_TEXT: Reader = (text) => text;
export const AS_NUMBER: Reader = (text) => {
  const value = plainNumber(text);
  return Number.isNaN(value) ? text : value;
};
export const AS_FLAG: Reader = (text) => (text === 'true' ? true : text === 'false' ? false : text);

const declaredBy = new Map<object, Declared[]>();

/** The property is set by an environment variable. */
export const Variable =
  (variable: string, read: Reader): PropertyDecorator =>
  (target, key) => {
    const declared = declaredBy.get(target) ?? [];
    declared.push({ key: String(key), variable, read });
    declaredBy.set(target, declared);
  };

/** Variables of a class and of those that it extends. */
export function variablesOf(config: abstract new () => object): readonly Declared[] {
  const found: Declared[] = [];
  for (let target = config.prototype as object | null; target !== null; target = prototypeOf(target))
    found.push(...(declaredBy.get(target) ?? []));
  return found;
}

const prototypeOf = (target: object): object | null => Object.getPrototypeOf(target) as object | null;
