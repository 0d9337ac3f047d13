/** Reads a record key by key, and knows afterwards which keys nobody asked for. */
import { type IssueList } from '@railyard/base';
import { type JobDraft, type Remark } from './job-draft.js';

export class Fields {
  private readonly asked = new Set<string>();
  private readonly refused = new Set<string>();
  private readonly unstated: Remark[] = [];
  private readonly defaults: Remark[] = [];

  constructor(
    private readonly record: Readonly<Record<string, unknown>>,
    readonly source: string,
    private readonly issues: IssueList,
  ) {}

  /** The first of `names` that has a value; null counts as none. */
  value(...names: readonly string[]): unknown {
    let found: unknown;
    for (const name of names) {
      this.asked.add(name);
      found ??= this.record[name] ?? undefined;
    }
    return found;
  }

  has(...names: readonly string[]): boolean {
    return this.value(...names) !== undefined;
  }

  /** A whole number from 0, also when written as text; an issue when it is something else. */
  count(...names: readonly string[]): number | undefined {
    const found = this.value(...names);
    if (found === undefined) return undefined;
    const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
    return this.wrong(names, 'a whole number', found);
  }

  ratio(...names: readonly string[]): number | undefined {
    const found = this.value(...names);
    if (found === undefined) return undefined;
    const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
    return typeof number === 'number' && Number.isFinite(number)
      ? number
      : this.wrong(names, 'a number', found);
  }

  /** A count that must be there; 1 stands in where it is not, and an issue says so. */
  required(...names: readonly string[]): number {
    const before = this.issues.issues.length;
    const found = this.count(...names);
    if (found !== undefined && found > 0) return found;
    if (this.issues.issues.length === before)
      this.issues
        .at(this.present(names))
        .add(
          found === 0 ? 'out-of-range' : 'missing-key',
          found === 0
            ? `${this.present(names)} must be at least 1 (got 0).`
            : `${names.join(' or ')} must be given.`,
          `Add ${names[0]} to ${this.source}.`,
        );
    return 1;
  }

  text(...names: readonly string[]): string | undefined {
    const found = this.value(...names);
    if (found === undefined || typeof found === 'string') return found;
    return typeof found === 'number' || typeof found === 'boolean'
      ? String(found)
      : this.wrong(names, 'text', found);
  }

  flag(...names: readonly string[]): boolean | undefined {
    const found = this.value(...names);
    if (found === undefined || typeof found === 'boolean') return found;
    if (typeof found === 'string' && /^(true|false)$/i.test(found)) return found.toLowerCase() === 'true';
    return this.wrong(names, 'true or false', found);
  }

  list(...names: readonly string[]): readonly unknown[] | undefined {
    const found = this.value(...names);
    if (found === undefined || Array.isArray(found)) return found as readonly unknown[] | undefined;
    return this.wrong(names, 'a list', found);
  }

  /** An issue at the key of a value that contradicts another. */
  contradiction(key: string, message: string, hint: string): void {
    this.issues.at(key).add('contradiction', message, hint);
  }

  unsupported(key: string, message: string, hint: string): void {
    this.issues.at(key).add('not-supported', message, hint);
  }

  /** The value of the key cannot be stated. */
  leave(key: string, text: string): void {
    this.asked.add(key);
    this.unstated.push({ key, text });
  }

  assume(key: string, text: string): void {
    this.defaults.push({ key, text });
  }

  /** Keys that nobody asked for are without effect (`ignored`) or not known. */
  remarks(ignored: (key: string) => boolean): Omit<JobDraft, 'source' | 'kind' | 'values' | 'model'> {
    // null says nothing.
    const rest = Object.keys(this.record).filter((key) => !this.asked.has(key) && this.record[key] !== null);
    return {
      unstated: this.unstated,
      defaults: this.defaults,
      without: rest.filter(ignored),
      unknown: rest.filter((key) => !ignored(key)),
    };
  }

  private present(names: readonly string[]): string {
    return names.find((name) => this.record[name] !== undefined) ?? names[0] ?? '';
  }

  private wrong(names: readonly string[], wanted: string, found: unknown): undefined {
    const key = this.present(names);
    // Several readers may ask for one key.
    if (this.refused.has(key)) return undefined;
    this.refused.add(key);
    this.issues
      .at(key)
      .add(
        'wrong-type',
        `${key} must be ${wanted} (got ${JSON.stringify(found)}).`,
        `Correct ${this.source}.`,
      );
    return undefined;
  }
}
