/** Failures as sentences on stderr and, with --json, as one document on stdout. */
import { type Issue } from '@railyard/base';
import { CliError, ExitCode } from '../exit-code.js';
import { harmless } from './harmless.js';
import { paint } from './paint.js';

interface Wanted {
  readonly json: boolean;
  readonly debug: boolean;
}

/** An issue as one line: where, what, how to fix it. */
export const issueLine = (source: string, issue: Issue): string =>
  `${source}${issue.path === '' ? '' : ` ${issue.path}`}: ${sentences(issue.message, issue.hint)}`;

/** Each with its full stop. */
export const sentences = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .map((part) => (/[.?!]$/.test(part) ? part : `${part}.`))
    .join(' ');

/** Tells the user what went wrong; returns the exit code. */
export function reportError(error: unknown, wanted: Wanted): ExitCode {
  const source = sourceOf(error);
  const issues = issuesOf(error);
  if (issues !== undefined) {
    for (const issue of issues) complain(issueLine(source, issue));
    return answer(
      wanted,
      ExitCode.usage,
      'invalid-document',
      `${source} has ${issues.length} issue${issues.length === 1 ? '' : 's'}`,
      { issues },
    );
  }
  if (error instanceof CliError) {
    complain(sentences(error.message, error.hint));
    return answer(
      wanted,
      error.exitCode,
      error.code,
      error.message,
      error.hint === '' ? {} : { hint: error.hint },
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  complain(`unexpected error: ${message}`);
  process.stderr.write(
    wanted.debug && error instanceof Error
      ? `${error.stack ?? ''}\n`
      : 'This is a bug of Railyard; --debug shows where it happened.\n',
  );
  return answer(wanted, ExitCode.unexpected, 'unexpected', message);
}

function complain(sentence: string): void {
  process.stderr.write(`${paint('red', 'railyard')}: ${harmless(sentence)}\n`);
}

function answer(
  wanted: Wanted,
  exitCode: ExitCode,
  code: string,
  message: string,
  more: { readonly hint?: string; readonly issues?: readonly Issue[] } = {},
): ExitCode {
  if (wanted.json)
    process.stdout.write(`${JSON.stringify({ error: { code, message, ...more } }, null, 2)}\n`);
  return exitCode;
}

/** By name, so that the libraries need not be loaded to say so. */
function issuesOf(error: unknown): readonly Issue[] | undefined {
  return error instanceof Error && error.name === 'InvalidDocumentError' && 'issues' in error
    ? (error.issues as readonly Issue[])
    : undefined;
}

const sources = new WeakMap<object, string>();

/** Remembers which file (or option) an error is about. */
export function about<T>(source: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (typeof error === 'object' && error !== null && !sources.has(error)) sources.set(error, source);
    throw error;
  }
}

/** The same of an error that is awaited. */
export async function aboutAll(source: string, error: Promise<unknown>): Promise<unknown> {
  const thrown = await error;
  if (typeof thrown === 'object' && thrown !== null && !sources.has(thrown)) sources.set(thrown, source);
  return thrown;
}

const sourceOf = (error: unknown): string =>
  (typeof error === 'object' && error !== null ? sources.get(error) : undefined) ?? 'the document';
