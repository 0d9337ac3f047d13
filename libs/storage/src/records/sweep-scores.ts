/** The best runs of a sweep, found in the database: any metric of a result is in its artifact's summary. */
import { invariant } from '@railyard/base';
import { type Reader } from '../database/session.js';
import { type RunEntity } from '../entities/index.js';

export interface Goal {
  /** Name of a metric in the summaries; letters and digits. */
  readonly metric: string;
  readonly goal: 'maximize' | 'minimize';
}

/** A run with its place in a sweep. */
type SweepMember = RunEntity & {
  readonly position: number;
  /** JSON: dotted path to value. */
  readonly parameters: string;
};

/** With the metrics of its summary once it has succeeded. */
export type ListedMember = SweepMember & { readonly summary: string | null };

/** A run that succeeded, with every metric that its summary has. */
export type ScoredMember = SweepMember & { readonly summary: string };

const SCORED = `FROM "sweep_run" m JOIN "run" r ON r."id" = m."runId" JOIN "artifact" a ON a."experimentId" = r."experimentId" AND a."kind" = 'result'
  WHERE m."sweepId" = ? AND r."state" = 'succeeded'`;

/** The metric as a cost: less is better. */
function costOf({ dialect }: Reader, { metric, goal }: Goal): string {
  invariant(/^[A-Za-z][A-Za-z0-9]*$/.test(metric), 'a metric has a plain name');
  const value = dialect === 'sqlite' ? `json_extract(a."summary", '$.${metric}')` : `(a."summary"::jsonb ->> '${metric}')::double precision`;
  return goal === 'minimize' ? value : `-(${value})`;
}

export function bestOf(reader: Reader, sweepId: string, goal: Goal, limit: number): Promise<ScoredMember[]> {
  const cost = costOf(reader, goal);
  return reader.rows<ScoredMember>(
    `SELECT r.*, m."position", m."parameters", a."summary" ${SCORED} AND ${cost} IS NOT NULL ORDER BY ${cost}, m."position" LIMIT ?`, [sweepId, limit]);
}

/** A run is beaten by one that is better in the first and no worse in the second, or equal in the first and better in the second. */
export function frontOf(reader: Reader, sweepId: string, [first, second]: readonly [Goal, Goal], limit: number): Promise<ScoredMember[]> {
  return reader.rows<ScoredMember>(
    `WITH scored AS (SELECT m."position", ${costOf(reader, first)} AS "cost1", ${costOf(reader, second)} AS "cost2" ${SCORED}),
     front AS (SELECT "position", "cost1", "cost2",
       min("cost2") OVER (ORDER BY "cost1" GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "before",
       min("cost2") OVER (PARTITION BY "cost1") AS "beside" FROM scored WHERE "cost1" IS NOT NULL AND "cost2" IS NOT NULL)
     SELECT r.*, m."position", m."parameters", a."summary" FROM front f JOIN "sweep_run" m ON m."sweepId" = ? AND m."position" = f."position"
     JOIN "run" r ON r."id" = m."runId" JOIN "artifact" a ON a."experimentId" = r."experimentId" AND a."kind" = 'result'
     WHERE f."cost2" = f."beside" AND (f."before" IS NULL OR f."cost2" < f."before") ORDER BY f."cost1", m."position" LIMIT ?`, [sweepId, sweepId, limit]);
}
