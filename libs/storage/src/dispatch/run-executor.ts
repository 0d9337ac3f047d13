/**
 * Computes leased runs in this process: renews their leases, tells progress, records outcomes under the fencing number, and stops a
 * thread when its lease is gone.
 */
import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import { type Lease, type LeaseProgress, type Leases, type Outcome } from '../records/index.js';
import { type SimulationProgress } from '../worker/simulation-protocol.js';
import { type DispatchCounters, type DispatchLog } from './dispatch-log.js';
import { newOwner } from './process-identity.js';
import { SimulationAborted, SimulationFailure, type SimulationPool } from './simulation-pool.js';
import { within } from './within.js';

/** Where an execution stands; a crash test ends the process there. */
export type ExecutionPoint = 'before-compute' | 'after-compute' | 'after-commit';

export interface RunExecutorOptions {
  readonly leases: Leases;
  /** Its own: it ends with the executor. */
  readonly pool: SimulationPool;
  readonly log: DispatchLog;
  readonly counters: DispatchCounters;
  /** How long a run may go on after the process was asked to stop. */
  readonly graceMs: number;
  readonly onPoint?: (point: ExecutionPoint, runId: string) => void;
}

/** ended: the run has its outcome; lost: somebody else has the run now, or it was cancelled; returned: it waits in the queue again. */
export type ExecutionEnd = 'ended' | 'lost' | 'returned';

interface ActiveRun {
  readonly lease: Lease;
  readonly stop: AbortController;
  readonly end: Promise<ExecutionEnd>;
  progress: SimulationProgress | null;
}

const BEAT_MS = 500;
const RECORD_ATTEMPTS = 60;

export class RunExecutor {
  readonly owner = newOwner();
  private readonly active = new Map<string, ActiveRun>();
  private timer: NodeJS.Timeout | null = null;
  private beating = false;
  private draining = false;

  private readonly threads: ReturnType<typeof pLimit>;

  constructor(private readonly options: RunExecutorOptions) {
    this.threads = pLimit(options.pool.threads);
  }

  get activeCount(): number {
    return this.active.size;
  }

  /** Runs that would start at once. */
  get freeThreads(): number {
    return Math.max(0, this.options.pool.threads - this.active.size);
  }

  /** Computes a run whose lease this executor's owner holds. Never rejects. */
  execute(lease: Lease): Promise<ExecutionEnd> {
    this.timer ??= setInterval(() => void this.beat(), BEAT_MS);
    const stop = new AbortController();
    const end = Promise.resolve().then(() => this.computeAndRecord(lease, stop.signal)).finally(() => this.active.delete(lease.runId));
    this.active.set(lease.runId, { lease, stop, end, progress: null });
    return end;
  }

  /** Ends the thread of a run that was cancelled, without waiting for the next beat. */
  abort(runId: string): void {
    this.active.get(runId)?.stop.abort();
  }

  /** Lets active runs end within the grace period, gives the rest back and ends the threads. */
  async drain(): Promise<void> {
    this.draining = true;
    const all = () => Promise.all([...this.active.values()].map(({ end }) => end));
    await within(this.options.graceMs, all());
    const rest = [...this.active.values()];
    if (rest.length > 0) await this.giveBack(rest.map(({ lease }) => lease));
    for (const { stop } of rest) stop.abort();
    await all();
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.options.pool.close();
  }

  private async giveBack(leases: readonly Lease[]): Promise<void> {
    try {
      await this.options.leases.release(this.owner, leases);
    } catch (error) {
      this.options.log.warn({ err: error }, 'leases could not be given back; they will expire');
    }
  }

  private async computeAndRecord(lease: Lease, signal: AbortSignal): Promise<ExecutionEnd> {
    const { runId } = lease;
    let startedMs = performance.now();
    const outcome = await this.threads(async () => {
      if (signal.aborted || !(await this.mayStart(lease))) return null;
      startedMs = performance.now();
      this.options.onPoint?.('before-compute', runId);
      return this.compute(lease, signal);
    });
    if (outcome === null) {
      this.options.log.info({ runId }, this.draining ? 'run given back' : 'run stopped');
      return this.draining ? 'returned' : 'lost';
    }
    this.options.onPoint?.('after-compute', runId);
    const seconds = (performance.now() - startedMs) / 1000;
    this.options.counters.computeSeconds += seconds;
    const end = await this.record(lease, outcome);
    this.options.onPoint?.('after-commit', runId);
    this.options.log.info({ runId, outcome: outcome.kind, seconds }, 'run ended');
    return end;
  }

  private async mayStart(lease: Lease): Promise<boolean> {
    if (lease.begun) return true;
    try {
      return await this.options.leases.begin(lease);
    } catch (error) {
      this.options.log.warn({ err: error, runId: lease.runId }, 'the start could not be recorded; the lease will expire');
      return false;
    }
  }

  private async compute({ runId, experimentId, document }: Lease, signal: AbortSignal): Promise<Outcome | null> {
    try {
      const output = await this.options.pool.run({ id: experimentId, document }, signal, (progress) => {
        const run = this.active.get(runId);
        if (run !== undefined) run.progress = progress;
      });
      return { kind: 'succeeded', artifact: { experimentId, kind: 'result', ...output } };
    } catch (error) {
      if (error instanceof SimulationAborted) return null;
      const code = error instanceof SimulationFailure ? error.code : 'crashed';
      return { kind: 'failed', code, message: (error as Error).message };
    }
  }

  /** A database that is busy or full for a while costs time, not the result. */
  private async record(lease: Lease, outcome: Outcome): Promise<ExecutionEnd> {
    const { leases, counters, log } = this.options;
    for (let attempt = 1; attempt <= RECORD_ATTEMPTS; attempt += 1) {
      try {
        const verdict = await leases.complete(lease, outcome);
        if (verdict === 'lost') counters.dropped += 1;
        else if (verdict === 'diverged') counters.diverged += 1;
        else counters[outcome.kind] += 1;
        if (verdict === 'diverged') log.error({ runId: lease.runId }, 'a repeated computation gave other bytes');
        return verdict === 'lost' ? 'lost' : 'ended';
      } catch (error) {
        log.warn({ err: error, runId: lease.runId, attempt }, 'the outcome could not be stored; trying again');
        await delay(Math.min(100 * attempt, 1000));
      }
    }
    log.error({ runId: lease.runId }, 'the outcome could not be stored; the run will be computed again');
    return 'lost';
  }

  private async beat(): Promise<void> {
    if (this.beating || this.active.size === 0) return;
    this.beating = true;
    try {
      const beats = [...this.active.values()].map((run): LeaseProgress => {
        const progress = run.progress ?? undefined;
        run.progress = null;
        return { runId: run.lease.runId, fence: run.lease.fence, progress };
      });
      const lost = await this.options.leases.renew(this.owner, beats);
      for (const runId of lost) this.abort(runId);
    } catch (error) {
      this.options.log.warn({ err: error }, 'leases could not be renewed; trying again');
    } finally {
      this.beating = false;
    }
  }
}
