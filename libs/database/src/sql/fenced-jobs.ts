/**
 * Statements about many jobs at once, each under the fencing token that its caller knows. (The columns
 * `fence` and `beat` keep the short names of the released schema.)
 */
import { type Session, type SqlValue } from '../connection/index.js';

export interface FencedRun {
  readonly runId: string;
  readonly fencingToken: number;
}

/** A condition on `job`: it is one of the named jobs and still has the token that is named. */
export const TOKEN_IS_CURRENT =
  `"job"."runId" IN (SELECT "runId" FROM named) AND "job"."fence" = (SELECT n."fence" FROM named n ` +
  `WHERE n."runId" = "job"."runId")`;

/**
 * Runs a statement about the jobs in `named`, and gives the rows that it returns; nothing is run when none
 * are named.
 */
export async function onFencedJobs<Row>(
  session: Session,
  jobs: readonly FencedRun[],
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<Row[]> {
  if (jobs.length === 0) return [];
  const rows = jobs.map(() => '(CAST(? AS text), CAST(? AS integer))').join(', ');
  return session.rows<Row>(`WITH named("runId", "fence") AS (VALUES ${rows}) ${sql}`, [
    ...jobs.flatMap(({ runId, fencingToken }) => [runId, fencingToken]),
    ...parameters,
  ]);
}
