/**
 * What any document must be before its schema is looked at: plain JSON of bounded depth and size, with finite numbers and no key that
 * could reach an object's prototype. Runs first, so that later passes may recurse and merge without care.
 */
import { type IssueList } from '@railyard/base';

export const MAX_DEPTH = 32;
export const MAX_VALUES = 500_000;
export const MAX_STRING = 10_000;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Adds an issue for everything that is not bounded plain JSON; true when there is none. */
export function checkStructure(input: unknown, issues: IssueList): boolean {
  const pass = new StructurePass();
  pass.visit(input, issues, 0);
  return pass.sound;
}

class StructurePass {
  sound = true;
  private values = 0;
  private exhausted = false;

  visit(value: unknown, at: IssueList, depth: number): void {
    if (this.exhausted) return;
    this.values += 1;
    if (this.values > MAX_VALUES) {
      this.exhausted = true;
      return this.refuse(at, 'too-big', `the document has more than ${MAX_VALUES} values`, 'Split it into several documents.');
    }
    if (value === null || value === undefined || typeof value === 'boolean') return;
    if (typeof value === 'number') return this.visitNumber(value, at);
    if (typeof value === 'string') return this.visitString(value, at);
    if (typeof value !== 'object') return this.refuse(at, 'wrong-type', `a ${typeof value} cannot stand in a document`, 'Use text, numbers, true, false, lists and mappings.');
    if (depth >= MAX_DEPTH) return this.refuse(at, 'too-deep', `the document is nested more than ${MAX_DEPTH} levels deep`, 'Nothing in Railyard is nested that deep: check the brackets.');
    if (Array.isArray(value)) value.forEach((item, index) => this.visit(item, at.at(index), depth + 1));
    else this.visitObject(value as Readonly<Record<string, unknown>>, at, depth);
  }

  private visitNumber(value: number, at: IssueList): void {
    if (!Number.isFinite(value)) this.refuse(at, 'not-finite', `${String(value)} is not a number that can be simulated`, 'Write a finite number.');
  }

  private visitString(value: string, at: IssueList): void {
    if (value.length > MAX_STRING) this.refuse(at, 'too-long', `the text has ${value.length} characters, more than ${MAX_STRING}`, 'Shorten it.');
  }

  private visitObject(value: Readonly<Record<string, unknown>>, at: IssueList, depth: number): void {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && !isPlainPrototype(prototype)) {
      return this.refuse(at, 'wrong-type', 'the value is not a plain mapping', 'Use text, numbers, true, false, lists and mappings.');
    }
    for (const key of Object.keys(value)) {
      if (FORBIDDEN_KEYS.has(key)) this.refuse(at.at(key), 'unknown-key', `\`${key}\` is not a key of any document`, 'Remove it.');
      else this.visit(value[key], at.at(key), depth + 1);
    }
  }

  private refuse(at: IssueList, code: string, message: string, hint: string): void {
    this.sound = false;
    at.add(code, message, hint);
  }
}

/** Object.prototype of this realm or, as in a worker or a test sandbox, of another one. */
const isPlainPrototype = (prototype: unknown): boolean =>
  prototype === Object.prototype || (Object.getPrototypeOf(prototype) === null && Object.prototype.hasOwnProperty.call(prototype, 'isPrototypeOf'));

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
