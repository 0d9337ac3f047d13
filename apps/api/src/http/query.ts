/**
 * Query parameters, read by name with bounds; what is unknown, repeated or out of range is an issue, and all
 * issues are told at once.
 */
import { IssueList } from '@railyard/base';
import { badRequest } from './problem.js';

export type RawQuery = Readonly<Record<string, string | string[] | undefined>>;

export class QueryReader {
  private readonly collected = new IssueList();
  private readonly issues = this.collected.at('query');
  private readonly known = new Set<string>();

  constructor(private readonly raw: RawQuery) {}

  text(name: string, maxLength = 200): string | undefined {
    const value = this.one(name);
    if (value === undefined) return undefined;
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    const sound = value.length > 0 && value.length <= maxLength && !/[\u0000-\u001f\u007f]/.test(value);
    return this.issues
      .at(name)
      .require(
        sound,
        'bad-text',
        `\`${name}\` must have 1 to ${maxLength} printable characters.`,
        'Leave it out, or write what is looked for.',
      )
      ? value
      : undefined;
  }

  integer(name: string, minimum: number, maximum: number, byDefault: number): number {
    const value = this.one(name);
    if (value === undefined) return byDefault;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    const sound = number >= minimum && number <= maximum;
    return this.issues
      .at(name)
      .require(
        sound,
        'out-of-range',
        `\`${name}\` must be a whole number from ${minimum} to ${maximum}.`,
        'Write digits only.',
      )
      ? number
      : byDefault;
  }

  flag(name: string): boolean {
    const value = this.one(name);
    if (value === undefined) return false;
    this.issues
      .at(name)
      .require(
        value === 'true' || value === 'false',
        'not-a-flag',
        `\`${name}\` must be true or false.`,
        `Write ${name}=true, or leave it out.`,
      );
    return value === 'true';
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.one(name);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found === undefined)
      this.issues
        .at(name)
        .add(
          'unknown-choice',
          `\`${name}\` must be one of ${choices.join(', ')}.`,
          `For example ${name}=${choices[0]}.`,
        );
    return found;
  }

  /** Comma-separated. */
  choices<Choice extends string>(name: string, choices: readonly Choice[]): readonly Choice[] | undefined {
    const value = this.one(name);
    if (value === undefined) return undefined;
    const wanted = value.split(',');
    const found = choices.filter((choice) => wanted.includes(choice));
    if (found.length !== new Set(wanted).size)
      this.issues
        .at(name)
        .add(
          'unknown-choice',
          `\`${name}\` takes ${choices.join(', ')}, separated by commas.`,
          `For example ${name}=${choices[0]}.`,
        );
    return found.length === 0 ? undefined : found;
  }

  /** For checks of the caller's own. */
  refuse(name: string, code: string, message: string, hint = ''): void {
    this.issues.at(name).add(code, message, hint);
  }

  /** @throws ProblemError 400 when anything was wrong, parameters that nobody asked for included. */
  done(): void {
    for (const name of Object.keys(this.raw)) {
      if (this.known.has(name)) continue;
      const hint =
        this.known.size === 0 ? 'This address takes no parameters.' : `Known: ${[...this.known].join(', ')}.`;
      this.issues.at(name).add('unknown-parameter', 'There is no such parameter.', hint);
    }
    if (this.collected.issues.length > 0) throw badRequest(this.collected.issues);
  }

  private one(name: string): string | undefined {
    this.known.add(name);
    const value = Object.hasOwn(this.raw, name) ? this.raw[name] : undefined;
    if (!Array.isArray(value)) return value;
    this.issues.at(name).add('repeated', `\`${name}\` may be given once.`, 'Keep one of them.');
    return undefined;
  }
}
