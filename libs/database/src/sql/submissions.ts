/**
 * Accepts runs: experiment, run, job and first event in one transaction. What is computed already is not
 * computed again.
 */
import { elementAt } from '@railyard/base';
import { type Database, type Session, type SqlValue, listOf, rowsOf } from '../connection/index.js';
import { type RunEntity } from '../entities/index.js';
import { newRunId } from '../identifiers.js';
import { type Claim, oncePerClaim } from './claims.js';
import { SHOWN_METRICS } from './outcomes.js';
import { type RunEvent, insertEvents } from './run-events.js';

export interface NewRun {
  readonly tenant: string;
  readonly experiment: {
    readonly id: string;
    readonly name: string;
    readonly engineVersion: string;
    /** Canonical JSON of the resolved document. */
    readonly document: string;
  };
  /** Compute even when an equal run exists, and compare the bytes. */
  readonly force?: boolean;
  /** Smaller runs of a tenant first; 0 by default. */
  readonly priority?: number;
}

export interface Submission {
  readonly run: RunEntity;
  /** False when an equal run existed and answers. */
  readonly created: boolean;
}

export class Submissions {
  constructor(private readonly database: Database) {}

  async submit(newRun: NewRun, claim?: Claim): Promise<Submission> {
    return elementAt(await this.submitMany([newRun], claim), 0);
  }

  /**
   * All of them in one transaction: either every run is accepted or none.
   * @param claim of the request: one that is repeated after a kill finds the runs that it made.
   * @throws ReusedKeyError
   */
  submitMany(newRuns: readonly NewRun[], claim?: Claim): Promise<Submission[]> {
    return this.database.write((session) =>
      oncePerClaim(session, claim, {
        first: () => submitWithin(session, newRuns),
        nameOf: (submissions) => submissions.map(({ run }) => run.id).join(' '),
        again: async (made) => {
          const ids = made.split(' ');
          const runs = await runsById(session, ids);
          if (runs.size < new Set(ids).size) return null;
          return ids.map((id) => ({ run: runs.get(id) as RunEntity, created: true }));
        },
      }),
    );
  }

  /**
   * How many of these experiments, each named once, would wait for a thread: they have neither a result nor a
   * run of the tenant's that lives.
   */
  async countNew(tenant: string, experimentIds: readonly string[]): Promise<number> {
    let known = 0;
    for (let from = 0; from < experimentIds.length; from += CHUNK) {
      const ids = experimentIds.slice(from, from + CHUNK);
      const [row] = await this.database.read.rows<{ count: number }>(
        `SELECT count(*) AS "count" FROM "experiment" e WHERE e."id" IN (${listOf(ids.length)}) AND (
           EXISTS (SELECT 1 FROM "artifact" a WHERE a."experimentId" = e."id" AND a."kind" = 'result')
           OR EXISTS (SELECT 1 FROM "run" r WHERE r."liveKey" = CAST(? AS text) || e."id"))`,
        [...ids, `${tenant}/`],
      );
      known += Number(row?.count ?? 0);
    }
    return experimentIds.length - known;
  }
}

/** Runs of one statement: neither database takes any number of parameters. */
const CHUNK = 100;

/** Accepts runs within a transaction that its caller has open. */
export async function submitWithin(session: Session, newRuns: readonly NewRun[]): Promise<Submission[]> {
  const submissions: Submission[] = [];
  for (let from = 0; from < newRuns.length; from += CHUNK)
    submissions.push(...(await acceptChunk(session, newRuns.slice(from, from + CHUNK))));
  return submissions;
}

const liveKeyOf = ({ tenant, experiment, force = false }: NewRun): string | null =>
  force ? null : `${tenant}/${experiment.id}`;

async function acceptChunk(session: Session, newRuns: readonly NewRun[]): Promise<Submission[]> {
  const nowMs = Date.now();
  const liveBefore = await runsByLiveKey(session, newRuns);
  const missing = newRuns.filter((newRun) => !liveBefore.has(liveKeyOf(newRun) ?? ''));
  const created =
    missing.length === 0 ? new Map<NewRun, string>() : await insertRuns(session, missing, nowMs);
  await startOrReuse(session, created, nowMs);
  const live = missing.length === 0 ? liveBefore : await runsByLiveKey(session, newRuns);
  const forced = await runsById(
    session,
    [...created].filter(([newRun]) => newRun.force === true).map(([, id]) => id),
  );
  return newRuns.map((newRun) => {
    const run = live.get(liveKeyOf(newRun) ?? '') ?? forced.get(created.get(newRun) as string);
    return { run: run as RunEntity, created: created.get(newRun) === run?.id };
  });
}

/**
 * @returns the ids of those that were inserted: another transaction, or an equal run of this one, may have
 * been first.
 */
