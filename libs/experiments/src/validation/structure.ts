/**
 * What any document must be before its schema is looked at: plain JSON of bounded depth and size, with finite
 * numbers and no key that could reach an object's prototype. Runs first, so that later passes may recurse and
 * merge without care.
 */
import { FORBIDDEN_KEYS, type IssueList, MAX_DOCUMENT_DEPTH } from '@railyard/base';

const MAX_VALUES = 500_000;
const MAX_STRING = 10_000;

/** Adds an issue for everything that is not bounded plain JSON; true when there is none. */
export function checkStructure(input: unknown, issues: IssueList): boolean {
  const pass = new StructurePass(issues);
  pass.visit(input);
  return pass.sound;
}

class StructurePass {
  sound = true;
  private values = 0;
  private exhausted = false;
  /**
   * Keys and indexes from the document to the value at hand: a pointer is written only for what is refused.
   */
  private readonly path: (string | number)[] = [];

  constructor(private readonly issues: IssueList) {}

  visit(value: unknown): void {
    if (this.exhausted) return;
    this.values += 1;
    if (this.values > MAX_VALUES) {
      this.exhausted = true;
      return this.refuse(
        'too-big',
        `The document must have at most ${MAX_VALUES} values.`,
        'Split it into several documents.',
      );
    }
    if (value === null || value === undefined || typeof value === 'boolean') return;
    if (typeof value === 'number') return this.visitNumber(value);
    if (typeof value === 'string') return this.visitString(value);
    if (typeof value !== 'object')
      return this.refuse(
        'wrong-type',
        `A document cannot hold a ${typeof value}.`,
        'Use text, numbers, true, false, lists and mappings.',
      );
    if (this.path.length >= MAX_DOCUMENT_DEPTH)
      return this.refuse(
        'too-deep',
        `The document must be nested at most ${MAX_DOCUMENT_DEPTH} levels deep.`,
        'Check the brackets: nothing in Railyard is nested that deep.',
      );
    if (Array.isArray(value)) this.visitList(value);
    else this.visitObject(value as Readonly<Record<string, unknown>>);
  }

  private visitNumber(value: number): void {
    if (!Number.isFinite(value))
      this.refuse('not-finite', `A number must be finite (got ${String(value)}).`, 'Use a finite number.');
  }

  private visitString(value: string): void {
    if (value.length > MAX_STRING)
      this.refuse(
        'too-long',
        `A text must have at most ${MAX_STRING} characters (got ${value.length}).`,
        'Shorten it.',
      );
  }

  private visitList(value: readonly unknown[]): void {
    for (let index = 0; index < value.length; index += 1) {
      this.path.push(index);
      this.visit(value[index]);
      this.path.pop();
    }
  }

  private visitObject(value: Readonly<Record<string, unknown>>): void {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && !isPlainPrototype(prototype))
      return this.refuse(
        'wrong-type',
        'A value must be a plain mapping, list, text, number, true or false.',
        'Use text, numbers, true, false, lists and mappings.',
      );
    for (const key of Object.keys(value)) {
      this.path.push(key);
      if (FORBIDDEN_KEYS.has(key))
        this.refuse('unknown-key', `No document has a key \`${key}\`.`, 'Remove it.');
      else this.visit(value[key]);
      this.path.pop();
    }
  }

  private refuse(code: string, message: string, hint: string): void {
    this.sound = false;
    this.path.reduce((list: IssueList, key) => list.at(key), this.issues).add(code, message, hint);
  }
}

/** Object.prototype of this realm or, as in a worker or a test sandbox, of another one. */
const isPlainPrototype = (prototype: unknown): boolean =>
  prototype === Object.prototype ||
  (Object.getPrototypeOf(prototype) === null &&
    Object.prototype.hasOwnProperty.call(prototype, 'isPrototypeOf'));
