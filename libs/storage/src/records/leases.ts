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

interface ClaimedRow {
  readonly runId: string;
  readonly fence: number;
  readonly starts: number;
}

export class Leases {
  constructor(private readonly database: Database) {}

  /** Leases up to `limit` waiting jobs, in order of priority and age. */
  claimNext(owner: string, limit: number): Promise<Lease[]> {
    return this.database.write(async (session) => {
      const lock = session.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
      return this.lease(session, await session.rows<ClaimedRow>(
        `UPDATE "job" SET "owner" = ?, "fence" = "fence" + 1, "beat" = 0, "starts" = "starts" + 1 WHERE "runId" IN (
           SELECT "runId" FROM "job" WHERE "owner" IS NULL ORDER BY "priority", "createdAtMs", "runId" LIMIT ? ${lock})
         RETURNING "runId", "fence", "starts"`, [owner, limit]));
    });
  }

  /** Leases one job if nobody holds it; null when it is held or no longer there. */
  async claim(owner: string, runId: string): Promise<Lease | null> {
    const leases = await this.database.write(async (session) => this.lease(session, await session.rows<ClaimedRow>(
      `UPDATE "job" SET "owner" = ?, "fence" = "fence" + 1, "beat" = 0, "starts" = "starts" + 1 WHERE "runId" = ? AND "owner" IS NULL
       RETURNING "runId", "fence", "starts"`, [owner, runId])));
    return leases[0] ?? null;
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

  /** Ends the run with its outcome, if the lease still holds: job row, result and state in one transaction. */
  complete(lease: Lease, outcome: Outcome): Promise<Verdict> {
    return this.database.write(async (session) => {
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
    });
  }

  /** Gives leases back in order, so that the start does not count as a crash. */
  release(owner: string, leases: readonly { readonly runId: string; readonly fence: number }[]): Promise<void> {
    return this.database.write(async (session) => {
      for (const { runId, fence } of leases) {
        const held = await session.run(
          `UPDATE "job" SET "owner" = NULL, "dispatchedAtMs" = NULL, "fence" = "fence" + 1, "starts" = "starts" - 1 WHERE "runId" = ? AND "owner" = ? AND "fence" = ?`,
          [runId, owner, fence]);
        if (held === 1) await requeue(session, runId, 'its runner is shutting down');
      }
    });
  }

  /** Takes leases from owners that were found dead. @returns how many were still as they were seen. */
  expire(leases: readonly HeldLease[]): Promise<number> {
    return this.database.write(async (session) => {
      let expired = 0;
      for (const { runId, owner, fence, beat } of leases) {
        const taken = await session.run(
          `UPDATE "job" SET "owner" = NULL, "dispatchedAtMs" = NULL, "fence" = "fence" + 1 WHERE "runId" = ? AND "owner" = ? AND "fence" = ? AND "beat" = ?`,
          [runId, owner, fence, beat]);
        if (taken === 1) await requeue(session, runId, 'its runner stopped answering');
        expired += taken;
      }
      return expired;
    });
  }

  held(): Promise<HeldLease[]> {
    return this.database.read.rows<HeldLease>(`SELECT "runId", "owner", "fence", "beat" FROM "job" WHERE "owner" IS NOT NULL`);
  }

  private async lease(session: Session, claimed: readonly ClaimedRow[]): Promise<Lease[]> {
    if (claimed.length === 0) return [];
    const atMs = Date.now();
    const documents = await session.rows<{ id: string; experimentId: string; document: string }>(
      `SELECT r."id", r."experimentId", e."document" FROM "run" r JOIN "experiment" e ON e."id" = r."experimentId"
       WHERE r."id" IN (${listOf(claimed.length)}) ORDER BY r."id"`, claimed.map(({ runId }) => runId));
    const starts = new Map(claimed.map((row) => [row.runId, row]));
    const leases: Lease[] = [];
    for (const { id, experimentId, document } of documents) {
      const row = starts.get(id) as ClaimedRow;
      if (row.starts > MAX_STARTS) {
        await session.run(`DELETE FROM "job" WHERE "runId" = ?`, [id]);
        await fail(session, id, 'crashed', `It was started ${MAX_STARTS} times and took its runner down each time.`);
        continue;
      }
      await changeRun(session, id, { state: 'running', startedAtMs: atMs, phase: 'starting', share: 0 },
        { type: 'running', atMs, data: { state: 'running', phase: 'starting', share: 0, start: row.starts } });
      leases.push({ runId: id, fence: row.fence, experimentId, document });
    }
    return leases;
  }
}

async function succeed(session: Session, runId: string, { sha256, summary }: NewArtifact): Promise<void> {
  const atMs = Date.now();
  const metrics = {
    stepTimeS: summary.stepTimeS ?? null,
    tokensPerDayB: summary.tokensPerDayB ?? null,
    mfuCausal: summary.mfuCausal ?? null,
    peakMemoryGB: summary.peakMemoryGB ?? null,
  };
  await changeRun(session, runId, { state: 'succeeded', phase: null, share: 1, finishedAtMs: atMs, resultSha256: sha256, ...metrics },
    { type: 'succeeded', atMs, data: { state: 'succeeded', share: 1, resultSha256: sha256 } });
}

async function fail(session: Session, runId: string, code: FailureCode, message: string): Promise<void> {
  const atMs = Date.now();
  await changeRun(session, runId, { state: 'failed', liveKey: null, failureCode: code, failureMessage: message, finishedAtMs: atMs },
    { type: 'failed', atMs, data: { state: 'failed', code, message } });
}

async function requeue(session: Session, runId: string, reason: string): Promise<void> {
  await changeRun(session, runId, { state: 'queued', phase: null, share: 0 }, { type: 'requeued', atMs: Date.now(), data: { state: 'queued', share: 0, reason } });
}
