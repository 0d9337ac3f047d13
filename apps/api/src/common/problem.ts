/**
 * Every error that a client sees: RFC 9457 problem details, with the issues that say where the mistake is
 * and how to correct it.
 */
import { type Issue } from '@railyard/base';
import { type FastifyRequest } from 'fastify';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Path of the request. */
  readonly instance: string;
  /** Finds the request in the log. */
  readonly requestId: string;
  readonly issues: readonly (Issue & { readonly pointer: string })[];
}

/** Thrown by handlers and services; the filter makes the answer of it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    /** Stable kind, kebab-case. */
    readonly code: string,
    readonly title: string,
    detail: string,
    readonly issues: readonly Issue[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** Of the request as a whole: what is wrong, and what to do about it. */
export const refusal = (
  status: number,
  code: string,
  title: string,
  message: string,
  hint: string,
  headers: Readonly<Record<string, string>> = {},
): ProblemError =>
  new ProblemError(status, code, title, message, [{ path: '', code, message, hint }], headers);

export const notFound = (what: string, hint: string): ProblemError =>
  refusal(404, 'not-found', 'Not found', `There is no ${what}.`, hint);

export const invalidDocument = (issues: readonly Issue[]): ProblemError =>
  new ProblemError(
    422,
    'invalid-document',
    'The document is not valid',
    `The document has ${issues.length} ${issues.length === 1 ? 'issue' : 'issues'}.`,
    issues,
  );

export const badRequest = (issues: readonly Issue[]): ProblemError =>
  new ProblemError(
    400,
    'bad-request',
    'The request is not valid',
    issues.map(({ message }) => message).join(' '),
    issues,
  );

/** Of a refusal without issues the detail says what to do. */
const issuesOf = ({ status, code, title, message, issues }: ProblemError): readonly Issue[] =>
  issues.length > 0 || status >= 500 ? issues : [{ path: '', code, message: `${title}.`, hint: message }];

/** RFC 9457 members; `pointer` is the issue's path as a URI fragment. */
export function problemBody(error: ProblemError, instance: string, requestId: string): Problem {
  return {
    type: `urn:railyard:problem:${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    instance,
    requestId,
    issues: issuesOf(error).map((issue) => ({ ...issue, pointer: `#${issue.path}` })),
  };
}

/** Of the request's address, without its query: what a problem names as its instance. */
export const pathOf = ({ url }: FastifyRequest): string => url.replace(/\?.*$/s, '');
