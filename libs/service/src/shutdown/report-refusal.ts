import { RefusedDatabaseError } from '@railyard/database';
import { InvalidConfigError } from '../config/index.js';

type ErrorClass = abstract new (...input: never[]) => Error;

/**
 * Says on stderr why a process does not start: a sentence where it refuses to, the stack where it is a bug.
 * @param refusals of this process, in addition to those of settings and database.
 */
export function reportRefusal(app: string, error: unknown, refusals: readonly ErrorClass[] = []): void {
  const known = [InvalidConfigError, RefusedDatabaseError, ...refusals];
  const { message, stack } = error as Error;
  const text = known.some((refusal) => error instanceof refusal) ? message : (stack ?? message);
  process.stderr.write(`${app}: ${text}\n`);
}
