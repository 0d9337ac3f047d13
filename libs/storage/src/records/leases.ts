/**
 * Who computes what. A lease is the job row with an owner; the fencing number grows with every change of owner, and whatever an
 * owner writes counts under the current number only. That, not the queue's lock, makes results exactly-once.
 */
import { type Database } from '../database/database.js';
import { type Session, listOf } from '../database/session.js';
import { type FailureCode } from '../entities/index.js';
import { type NewArtifact, insertArtifact } from './artifacts.js';
import { changeRun } from './run-events.js';

export interface Lease {
  readonly runId: string;
  readonly fence: number;
  readonly experimentId: string;
  /** Canonical JSON of the document to compute. */
  readonly document: string;
  /** Whether computing may start; otherwise `begin` comes first. */
  readonly begun: boolean;
}

export interface LeaseProgress {
  readonly runId: string;
  readonly fence: number;
  /** Absent when nothing new is to be told. */
  readonly progress?: { readonly phase: string; readonly share: number };
}

export type Outcome =
  | { readonly kind: 'succeeded'; readonly artifact: NewArtifact }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string };

/** recorded: this outcome is the run's; lost: the lease had passed to another, or the run was cancelled; diverged: other bytes were there. */
export type Verdict = 'recorded' | 'lost' | 'diverged';

export interface HeldLease {
  readonly runId: string;
  readonly owner: string;
  readonly fence: number;
  readonly beat: number;
}

/** A run that took its process with it so often is not started again. */
export const MAX_STARTS = 10;

/** A run that was interrupted so often lets others go first. */
const PATIENCE = 3;

interface ClaimedRow {
  readonly runId: string;
  readonly fence: number;
}

export class Leases {
  constructor(private readonly database: Database) {}

  /** Leases up to `limit` waiting jobs, in order of priority and age, and begins the first `begin` of them. */
  claimNext(owner: string, limit: number, begin = limit): Promise<Lease[]> {
    return this.database.write(async (session) => {
      const lock = session.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
      const claimed = await session.rows<ClaimedRow>(
        `UPDATE "job" SET "owner" = ?, "fence" = "fence" + 1, "beat" = 0 WHERE "runId" IN (
           SELECT "runId" FROM "job" WHERE "owner" IS NULL ORDER BY "priority", "createdAtMs", "runId" LIMIT ? ${lock})
         RETURNING "runId", "fence"`, [owner, limit]);
      return leasesOf(session, claimed, begin);
    });
  }

  /** Leases one job if nobody holds it and its fencing number is still the one that is named; null otherwise. */
  async claim(owner: string, job: { readonly runId: string; readonly fence: number }, begin = true): Promise<Lease | null> {
    const leases = await this.database.write(async (session) => {
      const claimed = await session.rows<ClaimedRow>(
        `UPDATE "job" SET "owner" = ?, "fence" = "fence" + 1, "beat" = 0 WHERE "runId" = ? AND "fence" = ? AND "owner" IS NULL
         RETURNING "runId", "fence"`, [owner, job.runId, job.fence]);
      return leasesOf(session, claimed, begin ? 1 : 0);
    });
    return leases[0] ?? null;
  }

  /** Counts the starts and shows the runs as running. @returns those that may start: of the others the lease is lost, or they crashed too often. */
  begin(leases: readonly { readonly runId: string; readonly fence: number }[]): Promise<string[]> {
    return this.database.write(async (session) => {
      const begun: string[] = [];
      for (const { runId, fence } of leases) if (await beginRun(session, runId, fence)) begun.push(runId);
      return begun;
    });
  }

  /** Beats for all leases of an owner and tells progress. @returns the runs whose lease is gone. */
  renew(owner: string, leases: readonly LeaseProgress[]): Promise<string[]> {
    return this.database.write(async (session) => {
      const lost: string[] = [];
      for (const { runId, fence, progress } of leases) {
        const held = await session.run(`UPDATE "job" SET "beat" = "beat" + 1 WHERE "runId" = ? AND "owner" = ? AND "fence" = ?`, [runId, owner, fence]);
        if (held === 0) lost.push(runId);
        else if (progress !== undefined) {
          await changeRun(session, runId, { phase: progress.phase, share: progress.share },
            { type: 'progress', atMs: Date.now(), data: { state: 'running', ...progress } });
        }
      }
      return lost;
    });
  }

  /** Ends runs with their outcomes, each if its lease still holds: job rows, results and states in one transaction. */
  complete(ends: readonly { readonly lease: Lease; readonly outcome: Outcome }[]): Promise<Verdict[]> {
    return this.database.write(async (session) => {
      const verdicts: Verdict[] = [];
      for (const { lease, outcome } of ends) verdicts.push(await completeRun(session, lease, outcome));
      return verdicts;
    });
  }

  /** Gives leases back in order, so that the start does not count as a crash. */
  release(owner: string, leases: readonly { readonly runId: string; readonly fence: number }[]): Promise<void> {
    return this.database.write(async (session) => {
      for (const { runId, fence } of leases) {
        const held = await session.run(
          `UPDATE "job" SET "owner" = NULL, "dispatchedAtMs" = NULL, "fence" = "fence" + 1 WHERE "runId" = ? AND "owner" = ? AND "fence" = ?`,
          [runId, owner, fence]);
        if (held === 1 && (await requeue(session, runId, 'its runner is shutting down'))) {
          await session.run(`UPDATE "job" SET "starts" = "starts" - 1 WHERE "runId" = ?`, [runId]);
        }
      }
    });
  }

