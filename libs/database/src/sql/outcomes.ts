/** Ending runs: job rows, results, states and events of many in one transaction. */
import { type Session, type SqlValue } from '../connection/index.js';
import { type FailureCode } from '../entities/index.js';
import { type NewArtifact, insertArtifacts } from './artifacts.js';
import { TOKEN_IS_CURRENT, type FencedRun, onFencedJobs } from './fenced-jobs.js';
import { type ChangedRun, appendEvent, changeRuns } from './run-events.js';

export type Outcome =
  | { readonly kind: 'succeeded'; readonly artifact: NewArtifact }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string };

export interface RunEnd {
  readonly lease: FencedRun;
  readonly outcome: Outcome;
  /** Time spent computing it. */
  readonly seconds?: number;
}

/**
 * recorded: this outcome is the run's; lost: the lease had passed to another, or the run was cancelled;
 * diverged: other bytes were there.
 */
export type Verdict = 'recorded' | 'lost' | 'diverged';

const DIVERGED = 'A repeated computation gave other bytes than the stored result of the experiment.';

/** Ends those runs whose lease is still valid. A run is named once. */
export async function endRuns(session: Session, ends: readonly RunEnd[]): Promise<Verdict[]> {
  const ended = await onFencedJobs<{ runId: string }>(
    session,
    ends.map(({ lease }) => lease),
    `DELETE FROM "job" WHERE ${TOKEN_IS_CURRENT} AND "job"."owner" IS NOT NULL RETURNING "runId"`,
  );
  const verdicts = new Map(ended.map(({ runId }): [string, Verdict] => [runId, 'recorded']));
  const results: Result[] = [];
  for (const {
    lease: { runId },
    outcome,
  } of ends) {
    if (!verdicts.has(runId)) continue;
    if (outcome.kind === 'failed') await failRun(session, runId, outcome.code, outcome.message);
    else results.push({ runId, artifact: outcome.artifact });
  }
  const stored = await insertArtifacts(
    session,
    results.map(({ artifact }) => artifact),
  );
  await succeed(
    session,
    results.filter((_result, index) => stored[index] !== 'different'),
  );
  for (const { runId } of results.filter((_result, index) => stored[index] === 'different')) {
    verdicts.set(runId, 'diverged');
    await failRun(session, runId, 'diverged', DIVERGED);
  }
  return ends.map(({ lease }) => verdicts.get(lease.runId) ?? 'lost');
}

export async function failRun(
  session: Session,
  runId: string,
  code: FailureCode,
  message: string,
): Promise<void> {
  const atMs = Date.now();
  await changeRuns(
    session,
    [runId],
    { state: 'failed', liveKey: null, failureCode: code, failureMessage: message, finishedAtMs: atMs },
    { type: 'failed', atMs, dataOf: () => ({ state: 'failed', code, message }) },
  );
}

interface Result {
  readonly runId: string;
  readonly artifact: NewArtifact;
}

/** Metrics that a run's row shows. */
export const SHOWN_METRICS = [
  'stepTimeS',
  'tokensPerDayB',
  'mfuCausal',
  'peakMemoryGB',
  'ettr',
  'goodput',
] as const;

async function succeed(session: Session, results: readonly Result[]): Promise<void> {
  if (results.length === 0) return;
  const atMs = Date.now();
  const row =
    `(CAST(? AS text), CAST(? AS text), ` +
    `${SHOWN_METRICS.map(() => 'CAST(? AS double precision)').join(', ')})`;
  const names = SHOWN_METRICS.map((name) => `"${name}"`);
  const rows = await session.rows<ChangedRun>(
    `WITH done("runId", "sha256", ${names.join(', ')}) AS (VALUES ${results.map(() => row).join(', ')})
     UPDATE "run" SET "state" = 'succeeded', "phase" = NULL, "share" = 1, "finishedAtMs" = ?,
       "lastEvent" = "lastEvent" + 1, "resultSha256" = done."sha256",
       ${names.map((name) => `${name} = done.${name}`).join(', ')}
     FROM done WHERE "run"."id" = done."runId" RETURNING "id", "lastEvent"`,
    [
      ...results.flatMap(({ runId, artifact: { sha256, summary } }): SqlValue[] => [
        runId,
        sha256,
        ...SHOWN_METRICS.map((name) => summary[name] ?? null),
      ]),
      atMs,
    ],
  );
  const hashes = new Map(results.map(({ runId, artifact }) => [runId, artifact.sha256]));
  await appendEvent(session, rows, {
    type: 'succeeded',
    atMs,
    dataOf: (runId) => ({ state: 'succeeded', share: 1, resultSha256: hashes.get(runId) }),
  });
}
