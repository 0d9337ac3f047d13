/** Taking a run in: experiment, run, job and first event in one transaction, and nothing that is computed already is computed again. */
import { type Database } from '../database/database.js';
import { type Session } from '../database/session.js';
import { type RunEntity } from '../entities/index.js';
import { newRunId } from './identifiers.js';
import { insertEvent } from './run-events.js';

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
  /** Smaller runs first; 0 by default. */
  readonly priority?: number;
}

export interface Submission {
  readonly run: RunEntity;
  /** False when an equal run existed and answers. */
  readonly created: boolean;
}

export class Submissions {
  constructor(private readonly database: Database) {}

  async submit(newRun: NewRun): Promise<Submission> {
    const [submission] = await this.submitMany([newRun]);
    return submission;
  }

  /** All of them in one transaction: either every run is taken in or none. */
  submitMany(newRuns: readonly NewRun[]): Promise<Submission[]> {
    return this.database.write(async (session) => {
      const submissions: Submission[] = [];
      for (const newRun of newRuns) submissions.push(await takeIn(session, newRun));
      return submissions;
    });
  }
}

async function takeIn(session: Session, { tenant, experiment, force = false, priority = 0 }: NewRun): Promise<Submission> {
  const nowMs = Date.now();
  const liveKey = force ? null : `${tenant}/${experiment.id}`;
  const existing = liveKey === null ? null : await runByLiveKey(session, liveKey);
  if (existing !== null) return { run: existing, created: false };
  await session.run(
    `INSERT INTO "experiment" ("id", "name", "engineVersion", "document", "createdAtMs") VALUES (?, ?, ?, ?, ?) ON CONFLICT ("id") DO NOTHING`,
    [experiment.id, experiment.name, experiment.engineVersion, experiment.document, nowMs],
  );
  const id = newRunId(nowMs);
  const inserted = await session.run(
    `INSERT INTO "run" ("id", "tenant", "experimentId", "name", "state", "liveKey", "share", "createdAtMs", "lastEvent")
     VALUES (?, ?, ?, ?, 'queued', ?, 0, ?, 1) ON CONFLICT ("liveKey") DO NOTHING`,
    [id, tenant, experiment.id, experiment.name, liveKey, nowMs],
  );
  if (inserted === 0) return { run: (await runByLiveKey(session, liveKey as string)) as RunEntity, created: false };
  const known = force ? false : await adoptResult(session, id, experiment.id, nowMs);
  if (!known) {
    await session.run(`INSERT INTO "job" ("runId", "priority", "createdAtMs", "fence", "beat", "starts") VALUES (?, ?, ?, 0, 0, 0)`, [
      id, priority, nowMs,
    ]);
    await insertEvent(session, { runId: id, number: 1, type: 'queued', atMs: nowMs, data: { state: 'queued', share: 0 } });
  }
  const [run] = await session.rows<RunEntity>(`SELECT * FROM "run" WHERE "id" = ?`, [id]);
  return { run, created: true };
}

async function runByLiveKey(session: Session, liveKey: string): Promise<RunEntity | null> {
  const [run] = await session.rows<RunEntity>(`SELECT * FROM "run" WHERE "liveKey" = ?`, [liveKey]);
  return run ?? null;
}

/** The result may be there from another tenant's run: then this run ends at once. */
async function adoptResult(session: Session, runId: string, experimentId: string, nowMs: number): Promise<boolean> {
  const [result] = await session.rows<{ sha256: string; summary: string }>(
    `SELECT "sha256", "summary" FROM "artifact" WHERE "experimentId" = ? AND "kind" = 'result'`, [experimentId]);
  if (result === undefined) return false;
  const summary = JSON.parse(result.summary) as Partial<Record<string, number>>;
  await session.run(
    `UPDATE "run" SET "state" = 'succeeded', "share" = 1, "startedAtMs" = ?, "finishedAtMs" = ?, "resultSha256" = ?,
     "stepTimeS" = ?, "tokensPerDayB" = ?, "mfuCausal" = ?, "peakMemoryGB" = ? WHERE "id" = ?`,
    [nowMs, nowMs, result.sha256, summary.stepTimeS ?? null, summary.tokensPerDayB ?? null, summary.mfuCausal ?? null,
      summary.peakMemoryGB ?? null, runId],
  );
  const data = { state: 'succeeded', share: 1, resultSha256: result.sha256, reused: true };
  await insertEvent(session, { runId, number: 1, type: 'succeeded', atMs: nowMs, data });
  return true;
}