async function insertRuns(
  session: Session,
  newRuns: readonly NewRun[],
  nowMs: number,
): Promise<Map<NewRun, string>> {
  const experiments = [
    ...new Map(newRuns.map(({ experiment }) => [experiment.id, experiment])).values(),
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
  await session.run(
    `INSERT INTO "experiment" ("id", "name", "engineVersion", "document", "createdAtMs") VALUES ` +
      `${rowsOf(experiments.length, 5)} ON CONFLICT ("id") DO NOTHING`,
    experiments.flatMap(({ id, name, engineVersion, document }) => [
      id,
      name,
      engineVersion,
      document,
      nowMs,
    ]),
  );
  const ids = newRuns.map((newRun) => [newRun, newRunId(nowMs)] as const);
  const inserted = await session.rows<{ id: string }>(
    `INSERT INTO "run" ("id", "tenant", "experimentId", "name", "state", "liveKey", "share", "createdAtMs",
       "lastEvent")
     VALUES ${rowsOf(ids.length, 9)} ON CONFLICT ("liveKey") DO NOTHING RETURNING "id"`,
    ids.flatMap(([newRun, id]): SqlValue[] => [
      id,
      newRun.tenant,
      newRun.experiment.id,
      newRun.experiment.name,
      'queued',
      liveKeyOf(newRun),
      0,
      nowMs,
      1,
    ]),
  );
  const there = new Set(inserted.map(({ id }) => id));
  return new Map(ids.filter(([, id]) => there.has(id)));
}

/** A job for every new run, but for those whose result is there from another run: they end at once. */
async function startOrReuse(
  session: Session,
  created: ReadonlyMap<NewRun, string>,
  nowMs: number,
): Promise<void> {
  if (created.size === 0) return;
  const experimentIds = [...created.keys()]
    .filter(({ force = false }) => !force)
    .map(({ experiment }) => experiment.id);
  const results =
    experimentIds.length === 0
      ? []
      : await session.rows<StoredResult>(
          `SELECT "experimentId", "sha256", "summary" FROM "artifact" WHERE "kind" = 'result' AND ` +
            `"experimentId" IN (${listOf(experimentIds.length)})`,
          experimentIds,
        );
  const resultOf = new Map(results.map((result) => [result.experimentId, result]));
  const jobs: SqlValue[][] = [];
  const events: RunEvent[] = [];
  for (const [{ tenant, experiment, force = false, priority = 0 }, runId] of created) {
    const result = force ? undefined : resultOf.get(experiment.id);
    if (result === undefined) {
      jobs.push([runId, tenant, priority, nowMs, 0, 0, 0]);
      events.push({ runId, number: 1, type: 'queued', atMs: nowMs, data: { state: 'queued', share: 0 } });
    } else {
      await reuse(session, runId, result, nowMs);
      events.push({
        runId,
        number: 1,
        type: 'succeeded',
        atMs: nowMs,
        data: { state: 'succeeded', share: 1, resultSha256: result.sha256, reused: true },
      });
    }
  }
  if (jobs.length > 0) {
    await session.run(
      `INSERT INTO "job" ("runId", "tenant", "priority", "createdAtMs", "fence", "beat", "starts") VALUES ` +
        `${rowsOf(jobs.length, 7)}`,
      jobs.flat(),
    );
  }
  await insertEvents(session, events);
}

interface StoredResult {
  readonly experimentId: string;
  readonly sha256: string;
  readonly summary: string;
}

/** Ends a new run with the result that is there. */
async function reuse(session: Session, runId: string, result: StoredResult, nowMs: number): Promise<void> {
  const summary = JSON.parse(result.summary) as Partial<Record<string, number>>;
  const metrics = SHOWN_METRICS.map((name) => `"${name}" = ?`).join(', ');
  await session.run(
    `UPDATE "run" SET "state" = 'succeeded', "share" = 1, "startedAtMs" = ?, "finishedAtMs" = ?,
       "resultSha256" = ?, ${metrics} WHERE "id" = ?`,
    [nowMs, nowMs, result.sha256, ...SHOWN_METRICS.map((name) => summary[name] ?? null), runId],
  );
}

async function runsByLiveKey(session: Session, newRuns: readonly NewRun[]): Promise<Map<string, RunEntity>> {
  const keys = newRuns.map(liveKeyOf).filter((key) => key !== null);
  if (keys.length === 0) return new Map();
  const rows = await session.rows<RunEntity>(
    `SELECT * FROM "run" WHERE "liveKey" IN (${listOf(keys.length)})`,
    keys,
  );
  return new Map(rows.map((run) => [run.liveKey as string, run]));
}

async function runsById(session: Session, ids: readonly string[]): Promise<Map<string, RunEntity>> {
  if (ids.length === 0) return new Map();
  const rows = await session.rows<RunEntity>(
    `SELECT * FROM "run" WHERE "id" IN (${listOf(ids.length)})`,
    ids,
  );
  return new Map(rows.map((run) => [run.id, run]));
}
