/** A user's mistakes, all of them at once: where (a JSON pointer), what, and how to correct it. */

export interface Issue {
  /**
   * JSON pointer into the user's document, e.g. `/workload/parallelism/expertParallel`; '' is the whole
   * document.
   */
  readonly path: string;
  /** Stable machine-readable kind, kebab-case, e.g. `unknown-key`. */
  readonly code: string;
  /** What is wrong, with the offending value, as a sentence. */
  readonly message: string;
  /** How to correct it: an imperative sentence. */
  readonly hint: string;
}

/** Thrown by an entry point that was handed a document with issues: the caller shows the list. */
export class InvalidDocumentError extends Error {
  constructor(readonly issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.path || '(document)'}: ${issue.message}`).join('\n'));
    this.name = 'InvalidDocumentError';
  }
}

/** Collects issues below one path; `at` descends. */
export class IssueList {
  constructor(
    private readonly collected: Issue[] = [],
    private readonly base = '',
    /** Key or index where the list stands, for messages; '' at the root. */
    readonly key = '',
  ) {}

  get issues(): readonly Issue[] {
    return this.collected;
  }

  at(key: string | number): IssueList {
    return new IssueList(this.collected, `${this.base}/${escapePointer(String(key))}`, String(key));
  }

  add(code: string, message: string, hint: string): void {
    this.collected.push({ path: this.base, code, message, hint });
  }

  /** Adds issues that were found below this path by other means. */
  addAll(found: readonly Issue[]): void {
    for (const issue of found) this.collected.push({ ...issue, path: `${this.base}${issue.path}` });
  }

  /**
   * Adds the issue when `condition` is false; returns the condition so that dependent checks can be skipped.
   */
  require(condition: boolean, code: string, message: string, hint: string): boolean {
    if (!condition) this.add(code, message, hint);
    return condition;
  }

  /**
   * Applies a rule to values by their keys, unless something was reported of one of them: what follows from
   * that is no mistake of its own.
   */
  relate<T, K extends keyof T & string>(
    values: Partial<T>,
    keys: readonly K[],
    rule: (sound: Pick<T, K>) => void,
  ): void {
    if (!keys.some((key) => this.hasAt(key))) rule(values as Pick<T, K>);
  }

  /** Something was reported of the key, or of what stands below it. */
  private hasAt(key: string): boolean {
    const place = `${this.base}/${escapePointer(key)}`;
    return this.collected.some(({ path }) => path === place || path.startsWith(`${place}/`));
  }

  /** @throws InvalidDocumentError when anything was collected. */
  throwIfAny(): void {
    if (this.collected.length > 0) throw new InvalidDocumentError([...this.collected]);
  }
}

/** RFC 6901 escaping of one reference token. */
export function escapePointer(token: string): string {
  return /[~/]/.test(token) ? token.replace(/~/g, '~0').replace(/\//g, '~1') : token;
}
