/** What can go wrong between a client and the service. */
import { type components } from './generated/index.js';

/** RFC 9457, with the issues that say where and how to fix it. */
export type Problem = components['schemas']['Problem'];

/** Nobody answers there. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';

  constructor(
    readonly url: string,
    reason: string,
  ) {
    super(`the service at ${url} cannot be reached (${reason})`);
  }
}

/** Somebody answers, but not as Railyard does: another program, or a proxy in between. */
export class ForeignAnswerError extends Error {
  override readonly name = 'ForeignAnswerError';

  constructor(
    readonly url: string,
    readonly status: number,
  ) {
    super(`what answers at ${url} is not Railyard (status ${status})`);
  }
}

/** The service refused, and said why. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(
    readonly problem: Problem,
    /** How long it asks to wait. */
    readonly retryAfterS: number | null,
  ) {
    super(problem.detail);
  }

  get status(): number {
    return this.problem.status;
  }

  /** The problem's kind, kebab-case. */
  get code(): string {
    return this.problem.type.replace(/^urn:railyard:problem:/, '');
  }
}

export const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  'type' in body &&
  String(body.type).startsWith('urn:railyard:problem:') &&
  'detail' in body &&
  'issues' in body;
