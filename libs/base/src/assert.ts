/**
 * Broken invariants throw at once and name what was seen; a user's mistake is an Issue (issues.ts), never one
 * of these.
 */

export class InvariantError extends Error {
  constructor(
    message: string,
    readonly seen: Readonly<Record<string, unknown>> = {},
  ) {
    super(Object.keys(seen).length === 0 ? message : `${message} ${JSON.stringify(seen)}`);
    this.name = 'InvariantError';
  }
}

/** @throws InvariantError when `condition` is false. */
export function invariant(
  condition: unknown,
  message: string,
  seen?: Readonly<Record<string, unknown>>,
): asserts condition {
  if (!condition) throw new InvariantError(message, seen);
}

/** The `default` of a switch over a closed union: the compiler proves that it is never reached. */
export function assertUnreachable(value: never): never {
  throw new InvariantError('unreachable case', { value });
}