  /** Takes leases from owners that were found dead. @returns how many were still as they were seen. */
  expire(leases: readonly HeldLease[]): Promise<number> {
    return this.database.write(async (session) => {
      let expired = 0;
      for (const { runId, owner, fence, beat } of leases) {
        const taken = await session.run(
          `UPDATE "job" SET "owner" = NULL, "dispatchedAtMs" = NULL, "fence" = "fence" + 1, "priority" = "priority" + CASE WHEN "starts" >= ? THEN 1 ELSE 0 END
           WHERE "runId" = ? AND "owner" = ? AND "fence" = ? AND "beat" = ?`,
          [PATIENCE, runId, owner, fence, beat]);
        if (taken === 1) await requeue(session, runId, 'its runner stopped answering');
        expired += taken;
      }
      return expired;
    });
  }

  held(): Promise<HeldLease[]> {
    return this.database.read.rows<HeldLease>(`SELECT "runId", "owner", "fence", "beat" FROM "job" WHERE "owner" IS NOT NULL`);
  }
}

/** The claimed jobs with what is to be computed; of those that are begun, only those that may start. */
async function leasesOf(session: Session, claimed: readonly ClaimedRow[], begin: number): Promise<Lease[]> {
  if (claimed.length === 0) return [];
  const rows = await session.rows<{ runId: string; fence: number; experimentId: string; document: string }>(
    `SELECT r."id" AS "runId", j."fence", r."experimentId", e."document" FROM "job" j JOIN "run" r ON r."id" = j."runId"
     JOIN "experiment" e ON e."id" = r."experimentId" WHERE j."runId" IN (${listOf(claimed.length)}) ORDER BY j."priority", j."createdAtMs", j."runId"`,
    claimed.map(({ runId }) => runId));
  const leases: Lease[] = [];
  for (const [index, row] of rows.entries()) {
    const begun = index < begin;
    if (!begun || (await beginRun(session, row.runId, row.fence))) leases.push({ ...row, begun });
  }
  return leases;
}

async function completeRun(session: Session, lease: Lease, outcome: Outcome): Promise<Verdict> {
  const held = await session.run(`DELETE FROM "job" WHERE "runId" = ? AND "fence" = ? AND "owner" IS NOT NULL`, [lease.runId, lease.fence]);
  if (held === 0) return 'lost';
  if (outcome.kind === 'failed') {
    await fail(session, lease.runId, outcome.code, outcome.message);
    return 'recorded';
  }
  if ((await insertArtifact(session, outcome.artifact)) === 'different') {
    await fail(session, lease.runId, 'diverged', 'A repeated computation of this experiment gave other bytes than the stored result.');
    return 'diverged';
  }
  await succeed(session, lease.runId, outcome.artifact);
  return 'recorded';
}

async function beginRun(session: Session, runId: string, fence: number): Promise<boolean> {
  const [job] = await session.rows<{ starts: number }>(
    `UPDATE "job" SET "starts" = "starts" + 1 WHERE "runId" = ? AND "fence" = ? AND "owner" IS NOT NULL RETURNING "starts"`, [runId, fence]);
  if (job === undefined) return false;
  if (job.starts > MAX_STARTS) {
    await session.run(`DELETE FROM "job" WHERE "runId" = ?`, [runId]);
    await fail(session, runId, 'crashed', `It was started ${MAX_STARTS} times and took its runner down each time.`);
    return false;
  }
  const atMs = Date.now();
  await changeRun(session, runId, { state: 'running', startedAtMs: atMs, phase: 'starting', share: 0 },
    { type: 'running', atMs, data: { state: 'running', phase: 'starting', share: 0, start: job.starts } });
  return true;
}

async function succeed(session: Session, runId: string, { sha256, summary }: NewArtifact): Promise<void> {
  const atMs = Date.now();
  const metrics = {
    stepTimeS: summary.stepTimeS ?? null,
    tokensPerDayB: summary.tokensPerDayB ?? null,
    mfuCausal: summary.mfuCausal ?? null,
    peakMemoryGB: summary.peakMemoryGB ?? null,
    ettr: summary.ettr ?? null,
    goodput: summary.goodput ?? null,
  };
  await changeRun(session, runId, { state: 'succeeded', phase: null, share: 1, finishedAtMs: atMs, resultSha256: sha256, ...metrics },
    { type: 'succeeded', atMs, data: { state: 'succeeded', share: 1, resultSha256: sha256 } });
}

async function fail(session: Session, runId: string, code: FailureCode, message: string): Promise<void> {
  const atMs = Date.now();
  await changeRun(session, runId, { state: 'failed', liveKey: null, failureCode: code, failureMessage: message, finishedAtMs: atMs },
    { type: 'failed', atMs, data: { state: 'failed', code, message } });
}

/** @returns whether it had been begun; a run that only waited in its owner's hands still waits. */
async function requeue(session: Session, runId: string, reason: string): Promise<boolean> {
  const [run] = await session.rows<{ state: string }>(`SELECT "state" FROM "run" WHERE "id" = ?`, [runId]);
  if (run.state !== 'running') return false;
  await changeRun(session, runId, { state: 'queued', phase: null, share: 0 }, { type: 'requeued', atMs: Date.now(), data: { state: 'queued', share: 0, reason } });
  return true;
}
