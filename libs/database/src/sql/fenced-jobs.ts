/**
 * Statements about many jobs at once, each under the fencing token that its caller knows. (The columns
 * `fence` and `beat` keep the short names of the released schema.)
 */
import { type Session, type SqlValue } from '../connection/index.js';

export interface FencedRun {
  readonly runId: string;
  readonly fencingToken: number;
}

/** Of `job`: those that are wanted and still have the token. */
export const AS_WANTED =
  `"job"."runId" IN (SELECT "runId" FROM want) AND "job"."fence" = (SELECT w."fence" FROM want w ` +
  `WHERE w."runId" = "job"."runId")`;

/**
 * Runs a statement about the jobs in `want`, and gives the rows that it returns. Nothing is run when none are
 * wanted.
 */
export async function aboutJobs<Row>(
  session: Session,
  jobs: readonly FencedRun[],
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<Row[]> {
  if (jobs.length === 0) return [];
  const wanted = jobs.map(() => '(CAST(? AS text), CAST(? AS integer))').join(', ');
  return session.rows<Row>(`WITH want("runId", "fence") AS (VALUES ${wanted}) ${sql}`, [
    ...jobs.flatMap(({ runId, fencingToken }) => [runId, fencingToken]),
    ...parameters,
  ]);
}
